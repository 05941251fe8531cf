"""FORMAT.md, Values and Front matter: what each key holds, in which words, and what is done with the rest."""

from __future__ import annotations

from datetime import date

import pytest

from journal_of import facts, journal
from pages_of import said, view_of
from site_builder.notes.dates import Birthday, Duration, When
from site_builder.notes.schema import Contact, Dated, Event, Fields, Goal, Me, Meeting, Note, Org
from site_builder.pipeline import Asked
from site_builder.relations.standing import standing

ADA, BO = "contacts/ada.md", "contacts/bo.md"
PLACES = {
    Contact: ADA,
    Meeting: "meetings/2026-06-05.md",
    Event: "events/2026-06-05.md",
    Org: "orgs/corvid.md",
    Goal: "goals/turin.md",
    Me: "me.md",
    Note: "note.md",
}
DAY = date(2026, 6, 5)


def of(kind: type[Fields], front: str, settings: str = "") -> tuple[Fields, list[str]]:
    """The fields of a note, and the rules that say something is wrong with it alone."""
    asked = journal({PLACES[kind]: f"---\n{front}\n---\n"}, settings=settings)
    quiet = ("broken-link", "misspelt-person", "before-you-met", "odd-year")
    return asked.entry(PLACES[kind]).fields, [
        each.finding.rule for each in facts(asked) if each.finding.rule not in quiet
    ]


def shown(value: object) -> object:
    """A value without anchors: references as their targets, histories as pairs of text."""
    if isinstance(value, Dated):
        return [(str(since) if since else "", [shown(each) for each in values]) for since, values in value.entries]
    if isinstance(value, tuple):
        return [shown(each) for each in value]
    if isinstance(value, When | Duration | Birthday):
        return str(value)
    return getattr(value, "target", value)


