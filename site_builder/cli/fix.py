"""`kith lint --fix` and `--diff`: what the rules find, put right where that is one exact edit."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from difflib import unified_diff
from typing import TYPE_CHECKING

import click

from site_builder.cli.common import fail
from site_builder.fixing import Fixed, fix_notes, write_fixed
from site_builder.text import shown
from site_builder.values import dataclass

if TYPE_CHECKING:
    from site_builder.finding import Reported
    from site_builder.session import Session

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: to fix, or to show what fixing would change; and whether guesses are wanted too."""

    fix: bool = False
    diff: bool = False
    unsafe: bool = False

    def __bool__(self) -> bool:
        return self.fix or self.diff


def make_fixes(
    session: Session,
    wish: Wish,
    wanted: Callable[[Iterable[Reported]], Iterable[Reported]],
    may_change: Callable[[str], bool],
    given: Mapping[str, bytes],
    prefix: str,
) -> Fixed:
    """Do what was asked for with the findings that are wanted.

    `given`: the bytes of a note from standard input, whose fixed text goes to standard output, to no file. Of a note
    that has to be left as it is, standard error tells why.
    """
    fixed = fix_notes(session, wanted, may_change, wish.unsafe, given)
    if wish.diff:
        for path, (old, new) in sorted(fixed.notes.items()):
            _show("".join(diff_of(prefix + path, old, new)))
    elif given:
        for path, data in given.items():
            click.echo(fixed.notes.get(path, (data, data))[1], nl=False)
    else:
        write_fixed(session, fixed)
    for path, refused in sorted(fixed.left.items()):
        click.echo(f"kith: {prefix}{path}: {refused.message} {refused.remedy}", err=True)
    return fixed


def diff_of(path: str, old: bytes, new: bytes) -> Iterable[str]:
    """The lines of a unified diff of two texts in UTF-8, as `patch -p0` takes it; line ends are shown as they are."""
    for line in unified_diff(_lines(old), _lines(new), path, path):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(data: bytes) -> list[str]:
    return _LINE.findall(data.decode())


def _show(text: str) -> None:
    """Print a diff: to a program as it is, to a terminal without what could change it, for a note may be anybody's."""
    if sys.stdout.isatty():
        text = re.sub(r"[^\n\t]+", lambda part: shown(part[0]), text)
    click.echo(text.encode(), nl=False)


def told_of(fixed: Fixed) -> str:
    """What was fixed, in a sentence."""
    if not fixed:
        return "Nothing was fixed."
    notes = len(fixed.notes)
    return f"Fixed {len(fixed)} in {notes} note{'s' if notes != 1 else ''}."


def refuse_to_fix(staged: bool, as_of: bool, distribution: bool) -> None:
    """Say why files cannot be changed by what else was asked for; exits with 2."""
    if staged:
        fail(
            "--staged checks what git holds, and the files may say something else by now, so --fix would change both.",
            "Fix the files, look at them, and add them.",
        )
    if as_of:
        fail("--as-of hides a part of the notes, so fixes would be made without it.", "Leave it out.")
    if distribution:
        fail("--distribution prints figures and finds nothing to fix.", "Leave it out.")
