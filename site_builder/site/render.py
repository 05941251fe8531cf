"""Views into pages: the theme (templates and assets), relative addresses, and the holes of a note's body.

A template gets one frozen view and nothing else. What it can call besides: the filters below, which know how a day is
written and where the page stands, and nothing of the journal.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping, MutableMapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from traceback import extract_tb
from types import CodeType
from typing import Any, Final

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from site_builder.site import dates, html
from site_builder.site.addresses import tag_address
from site_builder.site.views import ItemView, LinkTo, View
from site_builder.text import digest_of

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
ASSET_SUFFIXES: Final = frozenset({".css", ".js", ".svg", ".png", ".jpg", ".gif", ".webp", ".woff2"})

LIBRARIES: Final = frozenset({"parts.html", "figures.html", "frame.html"})
"""Templates that hold macros for others."""
EXTRA: Final = "assets/extra.css"

_HEADING: Final = re.compile(r"<(/?)h([1-6])(?=[ >])")

_PLACED: Final = re.compile(r'(<h([2-6]) id="([^"]+)"[^>]*>)((?:(?!</?h|<a[ >]).)*)(</h\2>)', re.DOTALL)


class ThemeError(Exception):
    """A user's own template cannot be used: which, and why."""


class Compiled(BytecodeCache):
    """The compiled templates, by what Jinja calls them, the digest of their source, and whether they are made for the
    sandbox."""

    def __init__(self, sandboxed: bool) -> None:
        self.codes: dict[str, CodeType] = {}
        self.is_new = False
        self._sandboxed = sandboxed

    def _key(self, bucket: Bucket) -> str:
        return f"{bucket.key} {bucket.checksum} {self._sandboxed}"

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get(self._key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.codes[self._key(bucket)] = bucket.code
            self.is_new = True


class Theme:
    """Templates and assets, read once; a user's own files take the place of ours.

    With overrides the templates run in Jinja2's sandbox. An override may extend what it replaces by the name
    `kith/<template>`; one of `LIBRARIES` follows ours, so that a macro in it replaces the one of its name. `EXTRA`
    comes after our style sheet. `digest` changes when any file does.
    """

    def __init__(self, folder: Path, overrides: Path | None = None) -> None:
        templates: dict[str, str] = {}
        assets: dict[str, bytes] = {}
        self._own: dict[str, int] = {}
        for root in (folder, overrides) if overrides is not None else (folder,):
            for file in sorted(root.rglob("*")):
                name = file.relative_to(root).as_posix()
                hidden = any(part.startswith(".") for part in name.split("/"))
                if hidden or file.is_symlink() or not file.is_file():
                    continue
                if file.suffix == ".html":
                    text = file.read_text(encoding="utf-8", errors="replace")
                    before = templates[name] if root is not folder and name in LIBRARIES else ""
                    templates[name] = before + text
                    if root is folder:
                        templates[f"kith/{name}"] = text
                    else:
                        self._own[name] = before.count("\n")
                elif file.suffix in ASSET_SUFFIXES:
                    assets[f"assets/{name.removeprefix('assets/')}"] = file.read_bytes()
        self.overridden: Final = overrides is not None
        self.assets: Final = tuple(sorted(assets.items()))
        self.digest: Final = digest_of(repr((sorted(templates.items()), self.assets)).encode())
        self.compiled: Final = Compiled(self.overridden)
        self.environment: Final = _environment(templates, self.compiled, sandboxed=self.overridden)
        self.environment.globals["extra"] = EXTRA if EXTRA in assets else ""

    def compile(self) -> None:
        """Compile every template that a page may need; one that is wrong is told where it is used."""
        for name in self.environment.list_templates():
            with contextlib.suppress(TemplateSyntaxError):
                self.environment.get_template(name)

    def place(self, error: Exception, template: str) -> str:
        """Where in the user's files an error arose, the innermost place of them: `contact.html, line 3`; else the
        template that was asked for."""
        frames = [(frame.filename, frame.lineno or 1) for frame in extract_tb(error.__traceback__)]
        if isinstance(error, TemplateSyntaxError):
            frames.append((error.name or template, error.lineno))
        own = [(name, line) for name, line in frames if name in self._own]
        if not own:
            return template
        name, line = own[-1]
        return f"{name}, line {max(1, line - self._own[name])}"


def theme_folder() -> Path:
    """Where the theme is: inside the package once installed, at the top of the repository in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def render_page(theme: Theme, template: str, view: View) -> bytes:
    """The page as UTF-8 HTML. Raises `ThemeError` where a user's templates fail, in whichever way they do."""
    try:
        page = theme.environment.get_template(template).render(view=view)
        page = html.settle_addresses(link_headings(page), view.page.path)
        return html.without_controls(page.encode())
    except Exception as error:
        if not theme.overridden:
            raise
        said = f"there is no template “{error.name}”" if isinstance(error, TemplateNotFound) else str(error).rstrip(".")
        raise ThemeError(f"The theme's {theme.place(error, template)} cannot be used: {said}.") from error


def assets(theme: Theme) -> tuple[tuple[str, bytes], ...]:
    """Style sheet, scripts and pictures: path from the site's root, and content."""
    return theme.assets


def fill_holes(body: str, holes: Mapping[str, Markup], labels: Mapping[str, str] | None = None) -> Markup:
    """A note's HTML with its holes filled. A hole without an entry stays empty.

    `labels` replaces what stands after a hole, of links that are shown by a name instead of the id that was typed.
    """
    pieces = body.split("\0")
    for at in range(1, len(pieces), 2) if labels else ():
        if labels and pieces[at] in labels:
            pieces[at + 1] = str(Markup.escape(labels[pieces[at]]))
    pieces[1::2] = [holes.get(code, "") for code in pieces[1::2]]
    return Markup("".join(pieces))


def settle_headings(body: str, under: int) -> str:
    """The same HTML with its headings moved so that the highest is one level below `under` (a page has one `<h1>`)."""
    levels = [int(level) for _, level in _HEADING.findall(body)]
    if not levels:
        return body
    shift = under + 1 - min(levels)
    return _HEADING.sub(lambda found: f"<{found[1]}h{min(6, int(found[2]) + shift)}", body)


def link_headings(page: str) -> str:
    """The same page, each heading with an id, unless a link stands in it, linked to itself so that it can be copied."""
    return _PLACED.sub(r'\g<1><a class="anchor" href="#\g<3>">\g<4></a>\g<5>', page)


# A long list of links has a hundred thousand holes: these are put together from text, escaped piece by piece, as
# `Markup.format` is ten times slower.


def link_holes(number: int, link: LinkTo) -> dict[str, Markup]:
    """The two holes around a link's label."""
    return {f"L{number}": html.opening(link), f"/L{number}": html.closing(link)}


def image_hole(number: int, source: str, label: str) -> dict[str, Markup]:
    """The hole of an image; with an empty `source` its label stands for it."""
    if not source:
        return {f"M{number}": Markup(f'<span class="broken">{escape(label)}</span>')}
    tag = f'<img src="{html.href(source)}" alt="{escape(label)}" loading="lazy">'
    return {f"M{number}": Markup(tag)}


def item_holes(number: int, item: ItemView) -> dict[str, Markup]:
    """The three holes of a list item: its attributes, its task box, and its chips with the link to its own address."""
    holes: dict[str, Markup] = {}
    slug = f' id="{escape(item.slug)}"' if item.slug else ""
    classes = f' class="{escape(" ".join(item.classes))}"' if item.classes else ""
    holes[f"A{number}"] = Markup(slug + classes)
    if item.box:
        box = escape(item.box)
        holes[f"B{number}"] = Markup(f'<span class="box {box}" role="img" aria-label="{box}"></span> ')
    end = html.chips(item.chips)
    if item.slug and item.classes:
        end += Markup(f' <a class="anchor" href="#{escape(item.slug)}" aria-label="Link to this line">#</a>')
    if end:
        holes[f"E{number}"] = end
    return holes


class _Templates(BaseLoader):
    """Templates that tracebacks know by name, with the line."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        if template not in self._sources:
            raise TemplateNotFound(template)
        return self._sources[template], template, lambda: True

    def list_templates(self) -> list[str]:
        return sorted(self._sources)


def _shared_globals(self: Environment, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
    """One dict of globals for all templates: with the chain of dicts that Jinja makes for each, every import of a macro
    compares all of their names."""
    return {**self.globals, **d} if d else self.globals


class _Plain(Environment):
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return _shared_globals(self, d)


class _Sandboxed(ImmutableSandboxedEnvironment):
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return _shared_globals(self, d)


def _environment(templates: Mapping[str, str], compiled: BytecodeCache, sandboxed: bool) -> Environment:
    environment = (_Sandboxed if sandboxed else _Plain)(
        loader=_Templates(templates),
        bytecode_cache=compiled,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        auto_reload=False,
    )
    environment.globals.update(csp=CONTENT_SECURITY_POLICY, once=_once())
    environment.filters.update(
        href=html.href,
        link=html.link,
        links=html.names,
        words=html.words,
        chip=html.chip,
        chips=html.chips,
        time=html.day,
        short_time=html.short_day,
        near_time=html.near_day,
        coded=_coded,
        day=dates.written_day,
        short_day=dates.short_day,
        near_day=dates.near_day,
        day_and_month=dates.day_and_month,
        month=dates.month_and_year,
        day_of_week=dates.day_of_week,
        iso=date.isoformat,
        sentence_case=_sentence_case,
        tag_address=tag_address,
        anchor_id=_anchor_id,
    )
    environment.tests["day"] = lambda value: isinstance(value, date)
    environment.tests["linking"] = html.is_linking
    return environment


def _once() -> Callable[..., Markup]:
    """`once(macro, …)`: what a macro gives for some values, kept: for what is the same on thousands of pages."""

    @lru_cache(256)
    def once(macro: Callable[..., Markup], *values: object) -> Markup:
        return macro(*values)

    return once


def _anchor_id(href: str) -> str:
    """The id, on any page, of what is told about another page or a part of it: made from its address alone."""
    return "at-" + re.sub(r"[^A-Za-z0-9]+", "-", href.replace(".html", "")).strip("-")


def _coded(text: str) -> Markup:
    """A message with what stands between backticks as code; an odd backtick is itself."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        pieces[-2:] = ["`".join(pieces[-2:])]
    shown = (Markup("<code>{}</code>" if number % 2 else "{}").format(piece) for number, piece in enumerate(pieces))
    return Markup("").join(shown)


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
