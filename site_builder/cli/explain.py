"""`kith explain`: why a rule says something of somebody, or why it does not."""

from __future__ import annotations

import difflib
import json
from datetime import date
from pathlib import Path

import click

from site_builder.cli.common import echo_utf8, fail, journal_options, open_session, say, words_argument
from site_builder.cli.who import subject_of


@click.command("explain", short_help="Why a rule says something of somebody, or why not.")
@click.argument("rule")
@words_argument("who")
@click.option("--json", "as_json", is_flag=True, help="The same for other programs: docs/json.md has the keys.")
@journal_options
def command(rule: str, who: str, as_json: bool, journal: Path | None, today: date | None, as_of: date | None) -> None:
    """Why RULE says something of WHO today, or why it does not; `kith rule` lists the rules.

    WHO is a person, an event or a goal (an id, a name, an alias or the beginning of one), or the path of a note. Told
    are the numbers and lines that it went by, the settings with the lines that say them, since when it is open, and the
    day after which it closes by itself.

    \b
      kith explain time-to-meet ada
      kith explain no-objective "Spring meetup"
      kith explain broken-link meetings/2026-06-05-coffee.md
    """
    from site_builder.lint.catalogue import RULES

    rules = {each.name: each for each in RULES}
    if rule not in rules:
        near = difflib.get_close_matches(rule, rules, 1)
        fail(f"There is no rule {rule!r}.", f"Did you mean {near[0]}?" if near else "`kith rule` lists them.")
    if rules[rule].scope == "commit":
        fail(f"{rule} is found only in what is about to be committed.", "Run `kith lint --staged`.")
    from site_builder.explain import explain
    from site_builder.explain.words import as_data, describe

    session = open_session(journal, today, as_of)
    known = explain(session.db, rules[rule], subject_of(session, who))
    if as_json:
        echo_utf8(json.dumps(as_data(session.journal, known), ensure_ascii=False, indent=2))
    else:
        say(describe(session.journal, known))
