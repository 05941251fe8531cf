"""What a machine can check of the design: who imports whom, who may look at the world, how long a module is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "site_builder"

PARTS = (
    ("values",),
    ("text",),
    ("query", "finding", "globs"),
    ("inventory", "settings", "hooks"),
    ("notes",),
    ("toml_places", "config"),
    ("journal",),
    ("relations",),
    ("lint",),
    ("site",),
    ("pipeline",),
    ("in_place", "workspace", "output"),
    ("as_of", "share", "proposals", "explain"),
    ("crew", "renderer", "published", "pace"),
    ("session", "staged", "fixing", "watch", "serve"),
    ("cli",),
    ("__main__",),
)
"""The parts in order: each imports only parts of earlier lines, or an earlier part of its own line."""

PURE = {part for line in PARTS[: [line[0] for line in PARTS].index("in_place")] for part in line}
"""Those that look at no file, no clock and no network."""

WORLD = {
    "asyncio", "fcntl", "getpass", "glob", "http", "io", "locale", "multiprocessing", "os", "pathlib.Path",
    "platform", "random", "secrets", "select", "shutil", "signal", "socket", "socketserver", "subprocess",
    "sys", "tempfile", "threading", "time", "urllib.request", "uuid", "webbrowser",
}  # fmt: skip
"""Modules (or names of modules) through which the world is reached."""

WORLD_CALLS = {"open", "input", "print", "today", "now", "utcnow", "getenv", "read_text", "read_bytes", "write_text"}
"""Functions and methods that do so without an import that gives them away (`date.today()`, `path.read_text()`)."""

LOOKS_AT_THE_WORLD = {
    "query/bundle.py": "asks the machine's byte order",
    "query/pickled.py": "unpickles from bytes at hand",
    "site/theme.py": "reads the theme, which is part of the program; a user's overrides are read with it",
}
"""Pure parts' modules that do all the same, each with its reason."""

LONGEST = 320
LONG = {
    "pipeline.py": "the program's table of contents is one list",
    "journal/resolve.py": "whom a line concerns is one decision, and reads as one",
    "notes/decode.py": "one decoder a value type, in the order of the schema",
    "notes/dates.py": "every form of a date",
}
"""Modules that are longer, each with its reason."""


def part_of(module: Path) -> str:
    """The part that a module belongs to."""
    first = module.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def modules() -> list[Path]:
    """All modules of the package but its own `__init__`, which holds the version only."""
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def imports_of(tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it; `from a import b` gives `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def test_every_part_has_its_place() -> None:
    placed = [part for line in PARTS for part in line]
    assert len(placed) == len(set(placed))
    assert {part_of(module) for module in modules()} == set(placed)


@pytest.mark.parametrize("module", modules(), ids=name_of)
def test_a_part_imports_only_parts_above_it(module: Path) -> None:
    places = {part: (number, at) for number, line in enumerate(PARTS) for at, part in enumerate(line)}
    own = part_of(module)
    for name in imports_of(tree_of(module)):
        package, _, rest = name.partition(".")
        other = rest.split(".")[0]
        if package == "site_builder" and other not in ("__version__", own):
            assert places[other] < places[own], f"{name_of(module)} imports {name}"


@pytest.mark.parametrize("module", [module for module in modules() if part_of(module) in PURE], ids=name_of)
def test_before_the_workspace_nothing_looks_at_the_world(module: Path) -> None:
    tree = tree_of(module)
    used = [name for name in imports_of(tree) if name in WORLD or name.split(".")[0] in WORLD]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = (
                called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
            )
            # `journal.today` is a property and `today(db)` an input: only a call without arguments asks the clock.
            if name in WORLD_CALLS and (name not in ("today", "now") or not node.args):
                used.append(f"{name}()")
    if name_of(module) in LOOKS_AT_THE_WORLD:
        assert used, f"{name_of(module)} needs no exception any more"
    else:
        assert not used, f"{name_of(module)} uses {', '.join(used)}"


def test_modules_are_short() -> None:
    lengths = {name_of(module): len(module.read_text(encoding="utf-8").splitlines()) for module in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST and name not in LONG} == {}
    assert [name for name in LONG if lengths.get(name, 0) <= LONGEST] == [], "these need no exception any more"


@pytest.mark.parametrize("module", modules(), ids=name_of)
def test_every_public_function_says_what_it_does(module: Path) -> None:
    tree = tree_of(module)
    if module != PACKAGE / "__main__.py":
        assert ast.get_docstring(tree), f"{name_of(module)} does not say its subject"
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == [], f"{name_of(module)}: without a docstring"
