"""FORMAT.md, Lines and Headings: whom a line concerns, whose task it is, who counts as contact, as of a day."""

from __future__ import annotations

from datetime import date
from textwrap import indent

import pytest

from journal_of import facts, journal
from site_builder import pipeline
from site_builder.journal.model import Interaction, Statement
from site_builder.notes.dates import When
from site_builder.pipeline import Asked
from site_builder.relations.exchanges import exchanges_with
from site_builder.relations.plans import plan_of
from site_builder.relations.standing import contact_of

ADA, BO, CHARLES, CORVID = "contacts/ada.md", "contacts/bo.md", "contacts/charles-babbage.md", "orgs/corvid.md"
NOTE, EVENT = "meetings/m.md", "events/e.md"
WHO = {ADA: "Ada", BO: "Bo", CHARLES: "Charles", CORVID: "Corvid", "me": "me"}
PEOPLE = {
    ADA: "---\nname: Ada Lovelace\naliases: [Countess]\n---\n",
    BO: "---\nname: Bo Lindqvist\n---\n",
    CHARLES: "---\nname: Charles Babbage\n---\n",
    CORVID: "",
}
M1, M2 = "with: ada", "with: [ada, bo]"


def meeting(body: str, *fields: str) -> str:
    return "\n".join(("---", "date: 2026-06-05", *fields, "---", body, ""))


def read(body: str, *fields: str, settings: str = "", path: str = NOTE, **notes: str) -> Asked:
    return journal({**PEOPLE, path: meeting(body, *fields), **notes}, settings=settings)


def said(body: str, *fields: str, path: str = NOTE) -> tuple[Statement, ...]:
    return read(body, *fields, path=path).resolved(path).statements


def concerns(body: str, *fields: str, path: str = NOTE) -> str:
    """Whom the last line of a note concerns."""
    return " ".join(WHO.get(key, key) for key in said(body, *fields, path=path)[-1].people)


def rules(asked: Asked) -> list[tuple[str, str]]:
    return [(each.finding.rule, each.severity) for each in facts(asked)]


# ---------------------------------------------------------------- whom a line concerns, step by step


@pytest.mark.parametrize(
    ("item", "who"),
    [
        # to: and by:
        ("gave link: x to:@bo", "Bo"),
        ("got link: x by:[[bo]]", "Bo"),
        ("@ada asked: Bo's number to:@bo", "Bo"),
        ("gave link: x to:[[corvid]]", "Corvid"),
        ("told: x to:@ada,@bo", "Ada Bo"),
        ("told: x to:all", "Ada Bo"),
        ("conflict: x by:@charles-babbage", "Charles"),
        # the person before the label
        ("@bo asked: Ada's number", "Bo"),
        ("[[bo]] said: thank you, Ada", "Bo"),
        ("Bo asked: for time", "Bo"),
        ("Bo Lindqvist wants: a job", "Bo"),
        ("Countess learned: of Bo", "Ada"),
        ("**@bo** wants: a job", "Bo"),
        ("@charles-babbage asked: for time", "Charles"),
        # the one attendee whom the text names
        ("gave link: for Bo", "Bo"),
        ("gave link: for @bo", "Bo"),
        ("gave link: for [[bo|him]]", "Bo"),
        ("gave link: for [him](../contacts/bo.md)", "Bo"),
        ("gave link: the Countess's", "Ada"),
        ("gave link: for Bo Lindqvist's mother", "Bo"),
        ("learned: [[charles-babbage]] hired Bo", "Bo"),
        # else everybody, or the writer's own
        ("learned: @bo told Ada of it", "Ada Bo"),
        ("learned: Bonn is nice", "Ada Bo"),
        ("learned: x", "Ada Bo"),
        ("told: x", "Ada Bo"),
        ("next: x", "Ada Bo"),
        ("question: x", "Ada Bo"),
        ("wants: x", "Ada Bo"),
        ("win: x", "Ada Bo"),
        ("win: x seen_by:[[ada]]", "Ada Bo"),
        ("said: x", "Ada Bo"),
        ("[ ] x", ""),
        ("[ ] x for Bo", "Bo"),
        ("[ ] x to:all", "Ada Bo"),
    ],
)
def test_whom_a_line_concerns(item: str, who: str) -> None:
    assert concerns(f"- {item}", M2) == who