@pytest.mark.parametrize(
    ("kind", "typed", "name", "value"),
    [
        (Contact, "name: Ada", "name", "Ada"),
        (Contact, "title: Ada", "name", "Ada"),
        (Contact, "aliases: [Ada, Countess]", "aliases", ["Ada", "Countess"]),
        (Contact, "alias: Countess", "aliases", ["Countess"]),
        (Contact, "org: corvid", "org", [("", ["corvid"])]),
        (Contact, "company: [[corvid]]", "org", [("", ["corvid"])]),
        (Contact, "organization: Corvid", "org", [("", ["Corvid"])]),
        (Contact, "role: Head", "role", [("", ["Head"])]),
        (Contact, "function: it", "function", [("", ["it"])]),
        (Contact, "side: Personal", "side", "personal"),
        (Contact, "grade: +2", "grade", [("", [2])]),
        (Contact, "grade: -1", "grade", [("", [-1])]),
        (Contact, "circle: inner", "circle", [("", ["inner"])]),
        *((Contact, f"cadence: {typed}", "cadence", text) for typed, text in (("6w", "6w"), ("none", "none"))),
        (Contact, "cadence: 6 weeks", "cadence", "6w"),
        (Contact, "cadence: Monthly", "cadence", "1m"),
        (Contact, "cadence: quarterly", "cadence", "3m"),
        (Contact, "cadence: yearly", "cadence", "1y"),
        *((Contact, f"mode: {mode}", "mode", mode) for mode in ("exchange", "mentor", "mentee", "communal", "service")),
        *((Contact, f"trust: {level}", "trust", [("", [level])]) for level in range(6)),
        *((Contact, f"influence: {level}", "influence", level) for level in ("low", "some", "high")),
        (Contact, "why: Thinks ahead", "why", "Thinks ahead"),
        (Contact, "met: 2019", "met", "2019"),
        (Contact, "introduced_by: Bo", "introduced_by", "Bo"),
        (Contact, "Introduced by: '[[bo]]'", "introduced_by", "bo"),
        (Contact, "introduced-by: bo", "introduced_by", "bo"),
        *((Contact, f"{key}: [a, b]", key, ["a", "b"]) for key in ("wants", "i_can_help", "can_help_me")),
        (Contact, "wants: a reviewer, soon", "wants", ["a reviewer, soon"]),
        (Contact, "sponsor: promotions", "sponsor", "promotions"),
        (Contact, "birthday: 1815-12-10", "birthday", "1815-12-10"),
        (Contact, "birthday: 12-10", "birthday", "12-10"),
        (Contact, "bday: --12-10", "birthday", "12-10"),
        (Contact, "mail: a@example.org", "email", ["a@example.org"]),
        (Contact, "tel: +351 210 000 000", "phone", ["+351 210 000 000"]),
        (Contact, "phone: 0210", "phone", ["0210"]),
        (Contact, "url: [https://example.org]", "url", ["https://example.org"]),
        (Contact, "place: NO", "place", [("", ["NO"])]),
        *(
            (Contact, f"status: {status}", "status", [("", [status])])
            for status in ("active", "wanted", "dormant", "archived", "estranged", "deceased")
        ),
        (
            Contact,
            'relations:\n  - manager: "[[bo]]"\n  - friend: Cy',
            "relations",
            [["manager", "bo"], ["friend", "Cy"]],
        ),
        (Contact, "plan: Be called first", "plan", "Be called first"),
        (Contact, "review_by: 2026-09", "review_by", "2026-09"),
        (Contact, "follow_up: 2026-09-30", "follow_up", "2026-09-30"),
        (Contact, "reviewed: 2026-05-01", "reviewed", "2026-05-01"),
        (Contact, "tag: [a]", "tags", ["a"]),
        (Contact, "tags: '#a b'", "tags", ["a", "b"]),
        (Meeting, "date: 2026-06-05T18:00", "date", "2026-06-05T18:00"),
        (Meeting, "with: Ada, Bo", "with_", ["Ada", "Bo"]),
        (Meeting, "with: '[[ada]], Bo'", "with_", ["ada", "Bo"]),
        *((Meeting, f"{key}: [Ada]", "with_", ["Ada"]) for key in ("attendees", "people", "Participants")),
        (Meeting, "kind: séance", "kind", "séance"),
        *((Meeting, f"initiative: {word}", "initiative", word) for word in ("me", "them", "both")),
        (Meeting, "by: them", "initiative", "them"),
        (Meeting, "minutes: 60", "minutes", 60),
        (Meeting, "event: compiler-days", "event", "compiler-days"),
        (Meeting, "title: 12:30", "title", "12:30"),
        (Meeting, "follow_up: +3w", "follow_up", "3w"),
        *((Meeting, f"planned: {word}", "planned", True) for word in ("yes", "true", "Yes", "on")),
        (Meeting, "cancelled: no", "cancelled", False),
        (Event, "until: 2026-06-07", "until", "2026-06-07"),
        (Event, "organiser: corvid", "organiser", "corvid"),
        (Event, "audience: [chemists]", "audience", ["chemists"]),
        (Event, "series: 1.10", "series", "1.10"),
        (Event, "hours: 4.5", "hours", 4.5),
        (Event, "cost: 0123", "cost", "0123"),
        (Event, "went_with: Ada, Bo", "went_with", ["Ada", "Bo"]),
        (Event, "pitch: I build engines", "pitch", [["", "I build engines"]]),
        (Org, "functions: [it, finance]", "functions", ["it", "finance"]),
        (Org, "depth: 2", "depth", 2),
        (Goal, "due: 2027", "due", "2027"),
        (Goal, "done: 2026-06-05", "done", "2026-06-05"),
        (
            *(
                Goal,
                "stakeholders:\n  - for: Ada\n  - against: [Bo, Cy]\n  - unknown: Di\n  - neutral: Ed",
                "stakeholders",
            ),
            [["for", "Ada"], ["against", "Bo"], ["against", "Cy"], ["unknown", "Di"], ["neutral", "Ed"]],
        ),
        (Me, "org: [[corvid]]", "org", [("", ["corvid"])]),
        (Me, "pitch:\n  chemists: I mix\n  others: I build", "pitch", [["chemists", "I mix"], ["others", "I build"]]),
        (Note, "title: Loops", "title", "Loops"),
    ],
)
def test_each_key(kind: type[Fields], typed: str, name: str, value: object) -> None:
    fields, wrong = of(kind, typed)
    assert shown(getattr(fields, name)) == value
    assert [rule for rule in wrong if rule != "unquoted-link"] == []


