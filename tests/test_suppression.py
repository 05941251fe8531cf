"""Severities, suppressions, the order of telling, and what is printed; cases in notes are in `rules/suppression.md`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from journal_of import database
from site_builder import pipeline
from site_builder.finding import Finding
from site_builder.lint.catalogue import RULES, chosen_rules
from site_builder.lint.report import render_json, render_text
from site_builder.lint.rule import Rule
from site_builder.lint.suppression import apply_suppressions
from site_builder.text import decode_source

ADA = "contacts/ada.md"
NUDGE = Rule("overdue-promise", "warning", "journal", "A promise past its date.", nudge=True, family="follow-ups")


def told(notes, findings, settings="", today="2026-06-05"):
    """What is open of some findings, and what is suppressed, as rules and severities."""
    db = database(notes, today, settings)
    both = apply_suppressions(findings, pipeline.Asked(db), (*RULES, NUDGE))
    return tuple([(each.finding.rule, each.severity) for each in side] for side in both)


def nudge(path=ADA, anchor="note", subject="ada"):
    return Finding(path, anchor, "overdue-promise", "You promised.", "Keep it.", subject)


def test_a_nudge_may_be_silenced_until_a_day() -> None:
    """On its last day it is silent, on the next it is told; and it is never called unused."""
    notes = {ADA: "---\nlint-ignore:\n  - {rule: overdue-promise, until: 2026-06-05}\n---\n"}
    assert told(notes, [nudge()]) == ([], [("overdue-promise", "warning")])
    assert told(notes, [nudge()], today="2026-06-06")[0][0] == ("overdue-promise", "warning")
    assert told(notes, []) == ([], [])


def test_a_month_ends_with_its_last_day() -> None:
    notes = {ADA: "---\nlint-ignore:\n  - {rule: overdue-promise, until: 2026-06}\n---\n"}
    assert told(notes, [nudge()], today="2026-06-30")[0] == []
    assert told(notes, [nudge()], today="2026-07-01")[0][0] == ("overdue-promise", "warning")


@pytest.mark.parametrize(
    ("settings", "severity"),
    [
        ("", "error"),
        ("[lint.severity]\nbad-value = 'info'\n", "info"),
        ("[lint.severity]\nBad_Value = 'warning'\n", "warning"),
    ],
)
def test_the_severity_is_the_users_then_the_findings_then_the_rules(settings: str, severity: str) -> None:
    finding = Finding(ADA, "note", "bad-value", "It is wrong.", "Right it.")
    assert told({ADA: ""}, [finding], settings)[0] == [("bad-value", severity)]


def test_a_finding_may_be_graver_than_its_rule() -> None:
    """But not than the user wants it."""
    finding = Finding(ADA, "note", "broken-link", "It leads nowhere.", "Write it.", severity="error")
    assert told({ADA: ""}, [finding])[0] == [("broken-link", "error")]
    assert told({ADA: ""}, [finding], "[lint.severity]\nbroken-link = 'info'\n")[0] == [("broken-link", "info")]


def test_what_is_switched_off_is_kept_with_its_severity() -> None:
    finding = Finding(ADA, "note", "bad-value", "It is wrong.", "Right it.")
    switched_off = "[lint.severity]\nbad-value = 'off'\n"
    assert told({ADA: ""}, [finding], switched_off) == ([], [("bad-value", "error")])
    assert told({ADA: ""}, [finding], "[lint]\nignore = ['contacts/**']\n") == ([], [("bad-value", "error")])


def test_the_order_is_by_place_and_nudges_come_last_by_person() -> None:
    notes = {
        ADA: "---\nrole: [\n---\n[[nowhere]] and [[nothing]]\n",
        "contacts/bo.md": "[[nowhere]]\n",
        "meetings/2026-06-01-coffee.md": "---\nwith: Ada\n---\n",
    }
    db = database(notes)
    nudges = [nudge("contacts/bo.md", subject="bo"), nudge("meetings/2026-06-01-coffee.md")]
    facts = [each.finding for each in pipeline.findings(db)]
    journal = pipeline.Asked(db)
    opened, _ = apply_suppressions([*nudges, *reversed(facts)], journal, (*RULES, NUDGE))
    places = [(each.finding.path, journal.locate(each.finding.path, each.finding.anchor)) for each in opened[:-2]]
    assert places == sorted(places) and len(places) >= 4
    assert [each.finding.subject for each in opened[-2:]] == ["ada", "bo"]


def test_a_line_above_moves_a_report_and_runs_no_rule() -> None:
    """What an item's own comment silences stays silenced, and the journal's rules are not asked again."""
    path = "meetings/2026-06-01-coffee.md"
    text = "---\nwith: Ada\n---\n- got lead – Turin <!-- kith-ignore near-miss: so -->\n- got idea – weave it\n"
    db = database({path: text})
    assert [each.finding.rule for each in pipeline.findings(db)] == ["near-miss"]
    before = pipeline.located(db, path, pipeline.findings(db)[0].finding.anchor)
    db.set(pipeline.source, path, decode_source(path, text.replace("- got lead", "\n- got lead").encode()))
    db.ran = []
    after = pipeline.located(db, path, pipeline.findings(db)[0].finding.anchor)
    assert (after.line, after.column) == (before.line + 1, before.column)
    assert "journal_findings" not in {name for name, _ in db.ran}


# ---------------------------------------------------------------- reports


def reports(notes, settings="", **options):
    db = database(notes, "2026-06-05", settings)
    journal = pipeline.Asked(db)
    found = journal.all_reported()
    return render_text(found, journal.locate, journal.line_text, notes=len(notes), **options), found, journal


def test_a_finding_a_line_and_a_summary() -> None:
    text, _, _ = reports({ADA: "Met at [[nowhere]].\n"}, prefix="journal/")
    assert text.split("\n") == [
        "journal/contacts/ada.md:1:8: warning: No note is called “nowhere”. Correct the link, write the note, or take "
        "the brackets away. [broken-link]",
        "1 warning in 1 note.",
    ]


def test_an_old_vault_hears_what_most_of_it_is() -> None:
    lines = ["Met at [[nowhere]]."] * 98 + ["- got lead – Turin"]
    text = "\n\n".join(lines)
    assert reports({ADA: text})[0].split("\n")[-1] == "99 warnings in 1 note."
    assert reports({ADA: f"{text}\n\nMet at [[nowhere]]."})[0].split("\n")[-2:] == [
        "100 warnings in 1 note.",
        "Most of it: 99 broken-link, 1 near-miss. With --write-baseline, what is there is known, and only what is new "
        "is told.",
    ]


def test_nothing_to_report() -> None:
    assert reports({ADA: "", "contacts/bo.md": ""})[0] == "Nothing to report in 2 notes."


def test_the_full_format_shows_the_line() -> None:
    """The caret stands below the place, also after tabs and wide characters; a long line is cut around it."""
    full = reports({ADA: "愛\t[[nowhere]]\n" + "\n" + "x" * 300 + "[[nothing]] and so on\n"}, full=True)[0].split("\n")
    assert full[1:3] == ["     1 | 愛\t[[nowhere]]", "       |   \t^"]
    assert len(full[4]) <= 170 and full[4][full[5].index("^") :].startswith("[[nothing]]")


def test_colours_are_taken_away_whole() -> None:
    notes = {ADA: "Met at [[nowhere]].\n"}
    coloured, plain = reports(notes, colour=True, full=True)[0], reports(notes, full=True)[0]
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == plain


def test_a_note_cannot_paint_the_terminal() -> None:
    text = reports({ADA: "Met at [[no\x1b[31mwhere]].\n"}, full=True)[0]
    assert "\x1b" not in text


def test_json_is_stable() -> None:
    _, found, journal = reports({ADA: "Met at [[nowhere]].\n"})
    assert json.loads(render_json(found, journal.locate)) == {
        "schema": 1,
        "findings": [
            {
                "path": ADA,
                "line": 1,
                "column": 8,
                "severity": "warning",
                "rule": "broken-link",
                "message": "No note is called “nowhere”.",
                "remedy": "Correct the link, write the note, or take the brackets away.",
                "nudge": False,
                "subject": "",
                "fix": None,
            }
        ],
    }


def test_the_json_is_as_documented() -> None:
    """Every key of a finding has its line in the documentation, and no line is of a key that is not there."""
    _, found, journal = reports({ADA: "Met at [[nowhere]].\n"})
    data = json.loads(render_json(found, journal.locate, before=1))
    page = (Path(__file__).parent.parent / "docs/json.md").read_text(encoding="utf-8")
    section = page.partition("## Findings")[2].partition("Of a fix:")[0]
    rows = [re.findall(r"`(\w+)`", row) for row in re.findall(r"^\| (`.*?`) \|", section, re.M)]
    assert {key for row in rows for key in row} == set(data["findings"][0])
    assert set(data) <= set(re.findall(r"`(\w+)`", section))


def test_rules_are_chosen_by_name_or_family() -> None:
    links = {rule.name for rule in RULES if rule.family == "links"}
    assert chosen_rules(RULES, (), ()) == {rule.name for rule in RULES}
    assert chosen_rules(RULES, ("links", "odd-year"), ("same-id",)) == (links | {"odd-year"}) - {"same-id"}
    with pytest.raises(LookupError, match="Did you mean odd-year"):
        chosen_rules(RULES, ("od-year",), ())
