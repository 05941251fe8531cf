"""Introductions and referrals: who led to whom, what was passed on, thanks, brokers, each case worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from journal_of import facts, journal
from pages_of import names, said, view_of
from site_builder.pipeline import Asked
from site_builder.relations.exchanges import all_exchanges
from site_builder.relations.introductions import (
    Tree,
    brokers,
    introductions,
    leads,
    outcomes,
    statements_until_today,
    trees,
)
from site_builder.site.pages.introductions import INTRODUCTIONS, view_introductions
from site_builder.site.pages.trees import DEEP

TODAY = "2026-06-30"


def contact(name: str, *fields: str) -> str:
    return "\n".join(("---", f"name: {name}", *fields, "---", ""))


def meeting(who: str, day: str, *lines: str) -> dict[str, str]:
    body = "".join(f"- {line}\n" for line in lines)
    return {f"meetings/{day}-{who.lower()}.md": f"---\nwith: {who}\n---\n{body}"}


# Grace led to Ada and Cy, Ada to Bo (by a line), Bo to Mary (by a card's via). Di came alone.
FAMILY = {
    "contacts/grace.md": contact("Grace", "met: 2018"),
    "contacts/ada.md": contact("Ada", "introduced_by: Grace", "met: 2019"),
    "contacts/bo.md": contact("Bo"),
    "contacts/cy.md": contact("Cy", "introduced_by: '[[grace]]'", "met: 2020"),
    "contacts/di.md": contact("Di", "introduced_by: me"),
    **meeting("Ada", "2024-03-01", "got intro: [[bo]] thanked:2024-03-05"),
    **meeting("Cy", "2024-04-01", "got intro: [[di]]"),
    "events/2024-05-01-fair.md": "## Met\n- new: Mary | via:@bo\n",
}


def led_in(site: Asked) -> dict[str, str]:
    return {site.name(key): site.name(led.by) for key, led in leads(site, statements_until_today(site)).items()}


def drawn(site: Asked, tree: Tree) -> str:
    below = ", ".join(drawn(site, child) for child in tree.children)
    return site.name(tree.key) + (f" ({below})" if below else "")


def test_whom_one_is_led_to_has_a_card_before_one_has_met() -> None:
    """The note of the day on which Ada names somebody is written weeks before there is a coffee with them."""
    notes = {
        "contacts/ada.md": contact("Ada"),
        **meeting("Ada", "2026-06-01", "got intro: [[Bo Lind]] of [[the mill]]"),
    }
    assert [each.finding.message for each in facts(journal(notes, TODAY))] == ["No note is called “the mill”."]
    assert led_in(journal(notes, TODAY)) == {"Bo Lind": "Ada"}
    assert said(view_of(notes, "people/bo-lind.html", today=TODAY).how_met) == "Introduced by Ada on 2026-06-01."
    later = {**notes, **meeting("Bo Lind", "2026-06-20")}
    page = view_of(later, "people/bo-lind.html", today=TODAY)
    assert said(page.how_met) == "First noted on 2026-06-20: Meeting, through Ada."


def test_an_introduction_of_nobody_was_given_to_nobody() -> None:
    """`@fair` is an event, so the page Exchanges had a row with nobody in it."""
    notes = {"events/fair.md": "---\ndate: 2026-03-03\n---\n- intro: @fair -> @Bo\n- intro: @Ada -> @Bo\n"}
    site = journal(notes, TODAY)
    assert [each.people for each in all_exchanges(site)] == [("card:ada",)]


def test_who_led_to_whom() -> None:
    site = journal(FAMILY, TODAY)
    assert led_in(site) == {"Ada": "Grace", "Cy": "Grace", "Bo": "Ada", "Mary": "Bo"}
    grown = trees(site, leads(site, statements_until_today(site)))
    assert [drawn(site, tree) for tree in grown] == ["Grace (Ada (Bo (Mary)), Cy)"]


def test_brokers_count_the_whole_tree() -> None:
    site = journal(FAMILY, TODAY)
    found = brokers(site, trees(site, leads(site, statements_until_today(site))))
    assert [(site.name(each.key), len(each.direct), len(each.all)) for each in found] == [
        ("Grace", 2, 4),
        ("Ada", 1, 2),
    ]


def test_a_circle_of_introductions_ends_at_whoever_was_known_first() -> None:
    notes = {
        "contacts/a.md": contact("A", "introduced_by: C", "met: 2021"),
        "contacts/b.md": contact("B", "introduced_by: A", "met: 2020"),
        "contacts/c.md": contact("C", "introduced_by: B", "met: 2022"),
        "contacts/d.md": contact("D", "introduced_by: D"),
        "contacts/e.md": contact("E", "introduced_by: A"),
    }
    site = journal(notes, TODAY)
    assert led_in(site) == {"A": "C", "C": "B", "E": "A"}
    assert [drawn(site, tree) for tree in trees(site, leads(site, ()))] == ["B (C (A (E)))"]


def test_a_chain_of_two_thousand_is_no_trouble() -> None:
    notes = {f"contacts/p{n}.md": contact(f"P{n}", f"introduced_by: P{n - 1}" if n else "") for n in range(2000)}
    site = journal(notes, TODAY)
    views = [view_introductions(site, which) for which in INTRODUCTIONS.pages(site)]
    trees = [tree for view in views for tree in view.trees]
    for tree in trees:
        assert len(tree.branches) <= DEEP
        assert sum(branch.opens for branch in tree.branches) == sum(branch.closes for branch in tree.branches)
    assert {branch.person.text for tree in trees for branch in tree.branches} == {f"P{n}" for n in range(2000)}
    places = {f"{view.page.path}#{branch.slug}" for view in views for tree in view.trees for branch in tree.branches}
    onward = [branch.note[0] for tree in trees for branch in tree.branches if branch.note]
    assert [link.text for link in onward][:2] == ["led to 1992 more", "led to 1985 more"]
    assert {link.href for link in onward} <= places


def test_a_tree_that_goes_on_on_the_next_page_says_through_whom() -> None:
    notes = {"contacts/a.md": contact("A"), "contacts/b.md": contact("B", "introduced_by: A")}
    notes |= {f"contacts/p{n:03}.md": contact(f"P{n:03}", "introduced_by: B") for n in range(150)}
    first, second = (view_of(notes, path, TODAY) for path in ("introductions.html", "introductions-2.html"))
    (tree,), (rest,) = first.trees, second.trees
    assert [len(tree.branches), len(rest.branches)] == [100, 2 + 52]
    assert [(each.person.text, each.opens) for each in rest.branches[:3]] == [("A", True), ("B", True), ("P098", False)]
    assert rest.branches[-1].closes == 2
    assert first.brokers and not second.brokers and second.pager.pages == 2


PASSED = {
    "contacts/ada.md": contact("Ada"),
    "contacts/bo.md": contact("Bo"),
    "contacts/cy.md": contact("Cy", "status: deceased"),
    **meeting("Ada", "2026-01-10", "gave intro: [[bo]] for the engine outcome:met", "got lead: the Turin group"),
    **meeting("Ada", "2026-02-01", "thanked: for Turin"),
    **meeting("Ada", "2026-05-10", "intro: @ada -> @bo again", "got referral: to the council", "got idea: an index"),
    **meeting("Bo", "2026-05-20", "got lead: a post outcome:none", "gave referral: to Ada", "got lead: a second post"),
    **meeting("Bo", "2026-01-05", "intro: @bo -> @ada for tea", "got lead: an old post"),
    **meeting("Cy", "2026-06-01", "got lead: a desk"),
    **meeting("Bo", "2026-08-01", "got lead: not yet"),
}


def test_what_was_passed_on() -> None:
    """A later `thanked:` line stands for what came before it; who has died is owed none; what lies ahead is not yet."""
    site = journal(PASSED, TODAY)
    today = site.today
    found = introductions(site, statements_until_today(site))
    told = [
        (str(each.day), each.kind, each.mine, each.outcome, each.thanked, each.is_open(today), each.owes_thanks(today))
        for each in found
    ]
    assert told == [
        ("2026-01-05", "intro", True, "", False, False, False),  # 176 days ago: no longer open
        ("2026-01-05", "lead", False, "", False, False, False),  # no longer brought up
        ("2026-01-10", "intro", True, "met", True, False, False),
        ("2026-01-10", "lead", False, "", True, False, False),
        ("2026-05-10", "intro", True, "", False, True, False),
        ("2026-05-10", "referral", False, "", False, False, True),
        ("2026-05-20", "lead", False, "none", False, False, False),
        ("2026-05-20", "referral", True, "", False, False, False),
        ("2026-05-20", "lead", False, "", False, False, True),
        ("2026-06-01", "lead", False, "", True, False, False),
    ]
    assert [site.name(each.other) for each in found if each.mine and each.kind == "intro"] == ["Ada", "Bo", "Bo"]


@pytest.mark.parametrize(
    ("today", "owed", "is_open"),
    [("2026-07-09", 1, 1), ("2026-07-10", 0, 1), ("2026-09-07", 0, 1), ("2026-09-08", 0, 0)],
)
def test_thanks_close_after_60_days_and_introductions_after_120(today: str, owed: int, is_open: int) -> None:
    notes = {
        "contacts/ada.md": contact("Ada"),
        **meeting("Ada", "2026-05-10", "intro: @ada -> @bo", "got lead: a post"),
    }
    view = view_of(notes, "introductions.html", today)
    assert (len(view.owed), len(view.waiting)) == (owed, is_open)


def test_the_page_unfolds_all_that_was_passed_on() -> None:
    view = view_of(PASSED, "introductions.html", TODAY)
    assert [said(line.text) for line in view.owed] == ["Bo: a second post", "Ada: to the council"]
    assert [said(line.text) for line in view.waiting] == ["Ada to Bo again"]
    assert [(figure.value, figure.label, len(figure.lines)) for figure in view.passed] == [
        ("1", "introduction of yours led to a meeting", 1),
        ("1", "of yours older than 4 months, of which no note says what became", 1),
        ("1", "lead or referral that you gave", 1),
        ("6", "leads and referrals that you received", 6),
        ("1", "received over 2 months ago, and no note says that you thanked", 1),
    ]


def test_the_trees_of_the_page_are_nested_lists() -> None:
    view = view_of(FAMILY, "introductions.html", TODAY)
    (tree,) = view.trees
    rows = [(branch.person.text, branch.opens, branch.closes) for branch in tree.branches]
    assert rows == [("Grace", True, 0), ("Ada", True, 0), ("Bo", True, 0), ("Mary", False, 2), ("Cy", False, 1)]
    assert said(tree.branches[2].note) == "March 2024"
    assert [(figure.value, figure.note) for figure in view.brokers] == [
        ("Grace", "Ada and Cy; through them two more"),
        ("Ada", "Bo; through them one more"),
    ]
    assert [names(line.text[:1]) for line in view.brokers[0].lines] == [["Ada"], ["Cy"], ["Bo"], ["Mary"]]


def test_what_came_of_asks_through_others() -> None:
    """Two of five asks and leads with an outcome went to Ada and Bo, to whom somebody led; those without one, and what
    others asked, do not count."""
    asks = {
        **meeting("Ada", "2026-01-01", "ask: a room outcome:yes", "ask: a chair"),
        **meeting("Bo", "2026-01-02", "got lead: a post outcome:none", "they asked: a lamp"),
        **meeting("Grace", "2026-01-03", "ask: one outcome:no", "ask: two outcome:no", "ask: three outcome:yes"),
    }
    site = journal({**FAMILY, **asks}, TODAY)
    lines = statements_until_today(site)
    found = outcomes(lines, leads(site, lines))
    assert [bool(each.through) for each in found] == [True, True, False, False, False]
    (remark,) = view_of({**FAMILY, **asks}, "introductions.html", TODAY).remarks
    assert said(remark.sentence).endswith("two went through people whom somebody had led you to: 40 %.")
    assert len(remark.lines) == 5
    del asks["meetings/2026-01-02-bo.md"]
    assert view_of({**FAMILY, **asks}, "introductions.html", TODAY).remarks == ()  # four are too few


def test_a_journal_without_introductions_says_what_would_stand_here() -> None:
    view = view_of({"contacts/ada.md": contact("Ada")}, "introductions.html", TODAY)
    assert view.lede and (view.owed, view.trees, view.passed, view.brokers) == ((), (), (), ())


def test_private_lines_are_counted_and_not_told() -> None:
    notes = {"contacts/ada.md": contact("Ada"), **meeting("Ada", "2026-06-01", "got lead: a secret private:yes")}
    (line,) = view_of(notes, "introductions.html", TODAY).owed
    assert said(line.text) == "In private" and line.day == date(2026, 6, 1)


def test_outcomes_and_thanks_are_not_missed_where_nobody_notes_them() -> None:
    notes = {
        "contacts/ada.md": contact("Ada"),
        **meeting("Ada", "2025-01-10", "intro: @ada -> @bo", "got lead: a post", "got lead: another"),
    }
    view = view_of(notes, "introductions.html", TODAY)
    assert [figure.label for figure in view.passed] == [
        "introduction of yours",
        "leads and referrals that you received",
    ]