@pytest.mark.parametrize(
    ("kind", "typed", "rule"),
    [
        (Contact, "side: mine", "bad-value"),
        (Contact, "mode: friend", "bad-value"),
        (Contact, "trust: 6", "bad-value"),
        (Contact, "grade: high", "bad-value"),
        (Contact, "influence: much", "bad-value"),
        (Contact, "status: gone", "bad-value"),
        (Contact, "cadence: often", "bad-value"),
        (Contact, "birthday: 1815-13-10", "bad-value"),
        (Contact, "met: 12-10", "bad-value"),
        (Contact, "name: Ada\nname: Bo", "duplicate-key"),
        (Contact, "email: a@example.org\nmail: b@example.org", "duplicate-key"),
        (Contact, "why: C # and F#", "cut-value"),
        (Meeting, "minutes: an hour", "bad-value"),
        (Meeting, "initiative: nobody", "bad-value"),
        (Meeting, "planned: perhaps", "bad-value"),
        (Meeting, "follow_up: soon", "bad-value"),
        (Goal, "stakeholders:\n  - with: Ada", "bad-value"),
    ],
)
def test_a_value_that_does_not_fit_is_told(kind: type[Fields], typed: str, rule: str) -> None:
    assert of(kind, typed)[1] == [rule]


def test_a_plain_dated_value_is_shown_for_any_day_and_judges_no_past() -> None:
    fields, _ = of(Contact, "role: Head")
    assert isinstance(fields, Contact)
    assert fields.role.at(date(1900, 1, 1)) == "Head"
    assert not fields.role.is_dated_at(DAY)


def test_a_history_in_any_order_ends_and_begins() -> None:
    fields, wrong = of(
        Contact, "role:\n  - 2022-09 Head\n  - 2019: Engineer\n  - 2025-01:\n  - 2026-01-01: Head, again"
    )
    assert isinstance(fields, Contact) and wrong == []
    days = ("2018-12-31", "2019-01-01", "2022-09-01", "2025-01-01", "2026-01-01")
    assert [fields.role.at(date.fromisoformat(day)) for day in days] == [None, "Engineer", "Head", None, "Head, again"]


def test_a_list_without_dates_is_several_at_once() -> None:
    fields, wrong = of(Contact, "org: [Corvid, Linden]")
    assert isinstance(fields, Contact) and wrong == []
    assert [ref.target for ref in fields.org.all_at(DAY)] == ["Corvid", "Linden"]


def test_words_for_keys_and_types() -> None:
    settings = '[words]\nteilnehmer = "with"\ntreffen = "meeting"\n"E Mail" = "email"\n'
    asked = journal({"x.md": "---\ntype: Treffen\ndate: 2026-06-05\nTeilnehmer: Ada, Bo\n---\n"}, settings=settings)
    assert len(asked.resolved("x.md").attendees) == 2
    fields, _ = of(Contact, "e-mail: a@example.org", settings)
    assert shown(fields.email) == ["a@example.org"]  # type: ignore[union-attr]


def test_the_user_comes_before_the_built_in_words() -> None:
    fields, _ = of(Contact, "company: Corvid", '[words]\ncompany = "place"\n')
    assert shown(fields.place) == [("", ["Corvid"])]  # type: ignore[union-attr]


# ---------------------------------------------------------------- private, more


def test_a_title_beside_a_name_is_no_name_and_not_lost() -> None:
    asked = journal({ADA: "---\nname: Ada\ntitle: Countess\n---\n", BO: "---\ntitle: Bo\n---\n"})
    assert (asked.name(ADA), asked.entry(ADA).more) == ("Ada", (("title", "Countess"),))
    assert (asked.name(BO), asked.entry(BO).more) == ("Bo", ())


def test_a_type_may_be_a_list_of_one_and_any_other_is_kept() -> None:
    asked = journal({"a.md": "---\ntype: [Person]\n---\n", "b.md": "---\ntype: [person, friend]\n---\n"})
    assert [asked.entry(path).type for path in ("a.md", "b.md")] == ["contact", "note"]
    assert asked.entry("b.md").more == (("type", "person, friend"),)


def test_private_true_is_the_whole_note_and_a_map_its_keys() -> None:
    assert journal({ADA: "---\nprivate: true\n---\n"}).entry(ADA).private
    asked = journal({ADA: "---\nprivate:\n  bday: 12-10\n  Shoe-size: 40\n---\n"})
    entry = asked.entry(ADA)
    assert (entry.private, entry.private_keys) == (False, ("birthday", "shoe_size"))
    assert shown(entry.fields.birthday) == "12-10"  # type: ignore[union-attr]
    assert entry.more == (("Shoe-size", "40"),)
    assert journal({ADA: "---\nprivate: [mail, why]\nwhy: x\n---\n"}).entry(ADA).private_keys == ("email", "why")
    entry = journal({ADA: "---\nprivate:\n  - phone\n  - bday: 12-10\n---\n"}).entry(ADA)
    assert (entry.private_keys, shown(entry.fields.birthday)) == (("phone", "birthday"), "12-10")  # type: ignore[union-attr]
    assert journal({ADA: "---\nprivate: false\n---\n"}).entry(ADA).private is False


