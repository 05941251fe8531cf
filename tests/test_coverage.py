"""Coverage worked out by hand: depth, warm paths, shares, levels, single threads, help, and the page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from journal_of import journal
from pages_of import names, said, view_of
from site_builder.pipeline import Asked
from site_builder.relations.breadth import (
    beside,
    directions,
    internal_share,
    levels,
    meetings_lately,
    sponsors,
    threads,
    who_can_help,
)
from site_builder.relations.coverage import known
from site_builder.relations.paths import Path, graph_of, paths_of

TODAY = "2026-11-20"


def contact(name: str, *lines: str) -> str:
    return "\n".join(("---", f"name: {name}", *lines, "---", ""))


def people(**files: tuple[str, ...]) -> dict[str, str]:
    """Contacts: `ada=("org: Mill",)` is a file of Ada."""
    return {f"contacts/{name}.md": contact(name.capitalize(), *lines) for name, lines in files.items()}


def met(day: str, *with_: str, body: str = "Tea.\n", **fields: str) -> dict[str, str]:
    more = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return {f"meetings/{day}-{'-'.join(with_)}.md": f"---\nwith: [{', '.join(with_)}]\n{more}---\n{body}"}


def asked(*parts: dict[str, str], today: str = TODAY) -> Asked:
    return journal({path: text for part in parts for path, text in part.items()}, today)


def path_to(site: Asked, name: str) -> tuple[list[str], list[str]]:
    """Whom one would go by, and the kinds of bonds between them."""
    found: Path | None = paths_of(site, graph_of(site)).get(f"contacts/{name}.md")
    return ([site.name(key) for key in found.keys], [bond.kind for bond in found.bonds]) if found else ([], [])


# ---------------------------------------------------------------- depth


ORG = {"orgs/mill.md": "---\nname: The Mill\nfunctions: [it, sales]\ndepth: 2\n---\n"}


def test_who_was_met_alone_counts_as_depth_and_who_was_met_in_company_is_named() -> None:
    notes = {
        **ORG,
        **people(ada=("org: The Mill", "function: it"), bo=("org: The Mill", "function: it"), cy=("org: The Mill",)),
        **met("2026-11-01", "ada"),
        **met("2026-11-02", "ada", "bo"),
    }
    (org,) = view_of(notes, "coverage.html").orgs
    it, sales = org.rows
    assert (it.function, it.depth.value, names(it.people), names(it.others)) == ("IT", "1 of 2", ["Ada"], ["Bo"])
    assert [said(line.text) for line in it.depth.lines] == ["Meeting with Ada"]
    assert (it.question, names(it.introducers), it.way) == ("Who else in IT?", ["Ada"], ())
    assert (sales.depth.value, sales.depth.lines, sales.question) == ("0 of 2", (), "Who is there in sales?")
    assert org.sentence == "Nobody yet in sales; more to find in IT."


def test_a_letter_is_no_depth_unless_it_took_time() -> None:
    """Whoever wrote to an address of the personnel office knows nobody there."""
    firm = {**ORG, **people(ada=("org: The Mill", "function: it"))}
    for fields, depth in (({"kind": "email"}, "0 of 2"), ({"kind": "chat", "minutes": "30"}, "1 of 2")):
        (org,) = view_of({**firm, **met("2026-11-01", "ada", **fields)}, "coverage.html").orgs
        assert org.rows[0].depth.value == depth


def test_who_was_wanted_and_has_been_met_alone_is_known() -> None:
    """Nobody thinks of the file on the day of the coffee: the page shall not ask somebody else to lead there."""
    fields = ("org: The Mill", "function: it", "grade: 2", "status: wanted")
    firm = {**ORG, **people(ada=(*TRUSTED, "org: The Mill"), bo=fields), **met("2026-10-01", "ada")}
    letter = view_of({**firm, **met("2026-11-01", "bo", kind="email")}, "coverage.html")
    assert [[step.person.text for step in each.way] for each in letter.wanted] == [["Ada", "Bo"]]
    company = view_of({**firm, **met("2026-11-01", "ada", "bo")}, "coverage.html")
    ((step,),) = (each.way for each in company.wanted)
    assert step.person.text == "Bo" and said(step.why).startswith("last met: Meeting with Ada and Bo")
    alone = view_of({**firm, **met("2026-11-01", "bo", kind="coffee")}, "coverage.html")
    assert not alone.wanted
    assert names(alone.orgs[0].rows[0].people) == ["Bo"]
    assert [each.person.text for each in alone.levels[0].people] == ["Bo"]


def test_ones_own_org_comes_first() -> None:
    notes = {
        **ORG,
        "orgs/zoo.md": "---\nname: Zoo\nfunctions: [it]\n---\n",
        "orgs/none.md": "---\nname: None of it\n---\n",
        "me.md": "---\nname: Me\norg: Zoo\n---\n",
    }
    assert [(each.org.text, each.own) for each in view_of(notes, "coverage.html").orgs] == [
        ("Zoo", True),
        ("The Mill", False),
    ]


# ---------------------------------------------------------------- warm paths


TRUSTED = ("trust: 4",)


def test_a_path_goes_by_those_one_may_ask_and_what_binds_them_to_others() -> None:
    """Ada introduced Bo; Bo and Cy were at one table; Cy and Dee are of one firm. Nobody leads to Eve."""
    site = asked(
        people(ada=TRUSTED, bo=("introduced_by: Ada",), cy=("org: Firm",), dee=("org: Firm", "status: wanted"), eve=()),
        met("2026-10-01", "ada"),
        met("2020-10-01", "bo", "cy"),
    )
    assert path_to(site, "ada") == (["Ada"], [])
    assert path_to(site, "bo") == (["Ada", "Bo"], ["introduction"])
    assert path_to(site, "cy") == (["Ada", "Bo", "Cy"], ["introduction", "meeting"])
    assert path_to(site, "dee") == (["Ada", "Bo", "Cy", "Dee"], ["introduction", "meeting", "org"])
    assert path_to(site, "eve") == ([], [])


def test_nobody_is_led_to_through_more_than_three_nor_through_those_one_does_not_know() -> None:
    chain = people(ada=TRUSTED, bo=(), cy=(), dee=(), eve=())
    pairs = (("ada", "bo"), ("bo", "cy"), ("cy", "dee"), ("dee", "eve"))
    tables = [met(f"2020-01-0{number}", *pair) for number, pair in enumerate(pairs, 1)]
    assert path_to(asked(chain, *tables), "dee")[0] == ["Ada", "Bo", "Cy", "Dee"]
    assert path_to(asked(chain, *tables), "eve")[0] == []
    wanted = {**chain, **people(bo=("status: wanted",))}
    assert path_to(asked(wanted, *tables), "bo")[0] == ["Ada", "Bo"]
    assert path_to(asked(wanted, *tables), "cy")[0] == []
    over = {**chain, **people(bo=("status: deceased",))}
    assert path_to(asked(over, *tables), "bo")[0] == []


@pytest.mark.parametrize(
    ("ada", "bo", "ada_met", "bo_met", "by"),
    [
        ("4", "3", "2020-01-01", "2026-11-01", "Ada"),  # the more trusted
        ("4", "4", "2020-01-01", "2020-01-02", "Bo"),  # then whom one saw last
        ("4", "4", "2020-01-01", "2020-01-01", "Ada"),  # then by name
        ("2", "4", "2020-01-01", "2020-01-01", "Bo"),  # Ada is not trusted enough, and was not met alone for a year
    ],
)
def test_of_two_shortest_paths_the_warmest(ada: str, bo: str, ada_met: str, bo_met: str, by: str) -> None:
    site = asked(
        people(ada=(f"trust: {ada}",), bo=(f"trust: {bo}",), cy=("introduced_by: Ada", "relations:", "  - friend: Bo")),
        met(ada_met, "ada"),
        met(bo_met, "bo"),
    )
    assert path_to(site, "cy")[0] == [by, "Cy"]


def test_a_crowd_and_a_letter_to_many_bind_nobody() -> None:
    site = asked(people(ada=TRUSTED, bo=()), met("2026-10-01", "ada"), met("2026-10-02", "ada", "bo", kind="broadcast"))
    assert path_to(site, "bo")[0] == []


def test_a_card_is_of_the_org_that_its_line_names() -> None:
    event = "---\ndate: 2026-05-01\n---\n## Met\n- new: Fenna Postma | does: planner at Mosswell Terminals\n"
    site = asked(people(bea=("org: Mosswell Terminals", "status: wanted")), {"events/2026-05-01-fair.md": event})
    assert path_to(site, "bea") == (["Fenna Postma", "Bea"], ["org"])


def test_the_page_tells_the_way_to_people_and_to_gaps() -> None:
    notes = {
        **ORG,
        **people(ada=TRUSTED, bo=("org: The Mill", "status: wanted", "why: Builds looms")),
        **met("2026-10-01", "ada", body="- gave intro: [[bo]] for the loom\n"),
    }
    view = view_of(notes, "coverage.html")
    (wanted,) = view.wanted
    assert (wanted.person.text, wanted.why) == ("Bo", "Builds looms")
    assert [(each.person.text, said(each.why)) for each in wanted.way] == [
        ("Ada", "trust 4 of 5, last met: Meeting with Ada, 2026-10-01"),
        ("Bo", "introduced: Meeting with Ada, 2026-10-01"),
    ]
    row = view.orgs[0].rows[0]
    assert (row.introducers, [each.person.text for each in row.way]) == ((), ["Ada", "Bo"])


# ---------------------------------------------------------------- inside and outside


ME = {
    "me.md": "---\nname: Me\norg:\n  - 2020: Mill\n  - 2026-10-01: Zoo\n---\n",
    "orgs/mill.md": "---\nname: Mill\n---\n",
    "orgs/zoo.md": "---\nname: Zoo\n---\n",
}


def test_a_meeting_is_outside_when_somebody_of_another_org_is_there_that_day() -> None:
    """On 1 October I went from the Mill to the Zoo: what was inside before is outside since."""
    site = asked(
        ME,
        people(ada=("org: Mill",), bo=("org: Zoo",), cy=(), dee=("side: personal", "org: Zoo")),
        met("2026-09-01", "ada"),
        met("2026-10-02", "ada"),
        met("2026-10-03", "bo", "cy"),
        met("2026-10-04", "ada", "bo"),
        met("2026-10-05", "cy"),
        met("2026-10-06", "dee"),
        met("2026-05-24", "bo"),  # 180 days ago: no longer of the window
        met("2026-11-21", "bo"),  # ahead
    )
    share = internal_share(site, meetings_lately(site))
    assert share is not None
    assert [each.day.isoformat() for each in share.inside] == ["2026-09-01", "2026-10-03"]
    assert [each.day.isoformat() for each in share.outside] == ["2026-10-02", "2026-10-04"]
    assert (share.share, share.target, share.beside) == (0.5, 0.33, "")
    alone = asked(people(ada=("org: Mill",)), met("2026-09-01", "ada"))
    assert internal_share(alone, meetings_lately(alone)) is None


@pytest.mark.parametrize(
    ("mine", "hers", "inside", "outside"),
    [
        ("The Old Mill", "the  old mill", 1, 0),  # plain words, without a note: the same name in any case
        ("The Old Mill", "The New Mill", 0, 1),
        ('"[[The Old Mill]]"', "The Old Mill", 1, 0),
        ("[Zoo, The Old Mill]", "The Old Mill", 1, 0),  # one of several
        ("Zoo", "The Old Mill", 0, 1),  # mine with a note, hers without one
    ],
)
def test_the_internal_share_needs_no_note_of_the_owners_org(mine: str, hers: str, inside: int, outside: int) -> None:
    notes = {"me.md": f"---\nname: Me\norg: {mine}\n---\n", "orgs/zoo.md": "---\nname: Zoo\n---\n"}
    site = asked(notes, people(ada=(f"org: {hers}",)), met("2026-09-01", "ada"))
    share = internal_share(site, meetings_lately(site))
    assert share is not None
    assert (len(share.inside), len(share.outside)) == (inside, outside)


@pytest.mark.parametrize(
    ("inside", "outside", "target", "is_"),
    [
        (29, 0, 0.5, ""),  # too few
        (30, 0, 0.5, "above"),
        (0, 30, 0.5, "below"),
        # P(share > 1/2) = P(Bin(31, 1/2) ≤ 18) = 0.859 and, with one more, P(Bin(31, 1/2) ≤ 19) = 0.925
        (18, 12, 0.5, ""),
        (19, 11, 0.5, "above"),
        (11, 19, 0.5, "below"),
    ],
)
def test_the_share_is_beside_its_target_when_that_is_nine_tenths_sure(
    inside: int, outside: int, target: float, is_: str
) -> None:
    assert beside(inside, outside, target) == is_


# ---------------------------------------------------------------- above, beside and below


def test_levels_and_the_direction_of_meetings() -> None:
    site = asked(
        people(ada=("grade: 2",), bo=("grade: 1",), cy=("grade: 0",), dee=("grade: -1",), eve=(), fay=("grade: 1",)),
        people(gus=("grade: 3", "status: wanted")),
        met("2026-09-01", "ada"),
        met("2026-09-02", "ada", "cy"),
        met("2026-09-03", "bo", "dee"),
        met("2026-09-04", "eve"),
    )
    found = levels(site)
    assert [[site.name(key) for key in row] for row in (found.above, found.beside, found.below)] == [
        ["Ada", "Bo", "Fay"], ["Cy"], ["Dee"],
    ]  # fmt: skip
    turned = directions(site, meetings_lately(site))
    assert [len(each) for each in (turned.up, turned.level, turned.down)] == [1, 1, 1]
    assert not turned.upward_only


def test_upward_only_from_twenty_meetings_on() -> None:
    def upward(count: int, *more: dict[str, str]) -> bool:
        days = [(date(2026, 8, 1) + timedelta(days=number)).isoformat() for number in range(count)]
        site = asked(people(ada=("grade: 1",), bo=("grade: 0",)), *(met(day, "ada") for day in days), *more)
        return directions(site, meetings_lately(site)).upward_only

    assert not upward(19)
    assert upward(20)
    assert not upward(20, met("2026-11-01", "bo"))


# ---------------------------------------------------------------- single threads, sponsors, help


def test_what_hangs_on_one_person() -> None:
    """Bo and Cy were never there without Ada; Dee was; with Eve and Fay there were always two others."""
    site = asked(
        people(ada=(), bo=(), cy=(), dee=(), eve=()),
        met("2026-01-01", "ada"),
        met("2026-01-02", "ada", "bo"),
        met("2026-01-03", "ada", "bo", "cy", "dee"),
        met("2026-01-04", "ada", "cy"),
        met("2026-01-05", "dee"),
        met("2026-01-06", "ada", "dee", "eve"),
    )
    (thread,) = threads(site)
    assert (site.name(thread.key), [site.name(key) for key in thread.people]) == ("Ada", ["Bo", "Cy"])
    assert [each.day.day for each in thread.meetings] == [2, 3, 4]
    assert threads(site, least=3) == ()


def test_a_single_thread_is_pointed_out_from_five_people_on() -> None:
    others = dict.fromkeys(("bo", "cy", "dee", "eve", "fay"), ())
    notes = {**people(ada=(), **others)}
    for number, name in enumerate(others, 1):
        notes |= met(f"2026-01-0{number}", "ada", name)
    (remark,) = view_of(notes, "coverage.html").remarks
    assert said(remark.sentence) == (
        "Ada alone leads you to 5 people: Bo, Cy, Dee, Eve and Fay. Whom of them could you meet without?"
    )
    assert len(remark.lines) == 5
    notes |= met("2026-01-09", "fay")
    view = view_of(notes, "coverage.html")
    assert (view.remarks, [names(each.people) for each in view.threads]) == ((), [["Bo", "Cy", "Dee", "Eve"]])


def test_sponsors_by_function_and_the_four_lists_of_help() -> None:
    site = asked(
        people(
            ada=("sponsor: yes", "function: Finance", "i_can_help: [a]", "can_help_me: [b]"),
            bo=("sponsor: in the board", "i_can_help: [a]"),
            cy=("can_help_me: [b]", "sponsor: no"),
            dee=("circle: close",),
            eve=("circle: wide",),
            fay=("i_can_help: [a]", "status: estranged"),
        ),
    )
    assert [(function, [site.name(key) for key in keys]) for function, keys in sponsors(site)] == [
        ("Finance", ["Ada"]),
        ("", ["Bo"]),
    ]
    found = who_can_help(site)
    rows = (found.both, found.mine, found.theirs, found.open)
    assert [[site.name(key) for key in row] for row in rows] == [["Ada"], ["Bo"], ["Cy"], ["Dee"]]


def test_a_journal_without_any_of_it_makes_a_page_that_accuses_nobody() -> None:
    for notes in ({}, {**people(ada=()), **met("2026-11-01", "ada")}):
        view = view_of(notes, "coverage.html")
        assert (view.remarks, view.orgs, view.wanted, view.inside, view.levels) == ((), (), (), (), ())
        assert (view.sponsors, view.help, view.threads, view.asked) == ((), (), (), "")


def test_known_alone_and_in_company() -> None:
    site = asked(people(ada=(), bo=()), met("2026-01-01", "ada"), met("2026-02-01", "ada", "bo"))
    one = known(site, "contacts/ada.md")
    assert (one.alone, one.last) == (date(2026, 1, 1), date(2026, 2, 1))
