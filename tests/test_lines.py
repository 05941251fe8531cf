"""The forty tricky list items, as LINES.md decides them."""

from __future__ import annotations

from datetime import date
from textwrap import indent

import pytest

from journal_of import ADA, BO, journal
from site_builder import pipeline
from site_builder.journal.model import Statement
from site_builder.notes.lines import Line

M1, M2 = "meetings/m1.md", "meetings/m2.md"
ADA_PATH, BO_PATH, CHARLES = "contacts/ada.md", "contacts/bo.md", "contacts/charles.md"


def read(items: str, of: str = "M1", under: str = "") -> tuple[pipeline.Asked, str]:
    """The journal in which a meeting (with Ada, or with Ada and Bo) of Friday 2026-06-05 holds these items."""
    people = "[ada]" if of == "M1" else "[ada, bo]"
    heading = f"## {under}\n" if under else ""
    path = M1 if of == "M1" else M2
    notes = {
        ADA_PATH: ADA,
        BO_PATH: BO,
        CHARLES: "---\nname: Charles\n---\n",
        path: f"---\ndate: 2026-06-05\nwith: {people}\n---\nWords.\n\n{heading}{items}\n",
    }
    if of == "contact":
        notes[ADA_PATH] = f"{ADA}\n{items}\n"
        path = ADA_PATH
    return journal(notes), path


def line(items: str, of: str = "M1", under: str = "") -> Line:
    asked, path = read(items, of, under)
    (only,) = asked.entry(path).lines
    return only


def said(items: str, of: str = "M1", under: str = "") -> Statement | None:
    asked, path = read(items, of, under)
    statements = asked.resolved(path).statements
    assert len(statements) <= 1
    return statements[0] if statements else None


def found(items: str, of: str = "M1") -> list[str]:
    asked, path = read(items, of)
    return [each.rule for each in pipeline.raw_findings(asked._db, path)]


@pytest.mark.parametrize(
    ("row", "item"),
    [
        (1, "- gave her the book back"),
        (2, "- Got positive feedback from the committee"),
        (5, "- got lead – Turin is hiring"),
        (6, "- gave link, idea: two papers"),
        (7, "- got it: she is not interested"),
        (32, "- the report is due: 2026-06-12"),
        (34, "- got here by:train"),
        (35, "- follow her: @ada_l on X"),
        (36, "- text: her about Friday"),
        (36, "- wine: Barolo"),
        (38, "- hope: she recovers soon"),
    ],
)
def test_prose(row: int, item: str) -> None:
    assert said(item) is None, row
    if row not in (5, 6):
        assert found(item) == [], row


@pytest.mark.parametrize(
    ("item", "category", "text"),
    [
        ("- Gave link: the paper", "link", "the paper"),
        ("- **gave link:** the paper", "link", "the paper"),
        ("- gave favor: drove her home", "favour", "drove her home"),
        ("- gave gift: shoes size:42", "gift", "shoes size:42"),
    ],
)
def test_exchanges(item: str, category: str, text: str) -> None:
    statement = said(item)
    assert statement is not None
    assert (statement.role, statement.line.kind, statement.people) == ("exchange", "gave", (ADA_PATH,))
    assert (statement.line.category, statement.line.text, statement.line.size) == (category, text, 1)


def test_row_9_an_introduction_given() -> None:
    statement = said("- gave intro: [[charles]] for the engine")
    assert statement is not None
    assert statement.people == (ADA_PATH,)
    assert statement.sides == ("", CHARLES)


def test_row_10_nobodys_exchange() -> None:
    assert said("- @bo gave lead: Siemens", "M2") is None


@pytest.mark.parametrize(
    ("item", "kind", "people"),
    [
        ("- learned: @bo has twins", "learned", (BO_PATH,)),
        ("- learned: Bo is moving to Lisbon", "learned", (BO_PATH,)),
        ("- told: about my move", "told", (ADA_PATH, BO_PATH)),
    ],
)
def test_rows_11_to_13_who_is_meant(item: str, kind: str, people: tuple[str, ...]) -> None:
    statement = said(item, "M2")
    assert statement is not None
    assert (statement.line.kind, statement.people) == (kind, people)


def test_row_14_asked() -> None:
    statement = said("- asked: whether she can review ch. 4")
    assert statement is not None
    assert (statement.role, statement.theirs, statement.people) == ("ask", False, (ADA_PATH,))