def test_a_private_that_cannot_be_read_is_private() -> None:
    asked = journal({ADA: "---\nprivate: perhaps\n---\n"})
    assert asked.entry(ADA).private
    assert [each.finding.rule for each in facts(asked)] == ["bad-value"]


def test_what_is_private_under_another_word_says_so_on_the_page() -> None:
    notes = {ADA: "---\nname: Ada\nprivate:\n  bday: 12-10\n  tel: 0210\n---\n"}
    view = view_of(notes, journal(notes).address(ADA))
    assert [fact.label for fact in view.facts] == ["Birthday (private)", "Phone (private)"]


@pytest.mark.parametrize("kind", list(PLACES))
def test_any_other_key_is_kept_and_shown_under_more(kind: type[Fields]) -> None:
    path = PLACES[kind]
    notes = {path: "---\nShoe size: 40\nPets: [cat, dog]\nnested:\n  a: b\n---\nWords.\n"}
    asked = journal(notes)
    assert asked.entry(path).more == (("Shoe size", "40"), ("Pets", "cat, dog"), ("nested", "a: b"))
    view = view_of(notes, asked.address(path))
    shown_facts = getattr(view, "more", ()) or view.facts
    assert ("Shoe size", "40") in [(fact.label, said(fact.values[0])) for fact in shown_facts]


# ---------------------------------------------------------------- side, mode, cadence


def with_me(contact: str, me: str = "org: corvid") -> Asked:
    return journal(
        {ADA: f"---\n{contact}\n---\n", "me.md": f"---\n{me}\n---\n", "orgs/corvid.md": "", "orgs/linden.md": ""}
    )


@pytest.mark.parametrize(
    ("contact", "me", "side"),
    [
        ("org: corvid", "org: corvid", "internal"),
        ("org: linden", "org: corvid", "external"),
        ("org: [linden, corvid]", "org: corvid", "internal"),
        ("org: corvid", "org: [linden, corvid]", "internal"),
        ("name: Ada", "org: corvid", ""),
        ("org: linden", "name: Ann", "external"),
        ("org: corvid\nside: personal", "org: corvid", "personal"),
        ("org:\n  - 2020: corvid\n  - 2026: linden", "org: corvid", "external"),
        ("org:\n  - 2020: corvid\n  - 2027: linden", "org: corvid", "internal"),
        ("org:\n  - 2027: corvid", "org: corvid", ""),
        ("org:\n  - 2020: corvid\n  - 2025:", "org: corvid", ""),
    ],
)
def test_internal_is_who_shares_the_owners_org_that_day(contact: str, me: str, side: str) -> None:
    assert standing(with_me(contact, me), ADA, DAY).side == side


@pytest.mark.parametrize(
    ("contact", "mode"),
    [("name: Ada", "exchange"), ("side: personal", "communal"), ("side: personal\nmode: mentor", "mentor")],
)
def test_the_default_mode(contact: str, mode: str) -> None:
    assert standing(with_me(contact), ADA, DAY).mode == mode


@pytest.mark.parametrize(
    ("contact", "cadence"),
    [
        ("circle: inner", "1m"),
        ("circle: Close", "3m"),
        ("circle: active", "6m"),
        ("circle: inner\ncadence: 6w", "6w"),
        ("cadence: 1y", "1y"),
        ("circle: inner\ncadence: none", ""),
        ("circle: wide", ""),
        ("name: Ada", ""),
    ],
)
def test_cadence_overrides_the_circles_and_without_either_nothing_is_due(contact: str, cadence: str) -> None:
    found = standing(with_me(contact), ADA, DAY)
    assert (str(found.cadence) if found.cadence and found.cadence.unit else "") == cadence


def test_manager_in_adas_file_is_adas_manager() -> None:
    notes = {ADA: '---\nrelations:\n  - manager: "[[bo]]"\n---\n', "contacts/bo.md": "---\nname: Bo\n---\n"}
    assert journal(notes).resolved(ADA).relations[0][:2] == ("manager", "contacts/bo.md")
    view = view_of(notes, journal(notes).address("contacts/bo.md"))
    assert [(each.kind, each.person.text) for each in view.relations] == [("report", "Ada")]
