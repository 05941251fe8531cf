"""git hooks of Kith's: their text, and whether a file in their place is one. Nothing here looks at files."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from site_builder.settings import CONFIG_NAME

HOOKS = ("pre-commit", "pre-merge-commit")
"""git runs the first before a commit, and the second, and not the first, before the commit of a clean merge."""

_TEXT = """\
#!/bin/sh
# Kith checks what is staged. Written by `kith hook install`; `kith hook uninstall` takes it away.
python={python}
check() {{
  if [ -x "$python" ]; then
    "$python" -P -m site_builder lint --staged "$@"
  elif command -v kith >/dev/null 2>&1; then
    kith lint --staged "$@"
  else
    echo "kith: Kith is not where it was, so the notes were not checked. Run kith hook install again," >&2
    echo "or commit without the check: git commit --no-verify" >&2
    return 1
  fi
}}
{checks}
"""
_ANY = re.compile(re.escape(_TEXT.format(python="\0", checks="\0")).replace("\0", "(.*)"), re.DOTALL)
_CALL = re.compile(r"^[ \t]*[^#\s][^\n]*\b(?:kith|site_builder)\b[^\n]*\blint\b[^\n]*--staged", re.MULTILINE)


def hook_text(python: str, journals: Sequence[str] = ("",)) -> str:
    """A hook. `python`: the interpreter that has Kith; `journals`: the folders of the journals from where git runs
    hooks, `""` for the one that Kith finds from there."""
    checks = "\n".join(_guarded("check", each) + " || exit" for each in journals)
    return _TEXT.format(python=shlex.quote(python), checks=checks)


def line_to_add(python: str, journal: str = "") -> str:
    """The line that makes another hook check the notes too."""
    return _guarded(f"{shlex.quote(python)} -P -m site_builder lint --staged", journal) + " || exit 1"


def journals_of(text: str) -> tuple[str, ...]:
    """The journals that a hook of Kith's own checks, of whatever interpreter; none if it is somebody else's, or was
    changed by anybody."""
    found = _ANY.fullmatch(text)
    try:
        python, words = map(shlex.split, found.groups()) if found else ([], [])
    except ValueError:
        return ()
    journals = []
    while words:
        named = words[0] == "["
        journals.append(words[8] if named and len(words) > 8 else "")
        words = words[11 if named else 3 :]
    return tuple(journals) if python and text == hook_text(python[0], journals) else ()


def runs_kith(text: str) -> bool:
    """Whether somebody's hook has a line that checks what is staged."""
    return _CALL.search(text) is not None


def _guarded(command: str, journal: str) -> str:
    """A command for a journal. On a branch without it there is nothing to check."""
    if not journal:
        return command
    return f"[ ! -f {shlex.quote(f'{journal}/{CONFIG_NAME}')} ] || {command} --journal {shlex.quote(journal)}"