def test_the_nearest_parent_that_starts_with_a_person_comes_before_the_only_attendee() -> None:
    for parent in ("[[bo]] said much", "@bo", "**[[bo]]**", "[ ] @bo wants more", "Words\n  - [[bo]]"):
        deeper = "    " if "\n" in parent else "  "
        below = "1. Aside\n   - gave link: x, for Ada"
        assert concerns(f"- {parent}\n" + indent("- gave link: x", deeper), M1) == "Bo"
        assert concerns(f"- {parent}\n" + indent(below, deeper), M2) == "Bo"
        assert concerns(f"- {parent}\n" + indent("- gave link: x to:@ada", deeper), M2) == "Ada"
        assert concerns(f"- {parent}\n" + indent("- @ada asked: x", deeper), M2) == "Ada"
    assert concerns("- new: Mary, a translator\n  - gave link: x", M1) == "card:mary"
    assert concerns("- [[bo]]\n  - [[ada]]\n    - gave link: x", M2) == "Ada"
    assert concerns("- Bo said much\n  - gave link: x", M1) == "Ada"


@pytest.mark.parametrize(
    "names",
    [
        *("Max Moe; Eva Em", "Max Moe, Eva Em;", "[Max Moe; Eva Em]", '["[[Max Moe]]; Eva Em"]'),
        *('"[[Max Moe]] [[Eva Em]]"', '["[[Max Moe]] [[Eva Em]]"]', "|\n  Max Moe\n  Eva Em"),
    ],
)
def test_a_semicolon_parts_names_as_a_comma_does_and_so_does_what_cannot_be_of_one(names: str) -> None:
    (interaction,) = read("Tea.", f"with: {names}").resolved(NOTE).interactions
    assert sorted(interaction.people) == ["card:eva em", "card:max moe"]


def test_the_only_attendee_or_the_contact_whose_file_it_is() -> None:
    assert concerns("- gave link: x, which Bo knows", M1) == "Ada"
    asked = journal({**PEOPLE, ADA: "---\n---\n- gave link: x on:2026-06-01\n- [ ] send [[bo]] the table\n"})
    assert [each.people for each in asked.resolved(ADA).statements] == [(ADA,), (ADA,)]
    assert concerns("- gave link: x", "with: [ada, me]") == "Ada"
    assert concerns("- gave link: x", 'with: "[[corvid]]"') == "Corvid"
    assert concerns("- [[corvid]] asked: for the contract", 'with: "[[corvid]]"') == "Corvid"


@pytest.mark.parametrize(
    "item",
    ["gave link: x", "got: x", "ask: x", "they asked: x", "conflict: x", "repaired: x", "caution: x", "thanked: x"],
)
def test_an_exchange_that_could_be_anybodys_is_an_error_that_names_the_choices(item: str) -> None:
    asked = read(f"- {item}", M2)
    assert asked.resolved(NOTE).statements == ()
    (found,) = facts(asked)
    assert (found.finding.rule, found.severity) == ("unattributed", "error")
    assert "Ada Lovelace or Bo Lindqvist" in found.finding.message
    assert rules(read(f"- {item}", M2, settings="group-max = 1\n")) == [("unattributed", "warning")]


def test_an_exchange_with_all_counts_one_nth_each() -> None:
    asked = read("- gave idea: x to:all size:M\n- gave idea: y to:@ada,@bo", M2)
    assert [each.size for each in exchanges_with(asked.statements(ADA), ADA)] == [1.0, 1.0]
    assert exchanges_with(asked.statements(BO), BO)[0].size == 1.0


@pytest.mark.parametrize("item", ["@bo gave lead: x", "[[bo]] got lead: x", "Bo gave lead: x"])
def test_what_others_gave_is_nobodys_exchange_and_pointed_out(item: str) -> None:
    asked = read(f"- {item}", M2)
    assert asked.resolved(NOTE).statements == ()
    (found,) = facts(asked)
    assert found.finding.rule == "near-miss"
    assert "by:@bo" in found.finding.remedy and "to:@bo" in found.finding.remedy


def test_an_introduction_is_one_deposit_to_the_one_on_the_left() -> None:
    asked = read("- intro: @ada -> @charles-babbage\n- gave intro: [[charles-babbage]] to:@ada", M2)
    assert [each.kind for each in exchanges_with(asked.statements(ADA), ADA)] == ["intro", "intro"]
    assert exchanges_with(asked.statements(CHARLES), CHARLES) == ()
    assert len(asked.statements(CHARLES)) == 2


