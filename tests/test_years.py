"""A year looked back on, each case worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from journal_of import database, journal
from pages_of import said, view_of
from site_builder.relations.years import YearReview, gone_quiet, scopes, year_review
from test_site_links import troubles_of

ADA = "---\nname: Ada\nmet: 2020-01-01\n---\n"


def review(notes: dict[str, str], year: int, today: str = "2026-11-20") -> YearReview:
    site = journal(notes, today)
    return year_review(site, year, scopes(site)[year])


def meeting(day: str, who: str = "Ada", *lines: str, **fields: str) -> dict[str, str]:
    head = "".join(f"{key}: {value}\n" for key, value in fields.items())
    body = "".join(f"- {line}\n" for line in lines)
    people = f"with: [{who}]\n" if who else ""
    return {f"meetings/{day}-{'-'.join(who.split())}{len(lines)}.md": f"---\n{people}{head}---\n{body or 'Talked.'}"}


def every_month(first: str, number: int, who: str = "Ada") -> dict[str, str]:
    """Meetings 30 days apart."""
    days = [date.fromisoformat(first) + timedelta(days=30 * n) for n in range(number)]
    return {path: text for day in days for path, text in meeting(day.isoformat(), who).items()}


def test_who_came_in_and_at_which_event() -> None:
    """Bo and Cy at the fair, Di at a coffee. Ada was known before; Ed was met in the first year, and nobody wrote that
    he was new then, but of Fay a `new:` line says so; Gus was there in a crowd only."""
    notes = {
        "contacts/ada.md": ADA,
        **meeting("2024-05-01", "Ed"),
        "events/2024-06-01-fair.md": "## Met\n- new: Fay Moor\n",
        **meeting("2025-01-10", "Ada"),
        "events/2025-03-01-fair.md": "---\ntitle: The fair\n---\n## Met\n- new: Bo Ek\n- new: Cy Day\n",
        **meeting("2025-04-01", "Di"),
        **meeting("2025-05-01", "Gus, Ada, Bo Ek, Cy Day, Di, Ed, Fay Moor"),
    }
    told = review(notes, 2025)
    assert [(each.key, bool(each.event)) for each in told.new] == [
        ("card:bo ek", True),
        ("card:cy day", True),
        ("card:di", False),
    ]
    assert [each.key for each in review(notes, 2024).new] == ["card:fay moor"]
    came = view_of(notes, "timeline/2025-review.html").parts[0]
    assert [said(remark.sentence) for remark in came.remarks] == ["At The fair: Bo Ek and Cy Day.", "Elsewhere: Di."]


def test_who_went_quiet() -> None:
    """Every 30 days until 1 May 2025: 60 days of silence are usual, so it began on 1 July and lasted the year."""
    notes = {"contacts/ada.md": ADA, **every_month("2025-01-01", 5)}
    site = journal(notes, "2026-11-20")
    quiet = gone_quiet(site, "contacts/ada.md", 2025)
    assert quiet is not None
    assert (quiet.last.day, quiet.gap, quiet.again) == (date(2025, 5, 1), 30.0, None)
    assert gone_quiet(site, "contacts/ada.md", 2026) is None
    assert gone_quiet(journal(notes, "2025-06-30"), "contacts/ada.md", 2025) is None
    assert gone_quiet(journal(notes, "2025-07-01"), "contacts/ada.md", 2025) is not None


def test_a_silence_that_was_broken_within_the_year_is_none_and_a_later_end_is_told() -> None:
    notes = {"contacts/ada.md": ADA, **every_month("2025-01-01", 5)}
    assert gone_quiet(journal({**notes, **meeting("2025-12-31")}, "2026-11-20"), "contacts/ada.md", 2025) is None
    later = gone_quiet(journal({**notes, **meeting("2026-02-01")}, "2026-11-20"), "contacts/ada.md", 2025)
    assert later is not None and later.again is not None and later.again.day == date(2026, 2, 1)
    (part,) = (
        part
        for part in view_of({**notes, **meeting("2026-02-01")}, "timeline/2025-review.html").parts
        if part.slug == "s-quiet"
    )
    (remark,) = part.remarks
    assert (
        said(remark.sentence) == "Ada: you met about every 4 weeks, the last time in May 2025; again in February 2026."
    )


def test_a_death_is_said_and_is_no_silence() -> None:
    notes = {
        "contacts/ada.md": "---\nname: Ada\nstatus:\n  - 2025-05-10: deceased\n---\n",
        **every_month("2025-01-01", 5),
    }
    told = review(notes, 2025)
    assert (len(told.parted), told.quiet) == (1, ())
    part = view_of(notes, "timeline/2025-review.html").parts[0]
    assert [said(remark.sentence) for remark in part.remarks] == ["Ada died on 10 May 2025."]
    rest = {**notes, "contacts/ada.md": "---\nname: Ada\nstatus:\n  - 2025-06: dormant\n---\n"}
    assert [said(remark.sentence) for remark in view_of(rest, "timeline/2025-review.html").parts[0].remarks] == [
        "Ada: dormant since June 2025."
    ]


LINES = meeting(
    "2025-06-01",
    "Ada",
    "gave link: a paper",
    "gave intro: [[bo]]",
    "got advice: wait",
    "got: a chair private:yes",
    "[x] I'll send one due:2025-06-10 done:2025-06-09",
    "[x] I'll send two due:2025-06-10 done:2025-06-12",
    "[x] I'll send three due:2025-06-10 done:2026-01-02",
    "[-] I'll send four due:2025-07-01",
    "[ ] I'll send five due:2025-08-01",
    "[ ] I'll send six due:2027-08-01",
    "[x] Ada will send seven",
    "learned: one",
    "learned: two",
)


def test_given_received_promises_and_what_was_learned() -> None:
    """Of five promises of mine two ended by being kept in 2025, one of them late; one was dropped, one is past its day.
    The third was kept in January, so that it belongs to 2026."""
    notes = {"contacts/ada.md": ADA, "contacts/bo.md": "---\nname: Bo\nmet: 2019\n---\n", **LINES}
    told = review(notes, 2025)
    assert (len(told.given), len(told.received)) == (2, 2)
    counts = tuple(map(len, (told.mine.kept, told.mine.late, told.mine.dropped, told.mine.open)))
    assert counts == (1, 1, 1, 1)
    assert (len(told.theirs.kept), len(told.theirs.open)) == (1, 0)
    assert [(key, len(lines)) for key, lines in told.learned] == [("contacts/ada.md", 2)]
    after = review(notes, 2026)
    assert [each.statement.line.shown for each in after.mine.late] == ["I'll send three"]
    assert (after.given, after.learned) == ((), ())


def test_the_page_of_a_year_unfolds_each_figure() -> None:
    notes = {"contacts/ada.md": ADA, "contacts/bo.md": "---\nname: Bo\nmet: 2019\n---\n", **LINES}
    view = view_of(notes, "timeline/2025-review.html")
    assert [part.title for part in view.parts] == ["Given and received", "Promises", "What I learned most about"]
    for part in view.parts:
        assert all(int(figure.value) == len(figure.lines) for figure in part.figures)
    received = view.parts[0].figures[1]
    assert [said(line.text) for line in received.lines] == ["In private", "Ada: wait"]
    assert (view.timeline.href, view.earlier, view.later.href) == (
        "timeline/2025.html",
        None,
        "timeline/2026-review.html",
    )
    assert said(view.parts[2].remarks[0].sentence) == "Ada: two things."


@pytest.mark.parametrize(
    ("alone", "company", "sentence"),
    [
        (1, 3, ""),
        (1, 4, "Of 5 lunches that are noted, four had company and one was alone."),
        (0, 5, "All 5 lunches that are noted had company."),
    ],
)
def test_lunches_alone_and_in_company(alone: int, company: int, sentence: str) -> None:
    notes = {"contacts/ada.md": ADA}
    for number in range(alone + company):
        notes |= meeting(f"2025-02-{number + 1:02}", "" if number < alone else "Ada", kind="lunch")
    notes |= meeting("2025-03-01", "Ada", kind="lunch", cancelled="yes")
    parts = view_of(notes, "timeline/2025-review.html").parts
    assert [said(remark.sentence) for part in parts if part.slug == "s-table" for remark in part.remarks] == (
        [sentence] if sentence else []
    )


def test_presentations_and_who_saw_what() -> None:
    notes = {
        "contacts/ada.md": ADA,
        "contacts/bo.md": "---\nname: Bo\nmet: 2019\n---\n",
        **meeting("2025-02-01", "Ada", kind="presentation"),
        **meeting("2025-03-01", "", "win: nobody coughed seen_by:@ada seen_by:@bo", kind="presentation"),
        **meeting("2025-04-01", "", kind="presentation"),
    }
    told = review(notes, 2025)
    assert [talk.audience for talk in told.talks] == [
        ("contacts/ada.md",),
        ("contacts/ada.md", "contacts/bo.md"),
        (),
    ]
    parts = view_of(notes, "timeline/2025-review.html").parts
    (remark,) = (remark for part in parts if part.slug == "s-table" for remark in part.remarks)
    assert said(remark.sentence) == "Three presentations, seen more than once by Ada."
    assert len(remark.lines) == 3


@pytest.mark.parametrize(
    ("kind", "more"),
    [("presentation", "planned: yes"), ("presentation", "cancelled: yes"), ("lunch", ""), ("lunch", "planned: yes")],
)
def test_nothing_is_said_at_table_of_what_did_not_happen_nor_of_one_lunch(kind: str, more: str) -> None:
    note = meeting("2025-02-01", "Ada", kind=kind)
    if more:
        note = {path: text.replace("---\n", f"---\n{more}\n", 1) for path, text in note.items()}
    parts = view_of({"contacts/ada.md": ADA, **note}, "timeline/2025-review.html").parts
    assert [part.title for part in parts if part.slug == "s-table"] == []


def test_every_year_page_leads_to_a_review_that_is_there() -> None:
    """Also that of a year of which there is nothing but an event without people, or nothing yet."""
    notes = {
        "events/2023-12-31-fair.md": "---\nuntil: 2024-01-02\n---\nRain.\n",
        **meeting("2026-12-24", "Ada"),
        **meeting("2027-02-01", "Ada"),
    }
    for year in (2023, 2024, 2026):
        link = view_of(notes, f"timeline/{year}.html").review
        assert view_of(notes, link.href).year == year
    assert view_of(notes, "timeline/2027.html").review is None
    empty = view_of(notes, "timeline/2023-review.html")
    assert empty.lede and empty.parts == ()
    assert view_of(notes, "timeline/2026-review.html").so_far


def test_a_year_without_meetings_is_looked_back_on_and_reached() -> None:
    """Bo died in a year of which no note tells; a promise was kept in another."""
    notes = {
        "contacts/bo.md": "---\nname: Bo\nstatus:\n  - 2019: deceased\n---\n",
        "goals/g.md": "---\ntitle: G\n---\n- [x] write it done:2022-05-01\n",
        **meeting("2026-10-24", "Ada"),
    }
    index = view_of(notes, "timeline.html")
    assert [(row.link.href, row.sentence) for row in index.years][1:] == [
        ("timeline/2022-review.html", "No meeting and no event."),
        ("timeline/2019-review.html", "No meeting and no event."),
    ]
    assert view_of(notes, "timeline/2019-review.html").timeline is None
    assert view_of(notes, "timeline/2026-review.html").timeline is not None
    assert troubles_of(database(notes)) == []


def test_many_silences_are_told_in_one_line_after_the_first() -> None:
    notes: dict[str, str] = {}
    for number in range(10):
        notes |= every_month("2025-01-01", 5, f"Person {chr(65 + number)}")
    (part,) = (part for part in view_of(notes, "timeline/2025-review.html").parts if part.slug == "s-quiet")
    assert [said(remark.sentence)[:20] for remark in part.remarks][7:] == [
        "Person H: you met ab",
        "And two more, whom y",
    ]
    assert len(part.remarks[-1].lines) == 2