@pytest.mark.parametrize(
    "item",
    [
        "- [ ] Ada will send the minutes",
        "- [ ] she'll send the minutes",
        "- [ ] @ada to send the minutes",
        "- [ ] send minutes by:@ada",
    ],
)
def test_adas_promises(item: str) -> None:
    statement = said(item)
    assert statement is not None
    assert (statement.role, statement.theirs, statement.people) == ("promise", True, (ADA_PATH,))


@pytest.mark.parametrize(
    ("item", "due"),
    [
        ("- [ ] @ada birthday card, will post it Monday", None),
        ("- [ ] @ada wants the slides", None),
        ("- [ ] @me will book the room", None),
        ("- [ ] I owe her a reply due:fri", date(2026, 6, 12)),
        ("- [ ] pay due:2026-06", date(2026, 6, 30)),
        ("- [ ] table 📅 2026-06-12 🔁 every month", date(2026, 6, 12)),
        ("- [ ] send the table with\n  numbers due:2026-06-12", date(2026, 6, 12)),
    ],
)
def test_my_promises(item: str, due: date | None) -> None:
    statement = said(item)
    assert statement is not None
    assert (statement.role, statement.theirs, statement.people) == ("promise", False, (ADA_PATH,))
    assert statement.line.deadline == due


@pytest.mark.parametrize(
    ("item", "of", "due"),
    [
        ("- [ ] renew passport due:tomorrow to:me", "M1", date(2026, 6, 6)),
        ("- [ ] send minutes to everyone", "M2", None),
    ],
)
def test_rows_22_and_23_own_work(item: str, of: str, due: date | None) -> None:
    statement = said(item, of)
    assert statement is not None
    assert (statement.role, statement.people, statement.line.deadline) == ("work", (), due)


def test_row_26_a_call_ticked_off_is_no_contact() -> None:
    asked, path = read("- [x] call @ada", "contact")
    (statement,) = asked.resolved(path).statements
    assert (statement.role, statement.people, statement.line.state) == ("promise", (ADA_PATH,), "kept")
    assert statement.line.done is None
    assert asked.interactions(ADA_PATH)[0].day == date(2026, 6, 5), "only the meeting counts"
    assert len(asked.interactions(ADA_PATH)) == 1


@pytest.mark.parametrize("item", ["- [>] send table", "- [!] send table"])
def test_row_27_boxes_that_are_not_ours(item: str) -> None:
    assert said(item) is None
    assert item.removeprefix("- ") in line(item).shown or "send table" in line(item).shown


@pytest.mark.parametrize(
    "block",
    [
        "> - [ ] quoted task",
        "> [!todo] Title\n> - [ ] quoted task",
        "<!-- - [ ] old -->",
        "<!--\n- [ ] old\n- [ ] older\n-->",
        "```\n- [ ] code\n```",
        "%%\n- [ ] hidden\n%%",
    ],
)
def test_rows_30_and_31_what_is_not_parsed(block: str) -> None:
    asked, path = read(block)
    assert asked.entry(path).lines == ()
    assert "old" not in asked.entry(path).body.html


def test_row_37_introductions() -> None:
    for arrow in ("→", "->"):
        statement = said(f"- intro: @ada {arrow} @bo")
        assert statement is not None
        assert (statement.role, statement.sides, statement.people) == ("intro", (ADA_PATH, BO_PATH), (ADA_PATH,))
    assert said("- intro: [[Ada]] to [[Bo]]") is None


def test_row_39_a_new_card() -> None:
    asked, path = read("- new: Tom, Ada's colleague")
    (statement,) = asked.resolved(path).statements
    assert statement.people == ("card:tom",)
    assert statement.line.text == "Ada's colleague"
    assert asked.name("card:tom") == "Tom"


def test_row_40_an_item_to_raise() -> None:
    statement = said("- [ ] ask about Turin", under="Next time")
    assert statement is not None
    assert statement.role == "item"


@pytest.mark.parametrize("item", ["- [ ] a due:soon", "- [ ] a due:2026-02-30", "- [x] a done:yesterdayish"])
def test_a_lost_deadline_is_loud(item: str) -> None:
    assert found(item) == ["bad-value"]


def test_sub_items_concern_the_person_above() -> None:
    asked, path = read("- [[bo]] runs the lab\n" + indent("- gave contact: the foundry", "  "), "M2")
    (statement,) = asked.resolved(path).statements
    assert statement.people == (BO_PATH,)


def test_an_exchange_that_could_concern_two_people_is_nobodys() -> None:
    assert found("- got lead: the Turin group", "M2") == ["unattributed"]
    assert found("- got lead: the Turin group by:@bo", "M2") == []
    assert found("- gave idea: a workshop to:all", "M2") == []
