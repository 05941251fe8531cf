"""git hooks of Kith's: their text, and whether a file in their place is one. Nothing here looks at files."""

from __future__ import annotations

import re
import shlex

HOOKS = ("pre-commit", "pre-merge-commit")
"""git runs the first before a commit, and the second, and not the first, before the commit of a clean merge."""

_TEXT = """\
#!/bin/sh
# Kith checks what is staged. Written by `kith hook install`; `kith hook uninstall` takes it away.
{guard}python={python}
if [ -x "$python" ]; then
  exec "$python" -P -m site_builder lint --staged{options}
elif command -v kith >/dev/null 2>&1; then
  exec kith lint --staged{options}
fi
echo "kith: Kith is not where it was, so the notes were not checked. Run kith hook install again," >&2
echo "or commit without the check: git commit --no-verify" >&2
exit 1
"""
_ANY = re.compile(
    ".*".join(map(re.escape, re.split(r"\{\w+\}", _TEXT))),
    re.DOTALL,
)
_CALL = re.compile(r"^[^#\n]*\blint\b[^#\n]*--staged", re.MULTILINE)


def hook_text(python: str, journal: str = "") -> str:
    """A hook. `python`: the interpreter that has Kith; `journal`: the journal's folder from where git runs hooks, if
    Kith would not find it from there."""
    # On a branch without the journal there is nothing to check.
    guard = f"[ -f {shlex.quote(journal + '/kith.toml')} ] || exit 0\n" if journal else ""
    return _TEXT.format(guard=guard, python=shlex.quote(python), options=_options(journal))


def line_to_add(python: str, journal: str = "") -> str:
    """The line that makes another hook check the notes too."""
    return f"{shlex.quote(python)} -P -m site_builder lint --staged{_options(journal)} || exit 1"


def is_ours(text: str) -> bool:
    """Whether a hook is Kith's own, of whatever interpreter and journal, and not changed by anybody."""
    return _ANY.fullmatch(text) is not None


def runs_kith(text: str) -> bool:
    """Whether somebody's hook has a line that checks what is staged."""
    return _CALL.search(text) is not None


def _options(journal: str) -> str:
    return f" --journal {shlex.quote(journal)}" if journal else ""
