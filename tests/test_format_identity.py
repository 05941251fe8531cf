"""FORMAT.md, Folder and Identity: what type a note has, what it is called, who is meant, and who is a card."""

from __future__ import annotations

import unicodedata

import pytest

from journal_of import facts, journal
from pages_of import view_of
from site_builder import pipeline
from site_builder.pipeline import Asked

ADA, BO = "contacts/ada-lovelace.md", "contacts/bo.md"
PEOPLE = {ADA: "---\nname: Ada King\naliases: [Countess]\n---\n", BO: "---\nname: Bo\n---\n"}
NOTE = "meetings/m.md"


def meeting(items: str = "", *fields: str) -> str:
    return "\n".join(("---", "date: 2026-06-05", *fields, "---", items, ""))


def with_note(items: str, *fields: str, **more: str) -> Asked:
    return journal({**PEOPLE, NOTE: meeting(items, *fields), **more})


def keys(asked: Asked, path: str = NOTE) -> list[str]:
    """What the links of a note lead to."""
    return [found.key for found in asked.resolved(path).links]


def rules(asked: Asked) -> list[tuple[str, str]]:
    return sorted((each.finding.rule, each.severity) for each in facts(asked))


def people(asked: Asked) -> list[str]:
    return [asked.name(key) for key in asked.people()]


# ---------------------------------------------------------------- the type of a note


@pytest.mark.parametrize(
    ("path", "type_name"),
    [
        ("contacts/ada.md", "contact"),
        ("Contacts/office/ada.md", "contact"),
        ("MEETINGS/2026/2026-06-05-ada.md", "meeting"),
        ("events/x.md", "event"),
        ("orgs/x.md", "org"),
        ("goals/x.md", "goal"),
        ("me.md", "me"),
        ("journal.md", "note"),
        ("Archive/contacts/ada.md", "note"),
        ("People/ada.md", "contact"),
        ("People/Work/ada.md", "contact"),
    ],
)
def test_a_notes_type_is_the_first_fitting_glob_else_its_top_folder(path: str, type_name: str) -> None:
    asked = journal({path: ""}, settings='[types]\n"People/**" = "contact"\n"People/Work/**" = "org"\n')
    assert asked.entry(path).type == type_name


@pytest.mark.parametrize(
    ("typed", "type_name"),
    [
        ("person", "contact"),
        ("People", "contact"),
        ("organisation", "org"),
        ("company", "org"),
        ("Meeting", "meeting"),
        ("Kontakt", "contact"),
        ("recipe", "note"),
    ],
)
def test_a_notes_type_is_its_type_key_in_built_in_or_own_words(typed: str, type_name: str) -> None:
    asked = journal({"x.md": f"---\ntype: {typed}\ndate: 2026-06-05\n---\n"}, settings='[words]\nkontakt = "contact"\n')
    assert asked.entry("x.md").type == type_name


def test_type_in_the_note_comes_before_glob_and_folder() -> None:
    asked = journal({"orgs/x.md": "---\ntype: goal\n---\n"}, settings='[types]\n"orgs/**" = "event"\n')
    assert asked.entry("orgs/x.md").type == "goal"


def test_a_plain_note_is_rendered_and_linked() -> None:
    notes = {"ideas/loops.md": "# Loops\nOf [[bo]].\n", **PEOPLE}
    assert keys(journal(notes), "ideas/loops.md") == [BO]
    view = view_of(notes, journal(notes).address("ideas/loops.md"))
    assert (view.title, "Of" in view.body) == ("Loops", True)


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("---\nname: Ada\ntitle: No\n---\n# No\n", "Ada"),
        ("---\ntitle: Ada\n---\n# No\n", "Ada"),
        ("# Ada\n", "Ada"),
        ("Words.\n\n## Ada\n", "Ada"),
        ("## 2026-06-05 call\n", "Ada Lovelace"),
        ("## Plan\n", "Ada Lovelace"),
        ("", "Ada Lovelace"),
    ],
)
def test_name_defaults_to_title_the_first_heading_the_file_stem(text: str, name: str) -> None:
    assert journal({ADA: text}).name(ADA) == name


@pytest.mark.parametrize(
    "typed",
    [
        *("ada-lovelace", "Ada Lovelace", "ada_lovelace", "ADA  LOVELACE", "Áda-Lovelàce", "ada\u2010lovelace"),
        *("Ada King", "ada-king", "countess", "COUNTESS"),
        *("contacts/ada-lovelace", "Contacts/Ada-Lovelace", "contacts/Ada Lovelace", "ada-lovelace.md"),
        *("ada-lovelace#Plan", "ada-lovelace|her", "Ada King#Plan|her", "contacts/ada-lovelace#Plan|her"),
    ],
)
def test_references_compare_with_case_spaces_hyphens_and_diacritics_folded(typed: str) -> None:
    asked = with_note(f"[[{typed}]]")
    assert keys(asked) == [ADA]
    assert rules(asked) == []