@pytest.mark.parametrize(
    "words", ["Yesterday", "The board", "I", "[[corvid]]", "[[nobody]]", "@nobody", "[site](https://x.org)"]
)
def test_words_before_a_label_that_are_no_person_make_prose(words: str) -> None:
    assert said(f"- {words} asked: for more", M1) == ()


def test_through_whom_a_new_line_came() -> None:
    for via in ("@bo", "[[bo]]", "[Bo](../contacts/bo.md)", "@Bo-Lindqvist"):
        (statement,) = said(f"- new: Mary | via:{via}")
        assert statement.via == (BO,)
    asked = read("- new: Mary via:@dan")
    assert asked.resolved(NOTE).statements[0].via == ("card:dan",)
    assert asked.about("card:dan") == (NOTE,)


# ---------------------------------------------------------------- whose task it is


VERBS = ("will", "to", "is to", "has to", "needs to", "must", "should", "promised", "agreed", "offered", "owes")


@pytest.mark.parametrize("verb", [*(f" {verb}" for verb in VERBS), "'ll", "’ll"])
@pytest.mark.parametrize("who", ["@ada", "[[ada]]", "Ada", "Ada Lovelace", "Countess", "she", "They", "**Ada**"])
def test_a_task_is_theirs_when_it_begins_with_a_person_and_goes_on_with_a_verb(who: str, verb: str) -> None:
    (statement,) = said(f"- [ ] {who}{verb} send the table", M1)
    assert (statement.role, statement.theirs, statement.people) == ("promise", True, (ADA,))


@pytest.mark.parametrize(
    "task",
    [
        *("send the table by:@ada", "@ada will send it", "[Ada](../contacts/ada.md) will send it", "Ada will send it"),
        *("Bo will send it by:@ada", "@ada is to send Bo the table", "Ada'll send it"),
    ],
)
def test_theirs_with_two_attendees(task: str) -> None:
    (statement,) = said(f"- [ ] {task}", M2)
    assert (statement.role, statement.theirs, statement.people) == ("promise", True, (ADA,))


@pytest.mark.parametrize(
    ("task", "role", "who"),
    [
        *(
            (f"{opening} send Ada the table", "promise", "Ada")
            for opening in ("I will", "I'll", "", "@me will", "we will")
        ),
        ("@ada wants the table", "promise", "Ada"),
        ("@ada willing to help: thank her", "promise", "Ada"),
        ("The table is to go to Ada", "promise", "Ada"),
        ("Review chapter: Ada must have it", "promise", "Ada"),
        ("she will want the table", "work", ""),
        ("Charles will send the table", "work", ""),
        ("send the table by:me", "work", ""),
        ("send Ada the table to:me", "work", ""),
    ],
)
def test_everything_else_is_mine(task: str, role: str, who: str) -> None:
    (statement,) = said(f"- [ ] {task}", M2)
    assert (statement.role, statement.theirs, " ".join(WHO[key] for key in statement.people)) == (role, False, who)


@pytest.mark.parametrize(
    "name",
    [
        *("अनिल", "प्रिया शर्मा", "தமிழ்", "রাহুল", "สมชาย น้ำ", "مُحَمَّد", "דָּוִד", "王芳", "김민수", "Анна Ёлкина"),
        *("Nguye\u0302\u0303n Va\u0306n Anh", "Jose\u0301", "O'Brien", "J. R. Smith", "Anne-Marie"),
    ],
)
@pytest.mark.parametrize("line", ["[ ] {} will send it", "{} said: yes", "learned: {} has twins", "{} caution: ill"])
def test_names_in_any_script_are_names_in_plain_words(name: str, line: str) -> None:
    notes = {"contacts/x.md": f"---\nname: {name}\n---\n", BO: PEOPLE[BO]}
    notes[NOTE] = f"---\ndate: 2026-06-05\nwith: [{name}, bo]\n---\n- {line.format(name)}\n"
    (statement,) = journal(notes).resolved(NOTE).statements
    assert statement.people == ("contacts/x.md",)
    assert statement.theirs == ("will" in line or "said" in line)
    assert statement.line.private == ("caution" in line)


