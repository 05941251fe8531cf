"""The theme: templates and assets, as they lie in its folders. A build that renders nothing needs no more of it."""

from __future__ import annotations

import marshal
from functools import cached_property
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Final

from site_builder.text import digest_of

if TYPE_CHECKING:
    from jinja2 import Environment

ASSET_SUFFIXES: Final = frozenset({".css", ".js", ".svg", ".png", ".jpg", ".gif", ".webp", ".woff2"})

LIBRARIES: Final = frozenset({"parts.html", "figures.html", "frame.html"})
"""Templates that hold macros for others."""
EXTRA: Final = "assets/extra.css"


class ThemeError(Exception):
    """A user's own template cannot be used: which, and why."""


class Theme:
    """Templates and assets, read once; a user's own files take the place of ours.

    With overrides the templates run in Jinja2's sandbox. An override may extend what it replaces by the name
    `kith/<template>`; one of `LIBRARIES` follows ours, so that a macro in it replaces the one of its name. `EXTRA`
    comes after our style sheet. `digest` changes when any file does. `own`: the user's templates, and how many lines of
    ours precede them. `codes`: what is known of the templates compiled, and whether there is something new in it.
    """

    def __init__(self, folder: Path, overrides: Path | None = None) -> None:
        templates: dict[str, str] = {}
        assets: dict[str, bytes] = {}
        own: dict[str, int] = {}
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
                        own[name] = before.count("\n")
                elif file.suffix in ASSET_SUFFIXES:
                    assets[f"assets/{name.removeprefix('assets/')}"] = file.read_bytes()
        self.overridden: Final = overrides is not None
        self.assets: Final = tuple(sorted(assets.items()))
        self.digest: Final = digest_of(repr((sorted(templates.items()), self.assets)).encode())
        self.templates: Final = templates
        self.own: Final = own
        self.codes: dict[str, CodeType] = {}
        self.has_new_codes = False

    def __getstate__(self) -> dict[str, object]:
        """The theme for another process: with its codes, without what it runs in here."""
        state = {name: value for name, value in vars(self).items() if name != "environment"}
        return state | {"codes": marshal.dumps(self.codes)}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self.codes = marshal.loads(vars(self)["codes"])

    @cached_property
    def environment(self) -> Environment:
        """What the templates run in."""
        from site_builder.site.render import environment_of

        return environment_of(self)


def theme_folder() -> Path:
    """Where the theme is: inside the package once installed, at the top of the repository in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"
