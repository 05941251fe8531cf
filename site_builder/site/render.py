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
from traceback import extract_tb
from typing import Any, Final

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from site_builder.site import dates, html
from site_builder.site.addresses import tag_address
from site_builder.site.theme import EXTRA, Theme, ThemeError
from site_builder.site.views import ItemView, LinkTo, View

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
_HEADING: Final = re.compile(r"<(/?)h([1-6])(?=[ >])")

_EMPTY_HEADING: Final = re.compile(r"<h([1-6])[^>]*>\s*</h\1>")
_PLACED: Final = re.compile(r'(<h([2-6]) id="([^"]+)"[^>]*>)((?:(?!</?h|<a[ >]).)*)(</h\2>)', re.DOTALL)


class _Compiled(BytecodeCache):
    """The compiled templates of a theme, by what Jinja calls them, the digest of their source, and whether they run in
    the sandbox."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def _key(self, bucket: Bucket) -> str:
        return f"{bucket.key} {bucket.checksum} {self._theme.overridden}"

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._theme.codes.get(self._key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._theme.codes[self._key(bucket)] = bucket.code
            self._theme.has_new_codes = True


def compile_all(theme: Theme) -> None:
    """Compile every template that a page may need; one that is wrong is told where it is used."""
    for name in theme.environment.list_templates():
        with contextlib.suppress(TemplateSyntaxError):
            theme.environment.get_template(name)


def _place(theme: Theme, error: Exception, template: str) -> str:
    """Where in the user's files an error arose, the innermost place of them: `contact.html, line 3`; else the template
    that was asked for."""
    frames = [(frame.filename, frame.lineno or 1) for frame in extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError):
        frames.append((error.name or template, error.lineno))
    own = [(name, line) for name, line in frames if name in theme.own]
    if not own:
        return template
    name, line = own[-1]
    return f"{name}, line {max(1, line - theme.own[name])}"


def render_page(theme: Theme, view: View) -> bytes:
    """The page as UTF-8 HTML. Raises `ThemeError` where a user's templates fail, in whichever way they do."""
    template = view.template
    try:
        page = theme.environment.get_template(template).render(view=view)
        page = html.settle_addresses(link_headings(page), view.page.path)
        return html.without_controls(page.encode())
    except Exception as error:
        if not theme.overridden:
            raise
        said = f"there is no template “{error.name}”" if isinstance(error, TemplateNotFound) else str(error).rstrip(".")
        said = said or type(error).__name__  # one that has no words, such as the end of memory
        raise ThemeError(f"The theme's {_place(theme, error, template)} cannot be used: {said}.") from error


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
    """The same HTML with each heading one level below the one that it stands under, the first ones one below `under`.

    A page has one `<h1>`, and no level is left out: whoever goes from heading to heading looks for what is not there.
    For the same reason headings of which only the marks are written are left out.
    """
    open_levels: list[int] = []

    def settle(found: re.Match[str]) -> str:
        level = int(found[2])
        if not found[1]:
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
        return f"<{found[1]}h{min(6, under + len(open_levels))}"

    return _HEADING.sub(settle, _EMPTY_HEADING.sub("", body))


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


def environment_of(theme: Theme) -> Environment:
    """What the templates of a theme run in: a user's own, in a sandbox."""
    environment = (_Sandboxed if theme.overridden else _Plain)(
        loader=_Templates(theme.templates),
        bytecode_cache=_Compiled(theme),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        auto_reload=False,
    )
    extra = EXTRA if any(path == EXTRA for path, _ in theme.assets) else ""
    environment.globals.update(csp=CONTENT_SECURITY_POLICY, once=_once(), extra=extra)
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