def test_a_person_of_another_note_may_promise_by_reference() -> None:
    (statement,) = said("- [ ] @charles-babbage will send it", M1)
    assert (statement.theirs, statement.people) == (True, (CHARLES,))
    (statement,) = said("- [ ] Charles Babbage will send it", M1)
    assert (statement.theirs, statement.people) == (False, (ADA,))


def test_below_a_person_their_name_and_a_pronoun_are_theirs() -> None:
    for task in ("she'll send it", "Charles will send it", "@charles-babbage will send it"):
        for path, fields in ((EVENT, ()), (NOTE, (M2,))):
            statement = said(f"## Met\n- [[charles-babbage]]\n  - [ ] {task}", *fields, path=path)[-1]
            assert (statement.role, statement.theirs, statement.people) == ("promise", True, (CHARLES,)), task


def test_a_task_in_a_plan_is_a_move_and_theirs_stays_theirs() -> None:
    body = "---\n---\n## Plan\n- [ ] review chapter 3\n- [ ] Ada will call\n\n## Other\n- [ ] write\n- [ ] rest to:me\n"
    found = journal({**PEOPLE, ADA: body}).resolved(ADA).statements
    assert [(each.role, each.theirs) for each in found] == [
        *(("move", False), ("promise", True), ("promise", False), ("work", False)),
    ]


def test_items_to_raise_are_never_promises() -> None:
    body = "---\n---\n## Next time\n- how is Turin?\n- [ ] ask of Turin\n- [x] ask of Rome\n- \n\n# Other\n- prose\n"
    found = journal({**PEOPLE, ADA: body}).resolved(ADA).statements
    assert [(each.role, each.people) for each in found] == [("item", (ADA,))] * 3


def test_a_line_under_next_time_that_tells_of_the_past_means_what_it_says() -> None:
    labels = ("next", "question", "ask", "caution", "learned", "gave", "told", "wants")
    items = "".join(f"- {label}: x on:2026-06-05\n" for label in labels)
    found = journal({ADA: f"---\n---\n## Next time\n{items}"}).resolved(ADA).statements
    assert [each.role for each in found] == [*["item"] * 3, "caution", "learned", "exchange", "told", "wants"]


@pytest.mark.parametrize("path", ["notes/x.md", "orgs/x.md", "goals/x.md", "me.md"])
def test_in_plain_notes_orgs_and_goals_tasks_are_own_work(path: str) -> None:
    asked = journal(
        {**PEOPLE, path: "- [ ] @ada will send it\n- [ ] @home water plants\n- [ ] x to:@ada due:2026-06-05\n"}
    )
    assert [(each.role, each.people) for each in asked.resolved(path).statements] == [("work", ())] * 3
    assert [asked.name(key) for key in asked.people()] == ["Ada Lovelace", "Bo Lindqvist", "Charles Babbage"]
    assert rules(asked) == []


def test_in_plain_notes_a_line_that_says_whom_it_concerns_is_a_line() -> None:
    asked = journal({**PEOPLE, "notes/x.md": "- gave link: x to:@ada on:2026-06-05\n- gave link: y\n- learned: z\n"})
    assert [each.line.text for each in asked.statements(ADA)] == ["x"]
    assert rules(asked) == []


def test_went_with_makes_no_attendees() -> None:
    asked = read("- [ ] send the table\n- learned: x", "went_with: ada", path=EVENT)
    assert [(each.role, each.people) for each in asked.resolved(EVENT).statements] == [("work", ()), ("learned", ())]
    assert rules(read("- gave link: x", "went_with: ada", path=EVENT)) == [("unattributed", "error")]


# ---------------------------------------------------------------- who counts as contact


def only(asked: Asked, path: str = NOTE) -> Interaction:
    (interaction,) = asked.resolved(path).interactions
    return interaction


TODAY = date(2026, 6, 5)


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        (("kind: coffee",), True),
        (("kind: séance",), True),
        (("kind: email",), True),
        (("planned: yes",), False),
        (("planned: no",), True),
        (("cancelled: true",), False),
        (("kind: broadcast",), False),
        (("kind: Presentation",), False),
    ],
)
def test_a_meeting_counts_unless_planned_cancelled_or_told_to_many(fields: tuple[str, ...], counts: bool) -> None:
    asked = read("", M1, *fields)
    assert only(asked).counts(TODAY) is counts
    assert not only(asked).counts(date(2026, 6, 4))


