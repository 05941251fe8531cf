"""The manners of nudges: what is said to somebody who writes little, how much to somebody who writes much, and that
the home page and `kith lint` say the same."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands import kith
from journal_of import database
from site_builder import pipeline
from site_builder.finding import Reported
from site_builder.lint.catalogue import RULES
from site_builder.query import Database
from site_builder.relations.attention import attention
from site_builder.relations.ties import RULE_OF
from site_builder.session import Session

SAMPLE = Path(__file__).parent.parent / "journal"
OPEN_PROMISES = {"overdue-promise", "waiting-on", "undated-promise", "stale-promise"}
PINNED = date(2026, 11, 20)


@pytest.fixture(scope="module")
def sample() -> Session:
    session = Session(SAMPLE)
    session.refresh()
    return session


def on(session: Session, day: date) -> tuple[Reported, ...]:
    session.db.set(pipeline.today, "", day)
    return session.journal.all_reported()


# ---------------------------------------------------------------- somebody who writes little

NAMES = ("Nia Farrow", "Otto Brill", "Pim Okonjo", "Lucasta Wyndham", "Bo")
PROSE = st.sampled_from(
    [
        "We talked of harmoniums.",
        "She promised nothing, and I owe him a letter.",
        "- a walk along the canal\n- he asked after the children",
        "> - [ ] quoted, and nobody's\n\nThen lunch.",
        "",
    ]
)
DAYS = st.integers(0, 1500)
MEETINGS = st.lists(st.tuples(DAYS, st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True), PROSE))
FIRST = date(2022, 1, 1)


@settings(max_examples=60, deadline=None)
@given(MEETINGS, st.sets(st.sampled_from(NAMES)), st.integers(0, 1200), PROSE)
def test_dates_names_and_prose_are_told_of_drifting_and_nothing_else(
    meetings: list[tuple[int, list[str], str]], with_file: set[str], later: int, prose: str
) -> None:
    notes = {f"contacts/{name.replace(' ', '-')}.md": f"# {name}\n\n{prose}\n" for name in with_file}
    last = FIRST
    for number, (days, people, text) in enumerate(meetings):
        day = FIRST + timedelta(days)
        last = max(last, day)
        notes[f"meetings/{day}-{number}.md"] = f"---\ndate: {day}\nwith: [{', '.join(people)}]\n---\n{text}\n"
    db = database(notes, (last + timedelta(later)).isoformat())
    assert {told.finding.rule for told in pipeline.findings(db)} <= {"drifting"}


# ---------------------------------------------------------------- somebody who writes much


def test_the_sample_800_days_on_is_not_nagged(sample: Session) -> None:
    """Fewer than twenty nudges besides its open promises."""
    nudges = [told.finding.rule for told in on(sample, PINNED + timedelta(800)) if told.nudge]
    assert len([rule for rule in nudges if rule not in OPEN_PROMISES]) < 20, Counter(nudges)


def test_no_fact_of_the_sample_comes_with_time(sample: Session) -> None:
    before = {told.finding for told in on(sample, PINNED) if not told.nudge}
    for days in (1, 2, 8, 14, 30, 60, 91, 180, 270, 365, 366, 500, 640, 731, 800):
        after = {told.finding for told in on(sample, PINNED + timedelta(days)) if not told.nudge}
        assert after <= before, days
        before = after


def test_the_sample_today(sample: Session) -> None:
    """Each of these was read in the notes."""
    found: dict[str, list[str]] = {}
    for told in on(sample, PINNED):
        if told.nudge:
            name = told.finding.subject.rpartition("/")[2].removesuffix(".md")
            found.setdefault(told.finding.rule, []).append(name)
    assert found == {
        "birthday-coming": ["kerstin-lund"],
        "circle-full": ["lucia-vrabie"],
        "did-you-meet": ["nadia-elkhatib"],
        "drifting": ["hugo-lammens"],
        "key-person-cold": ["august-terlinden"],
        "no-follow-up": ["card:cato verspaget"],
        "one-sided-giving": ["dermot-quilligan"],
        "one-sided-taking": ["bela-szentes"],
        "open-introduction": ["ivo-kalnins"],
        "overdue-follow-up": ["patrick-oduya", "saoirse-keating"],
        "overdue-promise": ["anneke-thorsby", "jasper-nakagawa", "lucia-vrabie", "tobias-rehnquist"],
        "plan-asleep": ["sigrun-vestby"],
        "thanks-owed": ["meiling-castellane"],
        "time-to-meet": ["colette-amoussou", "giulia-ferrantelli", "nadia-elkhatib", "owen-talbot"],
        "unanswered-ask": ["dagny-achterberg"],
        "undated-promise": ["ivo-kalnins"],
        "unrepaired": ["tobias-rehnquist"],
        "waiting-on": ["anneke-thorsby", "saoirse-keating", "tobias-rehnquist"],
    }


# ---------------------------------------------------------------- the home page and `kith lint`


@pytest.mark.parametrize("days", [0, 3, 40, 120, 400, 800])
def test_the_home_page_and_lint_say_the_same(sample: Session, days: int) -> None:
    """Whom to be in touch with, which promises are late and which birthdays come: one decision, told twice."""
    told = [each.finding for each in on(sample, PINNED + timedelta(days)) if each.nudge]
    today = attention(sample.journal)
    reached = {(RULE_OF[each.reason], each.key) for each in (*today.touch, *today.rest)}
    lint = {(each.rule, each.subject) for each in told if each.rule in RULE_OF.values()}
    assert reached <= lint
    assert {key for _, key in reached} == {key for _, key in lint}
    late = {(each.statement.path, each.statement.line.anchor) for each in today.mine if each.overdue}
    assert late == {(each.path, each.anchor) for each in told if each.rule == "overdue-promise"}
    waiting = {(each.statement.path, each.statement.line.anchor) for each in today.theirs if each.overdue >= 7}
    assert waiting == {(each.path, each.anchor) for each in told if each.rule == "waiting-on"}
    birthdays = {each.key for each in today.ahead if each.kind == "birthday" and (each.day - today.day).days <= 7}
    assert birthdays == {each.subject for each in told if each.rule == "birthday-coming"}


QUIET_CALLS = "## 2026-02-03 call\n## 2026-04-04 call follow_up:+1w\n"


@pytest.mark.parametrize(
    ("ignore", "settings", "said"),
    [
        ("", "", {"overdue-follow-up", "time-to-meet"}),
        ("lint-ignore: [time-to-meet]", "", {"overdue-follow-up"}),
        ("lint-ignore: [time-to-meet, overdue-follow-up]", "", set()),
        ("lint-ignore: [{rule: overdue-follow-up, until: 2026-06-05}]", "", {"time-to-meet"}),
        ("lint-ignore: [{rule: time-to-meet, until: 2026-06-04}]", "", {"overdue-follow-up", "time-to-meet"}),
        ("", '[lint.severity]\ntime-to-meet = "off"\noverdue-follow-up = "off"\n', set()),
    ],
)
def test_what_is_silenced_is_silent_on_the_home_page_too(ignore: str, settings: str, said: set[str]) -> None:
    note = f"---\ncadence: 2w\n{ignore}\n---\n{QUIET_CALLS}"
    db = database({"contacts/ada.md": note}, "2026-06-05", settings)
    told = {told.finding.rule for told in pipeline.findings(db)} - {"expired-ignore"}
    today = attention(pipeline.Asked(db))
    assert told == said
    assert bool(today.touch) == bool(said)
    assert {RULE_OF[each.reason] for each in today.touch} <= said


# ---------------------------------------------------------------- what is printed

LATE = {
    "contacts/ada.md": "---\nname: Ada\n---\n",
    "contacts/bo.md": "---\nname: Bo\n---\n",
    "meetings/2026-05-04-bo.md": "---\nwith: Bo\n---\n- [ ] send it due:2026-05-10\n- got lead – Turin\n",
    "meetings/2026-05-05-ada.md": "---\nwith: Ada\n---\n- [ ] send it due:2026-05-10\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in {"kith.toml": "schema = 1\n", **LATE}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_facts_are_printed_first_then_nudges_by_person_and_counted_apart(root: Path) -> None:
    result = kith("lint", "--journal", root, "--today", "2026-06-05")
    lines = result.output.splitlines()
    rules = [line.removesuffix(" [*]").rpartition(" ")[2] for line in lines[:3]]
    assert rules == ["[near-miss]", "[overdue-promise]", "[overdue-promise]"]
    assert "2026-05-05-ada.md" in lines[1] and "2026-05-04-bo.md" in lines[2]
    assert lines[3] == "1 warning in 4 notes; 2 things to think of."
    assert result.exit_code == 0


def test_a_nudge_fails_a_check_only_where_the_settings_say_so(root: Path) -> None:
    assert kith("lint", "--journal", root, "--today", "2026-06-05").exit_code == 0
    assert kith("lint", "--journal", root, "--today", "2026-06-05", "--select", "follow-ups").exit_code == 0
    (root / "kith.toml").write_text('[lint.severity]\noverdue-promise = "error"\n', encoding="utf-8")
    assert kith("lint", "--journal", root, "--today", "2026-06-05").exit_code == 1


def test_the_build_tells_facts_and_nudges_apart(root: Path) -> None:
    output = kith("build", "--journal", root, "--today", "2026-06-05").output
    assert "The notes have 1 warning: `kith lint` shows them. 2 things to think of: see the page Health." in output


def test_the_page_of_a_note_tells_facts_and_no_nudges(root: Path) -> None:
    kith("build", "--journal", root, "--today", "2026-06-05")
    pages = "".join(page.read_text(encoding="utf-8") for page in (root / "output/meetings").glob("*.html"))
    assert "is followed by a dash" in pages
    assert "You promised" not in pages
    assert "You promised" in (root / "output/health.html").read_text(encoding="utf-8")


def test_every_nudge_names_a_person_or_is_of_an_event() -> None:
    assert {rule.family for rule in RULES if rule.nudge} == {"follow-ups", "rhythm", "balance", "events", "people"}
    assert all(rule.nudge == (rule.family in {"follow-ups", "rhythm", "balance", "events", "people"}) for rule in RULES)


def test_a_month_with_a_few_days_more_is_told_in_days() -> None:
    """Every month, and 33 days: “it has been 1” would not say that it is time."""
    db: Database = database(
        {"contacts/ada.md": "---\ncadence: 1m\n---\n## 2026-05-03 call\n## 2026-04-01 call\n"}, "2026-06-05"
    )
    said = [told.finding.message for told in pipeline.findings(db)]
    assert said == ["Ada: you wished for contact every month; it has been 33 days."]
