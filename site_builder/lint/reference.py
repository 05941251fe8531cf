"""The catalogue of rules, in Markdown, from their own pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.lint.catalogue import FAMILIES
from site_builder.lint.rule import Rule, how_to_fix, sort_of_fix

_INTRO = """\
# The rules

What `kith lint` finds, and `kith rule NAME` explains. This page is made from the rules themselves.

A **fact** says the same today and in ten years for the same notes. A **nudge** depends on the day: it opens some days
after what it follows from, and closes by itself; it never fails a check unless your settings say so. Facts are printed
by place, then nudges by person.

To silence a rule: `<!-- kith-ignore NAME: why -->` on a line; `lint-ignore: [NAME]` in a note's front matter, for a
nudge also `{rule: NAME, until: 2026-09-01}`; `NAME = "off"` under `[lint.severity]` in `kith.toml`, which also changes
how grave it is.

Where one exact edit answers a finding, `kith lint` can make it. A **fix** is safe where the line can be meant in one
way only: `kith lint --fix` makes it. An **unsafe fix** is a guess, which only `--fix --unsafe-fixes` makes. `--diff`
shows what would change, and changes nothing. A fix is made only if the note, read again, says what was meant and
nothing else has become wrong in it.
"""
_PART = re.compile(r"([A-Z][a-z]+):\s*")


def rule_reference() -> str:
    """The whole page: a table of each family's rules, then each rule."""
    parts = [_INTRO]
    for family, rules in FAMILIES.items():
        rows = [f"| [{rule.name}](#{rule.name}) | {_how(rule)} | {_first(rule)} |" for rule in rules]
        parts.append("\n".join((f"## {_title(family)}", "", "| rule | | finds |", "|---|---|---|", *rows, "")))
        parts += ["\n".join(_page(rule)) for rule in rules]
    return "\n".join(parts)


def _title(family: str) -> str:
    return family.replace("-", " ").capitalize()


def _how(rule: Rule) -> str:
    return f"nudge, {rule.severity}" if rule.nudge else rule.severity + (f", {sort_of_fix(rule)}" if rule.fix else "")


def _first(rule: Rule) -> str:
    return " ".join(rule.about.partition("\n\n")[0].split()).replace("|", "\\|")


def _page(rule: Rule) -> Iterator[str]:
    yield from (f"### {rule.name}", "", f"*{_how(rule)}*. {_first(rule)}", "")
    for paragraph in rule.about.split("\n\n")[1:]:
        if match := _PART.match(paragraph):
            head, rest = match[1], paragraph[match.end() :]
            if head in ("Wrong", "Right"):
                lines = [line.removeprefix("    ") for line in paragraph.split("\n")[1:]]
                fence = "````" if any("```" in line for line in lines) else "```"
                yield from (f"{head}:", "", fence, *lines, fence, "")
            else:
                yield from (f"{head}: {rest}", "")
    if rule.fix:
        yield from (f"Fix: {how_to_fix(rule)}", "")
