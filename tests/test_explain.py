"""`kith explain`: what it says of a nudge agrees with what the rule does on every day, and names its sources."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from commands import SAMPLE, kith, write_journal
from journal_of import database
from site_builder import pipeline
from site_builder.explain import Explanation, explain
from site_builder.explain.catalogue import EVIDENCE
from site_builder.explain.words import as_data, describe
from site_builder.lint.catalogue import RULES
from site_builder.query import Database
from site_builder.session import Session
from test_rules import CASES, Case

BY_NAME = {rule.name: rule for rule in RULES}
ROOT = Path(__file__).resolve().parent.parent
ADA = "contacts/ada.md"
TODAY = "2026-06-05"


def about(notes: dict[str, str], rule: str, who: str = ADA, today: str = TODAY, settings: str = "") -> Explanation:
    return explain(asked(notes, today, settings), BY_NAME[rule], who)


def asked(notes: dict[str, str], today: str = TODAY, settings: str = "") -> Database:
    settings = dedent(settings)
    db = database(notes, today, settings)
    db.set(pipeline.config_text, "", settings)
    return db


def figures(known: Explanation) -> dict[str, str]:
    return {each.label: each.text for each in known.figures}


def met(*days: str) -> dict[str, str]:
    return {f"meetings/{day}-ada.md": f"---\nwith: [ada]\n---\n{day}\n" for day in days}


# ---------------------------------------------------------------- it agrees with the rule

NUDGES = [case for case in CASES if any(BY_NAME[want[4]].nudge for want in case.expected if want[4] in BY_NAME)]


@pytest.mark.parametrize("case", NUDGES, ids=lambda case: f"{case.rule}: {case.title}")
def test_it_is_open_on_its_days_and_on_no_other(case: Case) -> None:
    """Each nudge of the rules' cases is explained as open, since the first day on which `kith lint` reports it and
    until the last."""
    db = case.database()
    today = date.fromisoformat(case.today)
    for reported in [each for each in pipeline.findings(db) if each.nudge]:
        finding = reported.finding
        db.set(pipeline.today, "", today)
        known = explain(db, BY_NAME[finding.rule], finding.subject or finding.path)
        told = next(each for each in known.found if each.finding == finding)
        assert known.state == "open" and told.silenced == ()
        assert known.severity == reported.severity
        place = finding.path, finding.anchor, finding.rule

        def there(day: date, place: tuple[str, str, str] = place) -> bool:
            db.set(pipeline.today, "", day)
            return place in {(x.finding.path, x.finding.anchor, x.finding.rule) for x in pipeline.findings(db)}

        if told.since:
            assert told.since <= today and there(told.since) and not there(told.since - timedelta(days=1))
        if told.until:
            assert told.until >= today and there(told.until) and not there(told.until + timedelta(days=1))
        db.set(pipeline.today, "", today)
        lines = describe(pipeline.Asked(db), known)
        assert any(finding.message in line for line in lines) and any(finding.remedy in line for line in lines)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.scope != "commit"], ids=lambda rule: rule.name)
def test_every_rule_is_explained_of_anything(rule) -> None:
    """Of a contact, a card, a meeting, an event and a plain note, whatever the rule; in words and as data."""
    notes = {
        ADA: "---\ncircle: inner\nbirthday: 06-07\n---\n- [ ] I'll write due:2026-05-01\n",
        "events/fair.md": "---\ndate: 2026-06-09\n---\n## Met\n- @mary wants: a reviewer\n",
        "meetings/2026-05-01-x.md": "---\nwith: [ada, Bo]\n---\n[[nowhere]]\n- ask: a word\n- got lead – Turin\n",
        "notes/plain.md": "text\n",
        "goals/one.md": '---\nstakeholders:\n  - for: "[[ada]]"\n---\n',
    }
    db = asked(notes)
    journal = pipeline.Asked(db)
    for who in (*notes, "card:mary", "card:bo", "kith.toml"):
        known = explain(db, rule, who)
        assert describe(journal, known)
        json.dumps(as_data(journal, known))


def test_every_nudge_has_figures() -> None:
    """A nudge without any would be explained all the same; but none of ours is poor in numbers."""
    assert {rule.name for rule in RULES if rule.nudge} == set(EVIDENCE)


# ---------------------------------------------------------------- figures and where they are from


@pytest.mark.parametrize(
    ("front", "settings", "cadence", "line"),
    [
        ("cadence: 6w", "", "every 6 weeks, their own", None),
        ("circle: close", "", "every 3 months, that of the circle", 0),
        ("circle: close", "schema = 1\n[circles.close]\ncadence = '5w'\n", "every 5 weeks, that of the circle", 3),
        ("circle: close", "[circles]\nclose = { max = 9, cadence = '5w' }\n", "every 5 weeks, that of the circle", 2),
        ("circle: close", "[circles.close]\ncadence = 'often'\n", "every 3 months, that of the circle", 0),
    ],
)
def test_the_cadence_says_where_it_is_from(front: str, settings: str, cadence: str, line: int | None) -> None:
    notes = {ADA: f"---\nmet: 2020\n{front}\n---\n", **met("2026-01-05")}
    known = about(notes, "time-to-meet", settings=settings)
    assert known.state == "open"
    assert figures(known)["Cadence"] == cadence
    assert figures(known)["Last contact"] == "2026-01-05, 151 days ago"
    lines = [each.line for each in known.settings if each.keys[0] == "circles"]
    assert lines == ([] if line is None else [line])
    value = [each.value for each in known.settings if each.keys[0] == "circles"]
    assert value == ([] if line is None else ["5w"] if line else ["3m"])


def test_the_lines_are_quoted_with_their_places() -> None:
    notes = {ADA: "---\nmet: 2020\ncadence: 6w\n---\n", **met("2026-01-05")}
    db = asked(notes)
    lines = describe(pipeline.Asked(db), explain(db, BY_NAME["time-to-meet"], ADA))
    assert "    contacts/ada.md:3: cadence: 6w" in lines
    assert any(line.strip() == "meetings/2026-01-05-ada.md:1: ---" for line in lines)
    assert "  Open since 2026-02-17, 108 days ago. It stops by itself after 2028-01-05, in 579 days." in lines


def test_a_balance_below_its_threshold_says_its_numbers() -> None:
    note = "---\ndate: 2026-05-0{0}\nwith: [ada]\n---\n- got advice: on the contract\n"
    notes = {ADA: "---\nmet: 2020\n---\n", **{f"meetings/{n}.md": note.format(n) for n in range(1, 5)}}
    known = about(notes, "one-sided-taking", settings="[balance]\nconfidence = 0.9\n")
    assert known.state == "nothing"
    assert figures(known)["Received"] == "4 lines on 4 days, weighing 3.99"
    assert figures(known)["Chance"].startswith("0.922 that over 0.6 comes to you")
    assert [(each.keys[-1], each.value, each.line) for each in known.settings[1:]] == [
        ("share", "0.6", 0),
        ("confidence", "0.9", 2),
    ]


# ---------------------------------------------------------------- not open, and why

LATE = "---\nmet: 2020\ncadence: 6w\n{}---\n"


@pytest.mark.parametrize(
    ("front", "more", "quiet", "place"),
    [
        ("status: dormant\n", {}, "Their status is dormant.", (ADA, 4)),
        ("follow_up: 2026-07-01\n", {}, "You want to be in touch by 2026-07-01.", (ADA, 4)),
        (
            "",
            {"meetings/later.md": "---\nwith: [ada]\ndate: 2026-06-20\n---\n"},
            "A meeting is arranged for 2026-06-20.",
            ("meetings/later.md", 3),
        ),
        (
            "",
            {"notes/x.md": "- [ ] @ada I'll send it due:2026-06-09\n- [ ] @ada I'll send that due:2029-06-09\n"},
            "A promise of yours to them is due on 2026-06-09.",
            ("notes/x.md", 1),
        ),
    ],
)
def test_what_keeps_it_quiet_is_named(front: str, more: dict[str, str], quiet: str, place: tuple[str, int]) -> None:
    notes = {ADA: LATE.format(front), **met("2026-01-05"), **more}
    if "notes/x.md" in more:
        notes["meetings/2026-01-05-ada.md"] += "- [ ] I'll send it due:2026-06-09\n"
        place = ("meetings/2026-01-05-ada.md", 5)
        del notes["notes/x.md"]
    db = asked(notes)
    known = explain(db, BY_NAME["time-to-meet"], ADA)
    assert known.state == "quiet" and [each.words for each in known.quiet] == [quiet]
    path, anchor = known.quiet[0].path, known.quiet[0].anchor
    assert (path, pipeline.located(db, path, anchor).line) == place


def test_of_several_each_that_would_do_is_named_and_no_other() -> None:
    """A mode is no reason for silence about a rhythm; a status and a meeting are two."""
    later = {"meetings/later.md": "---\nwith: [ada]\ndate: 2026-06-20\n---\n"}
    notes = {ADA: LATE.format("status: dormant\nmode: mentor\n"), **met("2026-01-05"), **later}
    assert [each.kind for each in about(notes, "time-to-meet").quiet] == ["status", "arranged"]


def test_what_they_promised_for_a_day_keeps_the_follow_up_quiet() -> None:
    note = "---\nwith: [ada]\n---\n- [ ] Ada will decide about the loom due:2026-06-20\n"
    known = about({ADA: "---\nname: Ada\n---\n", "meetings/2026-05-25.md": note}, "no-follow-up")
    assert known.state == "quiet"
    assert [(each.kind, each.words) for each in known.quiet] == [
        ("theirs", "A promise of theirs to you is due on 2026-06-20.")
    ]


def test_what_is_newly_known_is_quiet_and_opens_later() -> None:
    notes = {ADA: "---\ncadence: 1w\n---\n", **met("2026-05-20")}
    known = about(notes, "time-to-meet")
    assert [each.words for each in known.quiet] == ["You have known them for 16 days, since 2026-05-20."]
    assert known.opens == date(2026, 6, 19)


def test_a_mode_keeps_the_balance_quiet() -> None:
    note = "---\ndate: 2026-05-0{0}\nwith: [ada]\n---\n- got advice: on the contract\n"
    notes = {ADA: "---\nmet: 2020\nside: personal\n---\n", **{f"meetings/{n}.md": note.format(n) for n in range(1, 9)}}
    known = about(notes, "one-sided-taking")
    assert [(each.words, each.anchor) for each in known.quiet] == [("The mode is communal.", "key:side")]


def test_it_says_when_it_opens_and_when_it_was() -> None:
    ahead = about({ADA: LATE.format(""), **met("2026-06-01")}, "time-to-meet")
    assert (ahead.state, ahead.opens, ahead.was) == ("ahead", date(2026, 7, 14), None)
    event = {"events/fair.md": "---\ndate: 2026-05-20\n---\n"}
    closed = about(event, "no-objective", "events/fair.md")
    assert (closed.state, closed.was) == ("closed", (date(2026, 5, 13), date(2026, 5, 20)))
    assert about({ADA: ""}, "time-to-meet").state == "nothing"


@pytest.mark.parametrize(
    ("front", "settings", "words"),
    [
        (
            "lint-ignore: [{rule: time-to-meet, until: 2026-09-01}]\n",
            "",
            "`lint-ignore` at contacts/ada.md:4, until 2026-09-01",
        ),
        ("", "[lint.severity]\ntime-to-meet = 'off'\n", '`time-to-meet = "off"` at kith.toml:2'),
        ("", "[lint]\nignore = ['contacts/**']\n", "`ignore` of [lint] in kith.toml"),
    ],
)
def test_what_silences_it_is_named(front: str, settings: str, words: str) -> None:
    """Also where the relation itself leaves it out, as the home page does."""
    notes = {ADA: LATE.format(front), **met("2026-01-05")}
    db = asked(notes, settings=settings)
    known = explain(db, BY_NAME["time-to-meet"], ADA)
    assert known.state == "silenced"
    lines = describe(pipeline.Asked(db), known)
    assert f"  Silenced by {words}." in lines and "It is found, and silenced." in lines


def test_a_comment_silences_a_fact() -> None:
    notes = {ADA: "", "notes/x.md": "See [[nobody-here]]. <!-- kith-ignore broken-link: soon -->\n"}
    db = asked(notes)
    known = explain(db, BY_NAME["broken-link"], "notes/x.md")
    assert known.state == "silenced"
    assert "  Silenced by `kith-ignore` at notes/x.md:1." in describe(pipeline.Asked(db), known)


def test_a_fact_that_passes_says_until_when() -> None:
    known = about({"notes/x.md": "", "events/f.md": "---\ndate: 2032-01-01\n---\n"}, "odd-year", "events/f.md")
    assert known.state == "open" and known.found[0].until is not None


# ---------------------------------------------------------------- the command


def test_what_holds_without_days_says_so() -> None:
    notes = {f"contacts/{name}.md": f"---\nname: {name}\ncircle: inner\n---\n" for name in ("ada", "bo")}
    for most, words in (
        (1, "It stops when the notes or the settings change: it has no days of its own, and holds while they say so."),
        (2, "It has no days of its own: it holds while the notes say so."),
    ):
        db = asked(notes, settings=f"[circles.inner]\ncadence = '2w'\nmax = {most}\n")
        told = (explain(db, BY_NAME["circle-full"], who) for who in notes)
        assert words in [line.strip() for known in told for line in describe(pipeline.Asked(db), known)]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    notes = {
        ADA: "---\nname: Ada Lovelace\nmet: 2020\ncadence: 6w\n---\n",
        **met("2026-01-05"),
        "events/spring.md": "---\ntitle: Spring meetup\ndate: 2026-06-08\n---\n",
    }
    return write_journal(tmp_path / "j", notes, "schema = 1\ntoday = 2026-06-05\n")


def test_of_a_person_an_event_and_a_path(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(journal)
    assert kith("explain", "time-to-meet", "ada").stdout.startswith("time-to-meet · Ada Lovelace · nudge, warning\n")
    assert "It is open." in kith("explain", "no-objective", "Spring meetup").stdout
    assert "It is open." in kith("explain", "no-objective", "spring m").stdout
    for path in ("events/spring.md", journal / "events/spring.md"):
        assert "has no objectives" in kith("explain", "no-objective", path).stdout
    assert kith("explain", "bad-config", "kith.toml").exit_code == 0


def test_what_it_cannot_explain(journal: Path) -> None:
    refused = kith("explain", "time-to-met", "ada", "-j", journal)
    assert (refused.exit_code, refused.stderr) == (
        2,
        "kith: There is no rule 'time-to-met'. Did you mean time-to-meet?\n",
    )
    assert "kith lint --staged" in kith("explain", "unstaged-note", "ada", "-j", journal).stderr
    assert kith("explain", "drifting", "zebediah", "-j", journal).exit_code == 2


def test_the_json_is_as_documented(journal: Path) -> None:
    data = json.loads(kith("explain", "time-to-meet", "ada", "-j", journal, "--json").stdout)
    assert data["state"] == "open" and data["found"][0]["since"] == "2026-02-17"
    assert {"path": ADA, "line": 4, "text": "cadence: 6w"} in data["lines"]
    text = (ROOT / "docs/json.md").read_text(encoding="utf-8").partition("## Explanations")[2].partition("\n## ")[0]
    documented = set(re.findall(r"`([a-z]+)`", text))
    keys = {*data, *data["found"][0], *data["figures"][0], *data["settings"][0], *data["lines"][0]}
    assert keys <= documented
    assert set(re.findall(r"^\| `(\w+)`", text, re.M)) <= set(data)


@pytest.mark.slow
def test_it_fits_a_screen_in_the_sample() -> None:
    """The longest explanations of the sample journal have some forty lines; most have under twenty."""
    session = Session(SAMPLE)
    session.refresh()
    lengths = []
    for each in session.journal.all_reported():
        finding = each.finding
        known = explain(session.db, BY_NAME[finding.rule], finding.subject or finding.path)
        said = describe(session.journal, known)
        assert any(finding.message in line for line in said)
        lengths.append(len(said))
    assert max(lengths) <= 40 and sorted(lengths)[len(lengths) // 2] <= 20