def test_a_later_note_is_arranged_and_planned_never_counts_by_itself() -> None:
    assert only(read("", M1)).arranged(date(2026, 6, 4))
    assert not only(read("", M1)).arranged(TODAY)
    assert only(read("", M1, "planned: yes")).arranged(date(2026, 6, 4))
    assert not only(read("", M1, "planned: yes")).counts(date(2026, 7, 1))
    assert not only(read("", M1, "cancelled: yes")).arranged(date(2026, 6, 4))


def test_at_most_group_max_people_besides_the_owner_count() -> None:
    six = "with: [me, A A, B B, C C, D D, E E, F F]"
    assert only(read("", six)).counts(TODAY)
    assert not only(read("", six.replace("]", ", ada]"))).counts(TODAY)
    assert not only(read("", M2, settings="group-max = 1\n")).counts(TODAY)
    event = read("## Met\n- [[ada]]\n- [[bo]]\n- new: Mary\n", path=EVENT, settings="group-max = 1\n")
    assert [each.counts(TODAY) for each in event.resolved(EVENT).interactions] == [True] * 3
    assert only(read("", "went_with: ada", path=EVENT), EVENT).counts(TODAY)
    assert not only(read("", "went_with: [ada, bo]", path=EVENT, settings="group-max = 1\n"), EVENT).counts(TODAY)


@pytest.mark.parametrize(
    ("fields", "alone"),
    [(M1, True), ("with: [me, ada]", True), (M2, False), (f"{M1}\nkind: broadcast", False), ("kind: plan", False)],
)
def test_one_to_one_is_one_person_and_no_broadcast(fields: str, alone: bool) -> None:
    assert only(read("", fields)).one_to_one() is alone


def test_met_items_start_with_a_person_or_new() -> None:
    body = """\
## Met
- [[ada]] runs the group min:15
- **@bo** too on:2026-06-06
- new: Mary | does: translator min:20
- [x] [[charles-babbage]]
- [ ] [[charles-babbage]] wants to talk
- Charles Babbage was there
- saw [[charles-babbage]]
- @nobody and [[corvid]]
- Stand 3
  - [[ada]] again
    - [[bo]] her colleague

## Signals
- [[charles-babbage]] was missed
"""
    found = read(body, path=EVENT).resolved(EVENT).interactions
    assert [(each.people, str(each.day), each.minutes) for each in found] == [
        ((ADA,), "2026-06-05", 15),
        ((BO,), "2026-06-06", None),
        (("card:mary",), "2026-06-05", 20),
        ((CHARLES,), "2026-06-05", None),
        ((ADA,), "2026-06-05", None),
    ]
    assert all(each.counts(date(2026, 6, 6)) and each.one_to_one() for each in found)


def test_the_met_list_is_told_where_a_date_is_none() -> None:
    assert rules(read("## Met\n- [[ada]] on:monday-ish", path=EVENT)) == [("bad-value", "error")]
    assert rules(read("## Signals\n- [[ada]] on:fire", path=EVENT)) == []


@pytest.mark.parametrize(
    "body",
    [
        "- [ ] call @ada",
        "- [x] call @ada",
        "> ## 2026-06-01 call",
        "```\n## 2026-06-01 call\n```",
        "%%\n## 2026-06-01\n%%",
    ],
)
def test_an_intention_a_quote_or_code_is_not_contact(body: str) -> None:
    assert journal({ADA: f"---\n---\n{body}\n"}).interactions(ADA) == ()


# ---------------------------------------------------------------- headings with a meaning