def test_names_compare_whatever_their_unicode_form() -> None:
    for form in ("NFC", "NFD"):
        notes = {"contacts/jose.md": f"---\nname: {unicodedata.normalize(form, 'José')}\n---\n"}
        for other in ("NFC", "NFD"):
            notes[NOTE] = meeting(unicodedata.normalize(other, "[[José]]"))
            assert keys(journal(notes)) == ["contacts/jose.md"]


def test_the_folder_of_a_link_matches_the_end_of_the_path() -> None:
    notes = {
        "contacts/office/ada.md": "",
        "orgs/ada.md": "",
        NOTE: meeting("[[office/ada]] [[orgs/ada]] [[contacts/office/ada]]"),
    }
    assert keys(journal(notes)) == ["contacts/office/ada.md", "orgs/ada.md", "contacts/office/ada.md"]


@pytest.mark.parametrize(
    "link",
    [
        "[her](../contacts/ada-lovelace.md)",
        "[her](../contacts/ada-lovelace.md#plan)",
        "[her](../Contacts/Ada-Lovelace.md)",
        "[her](/contacts/ada-lovelace.md)",
        "[her](<../contacts/ada-lovelace.md>)",
        "[her][1]\n\n[1]: ../contacts/ada-lovelace.md",
    ],
)
def test_a_markdown_link_is_a_reference(link: str) -> None:
    assert keys(with_note(link)) == [ADA]


def test_in_front_matter_also_a_bare_name() -> None:
    asked = with_note("", 'with: [Countess, "[[bo]]", "[Ada](../contacts/ada-lovelace.md)", "@bo"]')
    assert asked.resolved(NOTE).attendees == (ADA, BO)


@pytest.mark.parametrize("field", ["with: [[bo]]", "with: Bo", "with:\n  - [[bo]]", "with: '[[bo#Plan|him]]'"])
def test_forms_of_a_reference_in_front_matter(field: str) -> None:
    assert with_note("", field).resolved(NOTE).attendees == (BO,)


# ---------------------------------------------------------------- steps and rivals


def test_ids_come_before_names_before_aliases_and_that_is_pointed_out_once() -> None:
    notes = {
        "contacts/ada.md": "---\nname: Ada Byron\n---\n",
        "contacts/x.md": "---\nname: Ada\n---\n",
        NOTE: meeting("[[Ada]] and @nobody, [[ada]]"),
        "meetings/n.md": meeting("[[Ada]]"),
    }
    asked = journal(notes)
    assert keys(asked) == ["contacts/ada.md"] * 2
    assert rules(asked) == [("ambiguous-name", "info")]
    notes = {
        "contacts/y.md": "---\nname: Ada\n---\n",
        "contacts/x.md": "---\naliases: [Ada]\n---\n",
        NOTE: meeting("[[Ada]]"),
    }
    asked = journal(notes)
    assert keys(asked) == ["contacts/y.md"]
    assert rules(asked) == [("ambiguous-name", "info")]


@pytest.mark.parametrize("field", ["name: Ada", "aliases: [Ada]"])
def test_two_that_fit_at_one_step_are_an_error_where_the_name_is_used(field: str) -> None:
    notes = {"contacts/x.md": f"---\n{field}\n---\n", "contacts/y.md": f"---\n{field}\n---\n"}
    assert rules(journal(notes)) == []
    asked = journal({**notes, NOTE: meeting("", "with: Ada")})
    assert asked.resolved(NOTE).attendees == ()
    assert rules(asked) == [("ambiguous-name", "error")]


def test_ids_are_unique_among_typed_notes_after_case_folding() -> None:
    assert ("same-id", "error") in rules(journal({"contacts/ada.md": "", "orgs/Ada.md": ""}))
    assert rules(journal({"contacts/ada.md": "", "notes/Ada.md": ""})) == []


# ---------------------------------------------------------------- @words


@pytest.mark.parametrize(
    ("item", "mentioned"),
    [
        ("@bo", 1),
        ("saw @bo", 1),
        ("(@bo)", 1),
        ("[@bo]", 1),
        ("**@bo** spoke", 1),
        ("saw @bo.", 1),
        ("@bo's dog", 1),
        ("@bo, @ada-lovelace and @ada_king", 3),
        ("bo@bo", 0),
        ("a/@bo", 0),
        ("@bo@example.org", 0),
        ("@bo/pulls", 0),
        ("@bo.example", 0),
        ("`@bo`", 0),
        ("\\@bo", 0),
    ],
)
def test_where_an_at_word_is_a_reference(item: str, mentioned: int) -> None:
    found = [key for key in keys(with_note(f"- {item}")) if key]
    assert len(found) == mentioned
    assert set(found) <= {ADA, BO}


@pytest.mark.parametrize(
    "text", ["@bo", "# @bo", "> - @bo", "> [!note]\n> - @bo", "```\n- @bo\n```", "| @bo |\n|---|\n"]
)
def test_an_at_word_is_a_reference_in_list_items_only(text: str) -> None:
    assert keys(with_note(text)) == []


