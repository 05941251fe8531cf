"""Days pass over journals that nobody touches: no fact comes with them, and what could be committed can be."""

from __future__ import annotations

import os
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands import kith, write_journal
from journal_of import database
from repositories import SETTINGS, needs_git, new_repo
from site_builder import pipeline
from site_builder.finding import Finding
from site_builder.lint.catalogue import RULES
from site_builder.query import Database

TODAY = date(2026, 6, 5)
DAY = st.integers(-500, 500).map(lambda days: TODAY + timedelta(days))
NAMES = ("Ada Lovelace", "Bo Ashdown", "Nia Farrow")
CLOCKED = {rule.name for rule in RULES if rule.clocked}

LINES = st.one_of(
    st.builds("- [ ] I'll send the table due:{}\n".format, DAY),
    st.builds("- [ ] I'll send the table due:{} moved:{}\n".format, DAY, DAY),
    st.builds("- [x] I'll send the table due:{} done:{}\n".format, DAY, DAY),
    st.builds("- [ ] Ada will answer due:{}\n".format, DAY),
    st.builds("- ask: a reviewer on:{}\n".format, DAY),
    st.builds("- got referral: to the mill on:{}\n".format, DAY),
    st.builds("- gave intro: [[bo-ashdown]] on:{}\n".format, DAY),
    st.builds("- conflict: about the slips on:{}\n".format, DAY),
    st.sampled_from(
        ["- gave link: the paper\n", "- learned: he sails\n", "- [ ] I owe her a reply\n", "See [[nowhere]].\n"]
    ),
)
IGNORES = st.builds("lint-ignore: [{{rule: overdue-promise, until: {}, why: ill}}]\n".format, DAY)
CONTACT_KEYS = st.lists(
    st.one_of(
        st.builds("met: {}\n".format, DAY),
        st.builds("follow_up: {}\n".format, DAY),
        st.builds("review_by: {}\nplan: the aim\n".format, DAY),
        st.builds("birthday: {:%m-%d}\n".format, DAY),
        st.builds("status:\n  - 2020-01: active\n  - {}: deceased\n".format, DAY),
        st.sampled_from(["circle: inner\n", "cadence: 6w\n", "cirlce: inner\n"]),
        IGNORES,
    ),
    max_size=4,
    unique_by=lambda text: text.split(":")[0],
).map("".join)
MEETING_KEYS = st.lists(
    st.one_of(
        st.sampled_from(
            ["planned: yes\n", "cancelled: yes\n", "kind: broadcast\n", "minutes: 40\n", "follow_up: +3w\n"]
        ),
        IGNORES,
    ),
    max_size=3,
    unique_by=lambda text: text.split(":")[0],
).map("".join)
BODY = st.lists(LINES, max_size=4).map("".join)
CONTACT = st.builds("---\n{}---\n{}".format, CONTACT_KEYS, st.builds("## {} call\n{}".format, DAY, BODY) | st.just(""))
MEETING = st.builds("---\ndate: {}\nwith: [{}]\n{}---\n{}".format, DAY, st.sampled_from(NAMES), MEETING_KEYS, BODY)
EVENT = st.builds("---\ndate: {}\n---\n## Objectives\n- [ ] meet two\n## Met\n- [[bo-ashdown]]\n{}".format, DAY, BODY)
JOURNAL = st.fixed_dictionaries(
    {},
    optional={
        "contacts/ada-lovelace.md": CONTACT,
        "contacts/bo-ashdown.md": CONTACT,
        "meetings/one.md": MEETING,
        "meetings/two.md": MEETING,
        "events/fair.md": EVENT,
    },
)
LATER = st.lists(st.integers(0, 800), min_size=1, max_size=6).map(sorted)


def facts(db: Database) -> set[Finding]:
    return {told.finding for told in pipeline.findings(db) if not told.nudge}


@settings(max_examples=80, deadline=None)
@given(JOURNAL, LATER)
def test_no_fact_comes_with_time(notes: dict[str, str], later: list[int]) -> None:
    """Planned meetings, snoozes, deadlines and suppressions that end: a fact of a later day was one before."""
    db = database(notes, TODAY.isoformat())
    before = facts(db)
    for days in later:
        db.set(pipeline.today, "", TODAY + timedelta(days))
        after = facts(db)
        assert after <= before, after - before
        assert {finding.rule for finding in before - after} <= CLOCKED
        before = after


@pytest.mark.slow
@needs_git
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JOURNAL, JOURNAL, LATER)
def test_what_may_be_committed_may_be_committed_later(
    committed: dict[str, str], staged: dict[str, str], later: list[int]
) -> None:
    """A commit in which nothing is wrong today has nothing wrong on any later day."""
    kept = dict(os.environ)
    here = Path.cwd()
    try:
        with tempfile.TemporaryDirectory() as folder:
            repo = new_repo(Path(folder) / "journal", Path(folder))
            os.environ.clear()
            os.environ.update(repo.environment)
            os.chdir(repo.top)
            repo.commit(committed)
            write_journal(repo.top, staged, SETTINGS)
            repo.git("add", "-A")
            first = kith("lint", "--staged", "--today", TODAY.isoformat()).exit_code
            for days in later:
                told = kith("lint", "--staged", "--today", (TODAY + timedelta(days)).isoformat())
                assert told.exit_code <= first, told.output
            os.chdir(here)
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(kept)
