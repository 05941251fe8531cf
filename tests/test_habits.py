"""What is observed of how two people meet, and where nothing is."""

from __future__ import annotations

from journal_of import journal
from site_builder.relations.habits import habits

ADA = "contacts/ada.md"


def observed(front: str, days: list[str], people: str = "ada", today: str = "2026-11-20") -> list[tuple[str, str]]:
    notes = {ADA: f"---\nname: Ada\nmet: 2020-01-01\n{front}---\n"}
    notes |= {f"meetings/{day}.md": f"---\nwith: [{people}]\n---\nWords.\n" for day in days}
    return [(each.subject, each.sentence) for each in habits(journal(notes, today=today), ADA)]


MONTHLY = ["2026-03-20", "2026-04-20", "2026-05-20", "2026-06-20", "2026-07-20", "2026-08-20", "2026-09-20"]


def test_always_in_company() -> None:
    (only,) = observed("", MONTHLY, "ada, bo", today="2026-10-01")
    assert only == (
        "company",
        "You have met Ada 7 times in a year, always in company; alone, no note tells of a time before.",
    )
    assert observed("", MONTHLY, "ada", today="2026-10-01") == []
    assert observed("", MONTHLY[:3], "ada, bo", today="2026-06-01") == [], "three times are few"


def test_a_wish_to_know_somebody_that_came_true() -> None:
    (only,) = observed("status: wanted\n", MONTHLY[:2], "ada, bo")
    assert only == ("wish", "You wished to know Ada, and have met twice. If that is as you wished, `wanted` may go.")
    assert observed("status: wanted\n", []) == []
    notes = {ADA: "---\nstatus: wanted\n---\n", "meetings/2026-03-20.md": "---\nwith: ada\nkind: letter\n---\n"}
    assert not habits(journal(notes, today="2026-11-20"), ADA), "a letter is no meeting"


def test_a_cadence_that_is_not_lived() -> None:
    # The gaps are 31, 30, 31, 30, 31 and 31 days: a median of 31, against 14 wished.
    (only,) = observed("cadence: 2w\n", MONTHLY, today="2026-09-25")
    assert only == (
        "cadence",
        "Wished is contact every 2 weeks; the two of you meet about every 4 weeks. Is that the better cadence?",
    )
    assert observed("cadence: 1m\n", MONTHLY, today="2026-09-25") == []
    assert observed("cadence: none\n", MONTHLY, today="2026-09-25") == []
    assert observed("cadence: 2w\n", MONTHLY[:4], today="2026-07-01") == [], "three gaps are no rhythm"


def test_what_brought_them_together_may_be_over() -> None:
    # Eight times 31 days is 248: from 2026-09-20 on, that is passed on 2027-05-27.
    assert observed("", MONTHLY, today="2027-05-26") == []
    (only,) = observed("", MONTHLY, today="2027-05-27")
    assert only == (
        "situation",
        "You used to meet about every 4 weeks, and the last time was 8 months ago. "
        "If what brought you together is over, `status: dormant` says so.",
    )
    assert observed("status: dormant\n", MONTHLY, today="2027-05-27") == []
    assert observed("cadence: 1y\n", MONTHLY, today="2027-05-27") != [], "a wished cadence is another matter"
    assert all(subject != "situation" for subject, _ in observed("cadence: 1y\n", MONTHLY, today="2027-05-27"))