@pytest.mark.parametrize(
    "item",
    [
        "- follow @carla on X",
        "- @carla",
        "- @carla asked: for what",
        "- learned: @carla has twins",
        "- gave link: for @carla",
        "- [ ] write to @carla",
        "- win: the talk seen_by:@bo, says @carla",
    ],
)
def test_an_at_word_that_fits_nothing_is_text(item: str) -> None:
    asked = with_note(item, "with: bo")
    assert people(asked) == ["Ada King", "Bo"]
    assert rules(asked) == []


@pytest.mark.parametrize(
    "item",
    [
        "- [ ] @carla will send it",
        "- [ ] @carla wants the slides",
        "- [x] @carla to send it",
        "- gave link: x to:@carla",
        "- got link: x by:@carla",
        "- got link: x via:@carla",
        "- intro: @carla -> @bo",
        "- intro: @bo -> @carla for the engine",
        "- new: @carla",
    ],
)
def test_an_at_word_that_fits_nothing_is_a_card_in_a_few_places(item: str) -> None:
    asked = with_note(item, "with: bo")
    assert people(asked) == ["Ada King", "Bo", "Carla"]
    assert rules(asked) == []


# ---------------------------------------------------------------- cards


@pytest.mark.parametrize(
    "notes",
    [
        {NOTE: meeting("", "with: Carla")},
        {NOTE: meeting("", 'with: ["[[Carla]]"]')},
        {"events/e.md": meeting("", "went_with: Carla")},
        {"contacts/dan.md": "---\nname: Dan\nintroduced_by: Carla\n---\n"},
        {NOTE: meeting("- new: Carla | does: translator")},
        {"contacts/dan.md": "## 2026-06-05 call with:@carla\n"},
        {"contacts/dan.md": "## 2026-06-05 call with:[[Carla]]\n"},
        {"notes/x.md": "- new: Carla\n"},
    ],
)
def test_the_places_that_make_a_card(notes: dict[str, str]) -> None:
    asked = journal(notes)
    assert "Carla" in people(asked)
    assert asked.address("card:carla")
    assert rules(asked) == []


@pytest.mark.parametrize(
    "notes",
    [
        {NOTE: meeting("Of [[Carla]].")},
        {NOTE: meeting("- learned: [[Carla]] moved", "with: bo")},
        {"contacts/dan.md": "---\norg: Carla\n---\n"},
        {"contacts/dan.md": "---\nrelations: [manager: Carla]\n---\n"},
        {"goals/g.md": "---\nstakeholders: [for: Carla]\n---\n"},
        {"events/e.md": meeting("", "organiser: Carla")},
        {NOTE: meeting("", "event: Carla")},
    ],
)
def test_no_other_place_makes_a_card(notes: dict[str, str]) -> None:
    assert "Carla" not in people(journal({**PEOPLE, **notes}))


def test_a_card_has_a_page_and_the_lines_belong_to_the_contact_who_takes_the_name() -> None:
    notes = {
        NOTE: meeting("- got lead: a job\n- learned: twins", "with: Carla Díaz"),
        "meetings/n.md": meeting("- gave link: x to:@carla-diaz\n- met [[Carla Diaz]]", "with: Bo"),
    }
    asked = journal({**PEOPLE, **notes})
    card = "card:carla diaz"
    assert [each.line.kind for each in asked.statements(card)] == ["got", "learned", "gave"]
    assert len(asked.interactions(card)) == 1
    assert asked.linked_from(card) == ("meetings/n.md",)
    assert view_of({**PEOPLE, **notes}, asked.address(card)).is_card
    asked = journal({**PEOPLE, **notes, "contacts/carla.md": "---\nname: Carla Diaz\n---\n"})
    assert [each.line.kind for each in asked.statements("contacts/carla.md")] == ["got", "learned", "gave"]
    assert asked.linked_from("contacts/carla.md") == ("meetings/n.md",)
    assert card not in asked.people()


def test_a_plain_note_of_the_same_name_does_not_take_a_persons_place() -> None:
    asked = with_note("", "with: Carla", **{"notes/Carla.md": ""})
    assert asked.resolved(NOTE).attendees == ("card:carla",)


def test_the_owner_is_me_with_or_without_a_file() -> None:
    for more in ({}, {"me.md": "---\nname: Ann Lee\n---\n"}):
        asked = with_note("", "with: [me, Bo]", **more)
        assert asked.resolved(NOTE).attendees == (BO,)
    asked = with_note("", "with: [Ann Lee, Bo]", **{"me.md": "---\nname: Ann Lee\n---\n"})
    assert asked.resolved(NOTE).attendees == (BO,)
    assert people(asked) == ["Ada King", "Bo"]


@pytest.mark.parametrize("by", ["me", "'@me'", "Me"])
def test_introduced_by_may_be_me(by: str) -> None:
    asked = journal({BO: f"---\nintroduced_by: {by}\n---\n"})
    assert asked.resolved(BO).ref("field:introduced_by") == "me"
    assert people(asked) == ["Bo"]


def test_the_folder_and_words_that_are_built_in() -> None:
    asked = with_note("", "Attendees: Bo", "Introduced-By: x")
    assert asked.resolved(NOTE).attendees == (BO,)
    assert pipeline.entry(asked._db, NOTE).more == (("Introduced-By", "x"),)