def test_a_dated_heading_begins_a_meeting() -> None:
    heading = "## 2026-06-05 call by:me min:30 with:@bo follow_up:+3w about the engine"
    asked = journal({**PEOPLE, ADA: f"---\n---\n{heading}\n- told: x\n"})
    found = only(asked, ADA)
    assert (found.people, found.kind, found.initiative, found.minutes) == ((ADA, BO), "call", "me", 30)
    assert (found.title, found.follow_up, found.counts(TODAY)) == ("the engine", date(2026, 6, 26), True)
    assert asked.resolved(ADA).statements[0].people == (ADA, BO)
    assert asked.interactions(BO) == (found,)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("2026-06-05", ("", "", "", None, (ADA,))),
        ("2026-06-05T18:00 Coffee", ("coffee", "", "18:00", None, (ADA,))),
        ("2026-06-05: dinner, by:them", ("dinner", "", "", None, (ADA,))),
        ("2026-06-05 - dinner by:them.", ("dinner", "", "", None, (ADA,))),
        ("2026-06-05 18:00-19:30 dinner", ("dinner", "", "18:00", 90, (ADA,))),
        ("2026-06-05T23:30 – 00:15: call", ("call", "", "23:30", 45, (ADA,))),
        ("2026-06-05 18:00-19:30 call min:60", ("call", "", "18:00", 60, (ADA,))),
        ("2026-06-05 18:00-19 call", ("", "18:00-19 call", "", None, (ADA,))),
        (
            '2026-06-05 call with:"Bo Lindqvist",“[[charles-babbage]]” of it',
            ("call", "of it", "", None, (ADA, BO, CHARLES)),
        ),
        ("2026-06-05 call private:yes about the move", ("call", "the move", "", None, (ADA,))),
        ("2026-06-05 about the move", ("", "the move", "", None, (ADA,))),
        ("2026-06-05 we met by:chance min:few", ("", "we met by:chance min:few", "", None, (ADA,))),
        ("2026-06-05 call with:[[bo]] about **it**", ("call", "it", "", None, (ADA, BO))),
        ("2026-06-05 call with:[[Bo Lindqvist]],[[charles-babbage|CB]] min:5", ("call", "", "", 5, (ADA, BO, CHARLES))),
        ("2026-06-05 call with:[[bo]], [[charles-babbage]] of it", ("call", "of it", "", None, (ADA, BO, CHARLES))),
        ("2026-06-05 call with:[Bo](bo.md) of it", ("call", "of it", "", None, (ADA, BO))),
        ("2026-06-05 call with:@bo,@charles-babbage", ("call", "", "", None, (ADA, BO, CHARLES))),
        ("2026-06-05 call With:@bo", ("call", "", "", None, (ADA, BO))),
        ("[[2026-06-05]] call", ("call", "", "", None, (ADA,))),
        ("**2026-06-05** call", ("call", "", "", None, (ADA,))),
    ],
)
def test_what_a_dated_heading_says(heading: str, expected: tuple[object, ...]) -> None:
    found = only(journal({**PEOPLE, ADA: f"---\n---\n# {heading}\n"}), ADA)
    assert (found.kind, found.title, found.time, found.minutes, found.people) == expected


@pytest.mark.parametrize("value", ["soon", "2026-02-30"])
def test_a_follow_up_of_a_heading_that_is_no_date_is_an_error(value: str) -> None:
    assert rules(journal({ADA: f"---\n---\n## 2026-06-05 follow_up:{value}\n"})) == [("bad-value", "error")]
    assert rules(journal({ADA: "---\n---\n## 2026-02-30 call\n"})) == [("bad-value", "error")]


def test_a_dated_section_ends_at_the_next_or_at_one_of_its_level_or_higher() -> None:
    body = """\
---
---
- learned: a
## 2026-06-05 call
- learned: b
### Aside
- learned: c
### 2026-06-03
- learned: d
#### Aside
- learned: e
### Other
- learned: f
## 2026-06-01
- learned: g
# Top
- learned: h
"""
    days = [each.line.day and each.line.day.day for each in journal({ADA: body}).resolved(ADA).statements]
    assert days == [None, 5, 5, 3, 3, None, 1, None]


def test_a_running_one_to_one_is_a_meeting_note_without_a_date() -> None:
    body = "---\nwith: ada\n---\n## 2026-06-05\n- [ ] send it due:+3d\n## 2026-06-12 with:@bo\n- told: x\n"
    asked = journal({**PEOPLE, NOTE: body})
    assert [(str(each.day), each.people) for each in asked.resolved(NOTE).interactions] == [
        ("2026-06-05", (ADA,)),
        ("2026-06-12", (ADA, BO)),
    ]
    assert asked.resolved(NOTE).statements[0].line.deadline == date(2026, 6, 8)
    assert rules(asked) == []
    dated = journal({**PEOPLE, "meetings/2026-06-05.md": body})
    assert len(dated.resolved("meetings/2026-06-05.md").interactions) == 1


