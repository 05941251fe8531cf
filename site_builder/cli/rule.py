"""`kith rule`."""

from __future__ import annotations

import difflib
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from site_builder.cli.common import fail

if TYPE_CHECKING:
    from site_builder.lint.rule import Rule

_WIDEST = 100
"""Columns that a line takes at most, which is as many as one reads with ease."""


@click.command("rule", short_help="Explain a rule, or list them all.")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Explain the rule NAME: what it finds, why it matters, a wrong and a right example. Without NAME, list all."""
    from site_builder.lint.catalogue import RULES
    from site_builder.lint.rule import how_to_fix

    rules = {rule.name: rule for rule in RULES}
    if name is None:
        family = ""
        for rule in RULES:
            if rule.family != family:
                family = rule.family
                click.echo(f"{family}")
            click.echo(row(rule, _width() if sys.stdout.isatty() else 0))
    elif name in rules:
        rule = rules[name]
        about = f"{rule.about}\n\nFix: {how_to_fix(rule)}" if rule.fix else rule.about
        click.echo(wrapped(about, _width()))
    else:
        near = difflib.get_close_matches(name, rules, 1)
        fail(f"There is no rule {name!r}.", f"Did you mean {near[0]}?" if near else "`kith rule` lists them.")


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST) if sys.stdout.isatty() else _WIDEST


def row(rule: Rule, width: int) -> str:
    """A rule in the list, in lines of some width; in one line without, as other programs go by lines."""
    start, says = f"  {rule.name:<20} {rule.severity:<8} ", rule.about.partition("\n")[0]
    if width <= 2 * len(start):
        return start + says
    return textwrap.fill(says, width, initial_indent=start, subsequent_indent=" " * len(start), break_on_hyphens=False)


def wrapped(text: str, width: int) -> str:
    """Paragraphs in lines of some width; examples, which are indented, stay as they are."""
    return "\n\n".join(
        part
        if "\n    " in part
        else textwrap.fill(part.replace("\n", " "), width, break_long_words=False, break_on_hyphens=False)
        for part in text.split("\n\n")
    )