@pytest.mark.parametrize("path", ["events/e.md", "notes/n.md", "orgs/o.md", "goals/g.md"])
def test_dated_headings_elsewhere_are_headings(path: str) -> None:
    assert journal({path: "---\ndate: 2026-06-05\n---\n## 2026-06-01 call with:@dan\n"}).people() == ()


def test_objectives_are_met_partly_or_not() -> None:
    body = "## Objectives\n- [x] a\n- [/] b\n- [-] c\n- [ ] d\n- words\n"
    found = said(body, path=EVENT)
    assert [(each.role, each.line.state) for each in found] == [
        *(("objective", "kept"), ("objective", "begun"), ("objective", "dropped"), ("objective", "open")),
    ]


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ("", ()),
        ("## 2026-06-05 call\n", ("invests",)),
        ("- learned: x on:2026-06-05\n", ("learns",)),
        ("- gave link: x on:2026-06-05\n", ("illustrates",)),
        ("- learned: x on:2026-06-04\n- got link: x on:2026-06-05\n", ()),
    ],
)
def test_a_move_shows_the_tests_that_its_day_bears_out(lines: str, shown: tuple[str, ...]) -> None:
    move = "## Plan\n- [x] review done:2026-06-05 tests:invests,learns,illustrates\n"
    asked = journal({ADA: f"---\nmet: 2020-01-01\n---\n{lines}\n{move}"})
    plan = plan_of(ADA, contact_of(asked, ADA), asked.statements(ADA), asked.interactions(ADA), asked.today)
    assert tuple(plan.shown) == shown


def test_the_time_of_a_meeting_is_kept_for_order() -> None:
    notes = {
        f"meetings/{name}.md": f"---\ndate: 2026-06-05T{time}\nwith: Dan\n---\n"
        for name, time in (("a", "18:00"), ("b", "09:00"))
    }
    found = journal(notes).interactions("card:dan")
    assert [(each.path[9], each.time) for each in found] == [("b", "09:00"), ("a", "18:00")]


@pytest.mark.parametrize(
    ("field", "day"),
    [("+3w", date(2026, 6, 26)), ("2026-07", date(2026, 7, 31)), ("6 weeks", date(2026, 7, 17)), ("none", None)],
)
def test_follow_up_of_a_meeting(field: str, day: date | None) -> None:
    assert only(read("", M1, f"follow_up: {field}")).follow_up == day


def test_by_is_initiative_in_a_meeting() -> None:
    assert only(read("", M1, "by: them")).initiative == "them"
    assert only(read("", M1, "initiative: both")).initiative == "both"
    assert read("", "by: them", path=EVENT).entry(EVENT).more == (("by", "them"),)


def test_the_date_of_a_meeting_is_its_field_else_starts_its_files_name() -> None:
    asked = journal({"meetings/2026-06-05-ada.md": "", "meetings/2026-06-06.md": "---\ndate: 2026-06-07\n---\n"})
    assert asked.entry("meetings/2026-06-05-ada.md").day == When(2026, 6, 5)
    assert asked.entry("meetings/2026-06-06.md").day == When(2026, 6, 7)
    assert ("missing-field", "error") in rules(journal({"meetings/x.md": "---\nwith: Dan\n---\n"}))


def test_with_may_be_missing_or_name_an_organisation() -> None:
    for kind in ("broadcast", "presentation"):
        assert rules(read("", f"kind: {kind}")) == []
    found = only(read("", "with: [[corvid]]"))
    assert (found.people, found.orgs, found.counts(TODAY)) == ((), (CORVID,), False)
    assert pipeline.interactions(read("", "with: [[corvid]]")._db, CORVID) == (found,)


def test_a_name_that_is_also_the_id_of_a_meeting_is_a_persons_where_a_person_is_wanted() -> None:
    asked = journal(
        {
            "meetings/ada.md": "---\ndate: 2026-06-01\nwith: Bo\n---\nAbout Ada.\n",
            "meetings/2026-06-05-a.md": "---\nwith: Ada\n---\nWords, see [[ada]].\n",
        }
    )
    resolved = asked.resolved("meetings/2026-06-05-a.md")
    assert resolved.attendees == ("card:ada",)
    assert [found.key for found in resolved.links] == ["meetings/ada.md"], "a link in prose leads to the note"
