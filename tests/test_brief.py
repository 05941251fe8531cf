"""The brief: what to know before meeting somebody, as a value, on the pages and on one screen of the terminal."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands import SAMPLE, kith, write_journal
from journal_of import journal
from pages_of import view_of
from site_builder.cli.brief import HEIGHT, WIDTH, rows_of, screen
from site_builder.relations.briefs import Brief, brief_of
from site_builder.session import Session
from site_builder.site.views import ContactView, LinkTo, MeetingView, Words

ADA = "contacts/ada.md"
TODAY = "2026-06-20"
FILE = """\
---
name: Ada Byron
aliases: [Ada]
org:
  - 2019-01: Foundry
  - 2026-06-10: Analytical Engines
role:
  - 2019: Engineer
  - 2026-06: Head of Research
place:
  - 2026-06-15: Turin
  - 2027-01: Rome
met: 2019-03-14
birthday: 1980-07-02
wants: [translators]
i_can_help: [reviewing]
---
Prefers letters.

## Next time
- the house
"""
LAST = """\
---
date: 2026-05-05
with: [Ada]
kind: coffee
---
A long talk.

She leaves in autumn.

- learned: one
- learned: two
- gave link: a paper
- ask: a word with the board
- they asked: a letter outcome:yes
- question: what does she read?
- [x] I'll send the slides done:2026-05-20
- [x] Ada will send the map due:2026-05-30 done:2026-06-01
- [x] I'll call the office done:2026-05-05
- [ ] I'll send the table due:2026-06-12
- [ ] Ada will send the minutes due:2026-06-30
"""
CROWD = """\
---
date: 2026-06-01
with: [Ada, P1 Q, P2 Q, P3 Q, P4 Q, P5 Q, P6 Q]
---
- got lead: a translator by:@ada
- learned: three to:@ada
- conflict: a word too many to:@ada
"""
NOTES = {ADA: FILE, "meetings/2026-05-05-ada.md": LAST, "meetings/2026-06-01-fair.md": CROWD}


def brief(notes: dict[str, str] | None = None, today: str = TODAY, key: str = ADA) -> Brief:
    return brief_of(journal(notes or NOTES, today), key)


def told(parts: Words) -> str:
    return "".join(part.text if isinstance(part, LinkTo) else str(part) for part in parts)


# ---------------------------------------------------------------- the value


def test_what_each_side_has_done_since() -> None:
    """The last meeting is that of 5 May, as a crowd is none; what was done on its day belongs to it."""
    found = brief()
    assert found.last is not None and found.last.day == date(2026, 5, 5)
    assert [(str(deed.day), deed.theirs, deed.statement.line.shown) for deed in found.since] == [
        ("2026-06-01", True, "a translator"),
        ("2026-06-01", True, "Ada will send the map"),
        ("2026-05-20", False, "I'll send the slides"),
    ]
    assert [each.line.shown for each in found.learned] == ["three", "one", "two"]
    assert brief(today="2026-05-10").since == ()


def test_what_to_say_thank_you_for() -> None:
    """What they led me to, until thanks are noted, or two months have passed; what is new since then stands above."""
    led = {"meetings/2026-05-04-ada.md": "---\nwith: [Ada]\n---\n- got intro: [[Bo Lind]]\n- got lead: a tender\n"}
    told = brief({**NOTES, **led})
    assert [each.line.shown for each in told.thanks] == ["[[Bo Lind]]", "a tender"]
    assert brief({**NOTES, **led}, today="2026-07-05").thanks == ()
    thanked = {"meetings/2026-05-04-call.md": "---\nwith: [Ada]\nkind: call\n---\n- thanked: for both\n"}
    assert brief({**NOTES, **led, **thanked}).thanks == ()
    assert brief().thanks == (), "the lead of the fair is new since the last meeting"


def test_what_has_changed_since() -> None:
    """Only what began after the last meeting and has begun by now; what one may have heard there is not news."""
    assert [(each.field, each.before, each.now, str(each.since)) for each in brief().changes] == [
        ("role", "Engineer", "Head of Research", "2026-06"),
        ("org", "Foundry", "Analytical Engines", "2026-06-10"),
        ("place", "", "Turin", "2026-06-15"),
    ]
    assert [each.field for each in brief(today="2026-06-05").changes] == ["role"]
    notes = {ADA: "---\nname: Ada\nrole:\n  - 2019: Engineer\n  - 2026-06-01:\n---\n", "meetings/2026-05-05-a.md": LAST}
    (left,) = brief(notes).changes
    assert (left.before, left.now) == ("Engineer", "")


def test_what_was_asked_and_not_answered() -> None:
    assert [each.line.shown for each in brief().asked] == ["a word with the board"]
    assert [each.line.shown for each in brief().questions] == ["what does she read?"]
    assert brief(today="2027-05-06").asked == ()


@pytest.mark.parametrize(("today", "near"), [("2026-06-01", False), ("2026-06-02", True), ("2026-07-02", True)])
def test_a_birthday_is_told_when_it_is_near(today: str, near: bool) -> None:
    found = brief(today=today)
    assert (found.birthday, found.age) == ((date(2026, 7, 2), 46) if near else (None, None))


def test_of_somebody_unknown_there_is_nothing() -> None:
    notes = {ADA: "---\nname: Ada Byron\n---\n"}
    assert not brief(notes)
    assert brief({**NOTES, ADA: FILE.replace("name:", "status: archived\nname:")}) == Brief()


# ---------------------------------------------------------------- the pages


def test_the_page_of_a_contact_shows_the_same() -> None:
    view = view_of(NOTES, "people/ada.html", today=TODAY)
    assert isinstance(view, ContactView) and view.brief is not None
    assert [told(line.text) for line in view.brief.since] == [
        "They gave lead: a translator",
        "They kept: Ada will send the map",
        "You kept: I'll send the slides",
    ]
    assert [told(line.text) for line in view.brief.news] == [
        "Role: Head of Research since June 2026, before Engineer",
        "Org: Analytical Engines since 10 June 2026, before Foundry",
        "Place: Turin since 15 June 2026",
        "Birthday on 2 July, in 12 days, turns 46",
    ]
    assert [told(line.text) for line in view.brief.asked] == ["You asked: a word with the board"]


def test_the_page_of_a_meeting_ahead_shows_what_is_new() -> None:
    """Pages that others may see over one's shoulder leave out what is private."""
    secret = FILE.replace("birthday: 1980-07-02", "private:\n  birthday: 1980-07-02")
    ahead = {**NOTES, ADA: secret, "meetings/2026-06-25-ada.md": "---\nwith: [Ada]\n---\n"}
    view = view_of(ahead, "meetings/2026-06-25-ada.html", today=TODAY)
    assert isinstance(view, MeetingView)
    lines = [told(line.text) for line in view.briefs[0].lines]
    assert lines[1:6] == [
        "Role: Head of Research since June 2026, before Engineer",
        "Org: Analytical Engines since 10 June 2026, before Foundry",
        "Place: Turin since 15 June 2026",
        "They gave lead: a translator",
        "They kept: Ada will send the map",
    ]
    assert not any("Birthday" in line for line in lines)


# ---------------------------------------------------------------- kith brief


def test_a_brief_of_somebody_to_whom_one_was_led(root: Path) -> None:
    (root / "meetings/2026-06-02-ada.md").write_text("---\nwith: [Ada]\n---\n- got intro: [[Bo Lind]] for the loom\n")
    line = " ".join(shown("bo lind").splitlines()[1].split())
    assert line == "Met Introduced by Ada Byron on 2 June 2026 meetings/2026-06-02-ada.md:4"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_journal(tmp_path / "journal", NOTES, f'today = "{TODAY}"\n')
    monkeypatch.chdir(folder)
    return folder


def shown(*arguments: str | Path) -> str:
    result = kith("brief", *arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_brief_on_one_screen(root: Path) -> None:
    assert (
        shown("ada")
        == """\
Ada Byron · Head of Research, Analytical Engines
Met      on 14 March 2019                                     contacts/ada.md:13
Last     Coffee, 5 May 2026, 7 weeks ago: She leaves in autumn.
                                                    meetings/2026-05-05-ada.md:8
New      Role: Head of Research since June 2026, before Engineer
                                                               contacts/ada.md:9
         Org: Analytical Engines since 10 June 2026, before…   contacts/ada.md:6
         Place: Turin since 15 June 2026                      contacts/ada.md:11
         Birthday on 2 July, in 12 days, turns 46             contacts/ada.md:14
Since    They gave lead: a translator              meetings/2026-06-01-fair.md:5
         They kept: Ada will send the map          meetings/2026-05-05-ada.md:17
         You kept: I'll send the slides            meetings/2026-05-05-ada.md:16
I owe    I'll send the table · 8 days late · 7 weeks old
                                                   meetings/2026-05-05-ada.md:19
They owe Ada will send the minutes · by 30 June · 7 weeks old
                                                   meetings/2026-05-05-ada.md:20
Raise    the house                                            contacts/ada.md:21
Ask      what does she read?                       meetings/2026-05-05-ada.md:15
         you asked: a word with the board          meetings/2026-05-05-ada.md:13
Wants    translators                                          contacts/ada.md:15
Offer    reviewing                                            contacts/ada.md:16
Learned  three                                     meetings/2026-06-01-fair.md:6
         one                                       meetings/2026-05-05-ada.md:10
         two                                       meetings/2026-05-05-ada.md:11
"""
    )
    del root


def test_every_line_says_where_it_stands(root: Path) -> None:
    for line in shown("ada").splitlines():
        place = line.split()[-1]
        if ".md:" in place:
            path, _, number = place.partition(":")
            assert len((root / path).read_text().splitlines()) >= int(number)
    assert "- [ ] I'll send the table" in (root / "meetings/2026-05-05-ada.md").read_text().splitlines()[18]


def test_the_json_has_all_of_it_whole(root: Path) -> None:
    """The same rows as on the screen, none cut, with the place of each; the keys are those of the documentation."""
    write_journal(root, {"contacts/bo.md": "---\nname: Bo\nstatus: deceased\n---\n"}, f'today = "{TODAY}"\n')
    data = json.loads(shown("ada", "bo", "--json"))
    assert (data["version"], data["day"]) == (1, TODAY)
    ada, bo = data["people"]
    assert (ada["name"], ada["card"], ada["status"], ada["circle"]) == ("Ada Byron", False, "active", "")
    assert (bo["status"], bo["lines"]) == ("deceased", [])
    asked = journal(NOTES, TODAY)
    rows = list(rows_of(asked, ADA, brief_of(asked, ADA)))
    assert [each["text"] for each in ada["lines"]] == [row.text for row in rows]
    assert [f"{each['path']}:{each['line']}" for each in ada["lines"]] == [row.place for row in rows]
    text = (Path(__file__).parent.parent / "docs/json.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`([a-z]+)`", text.partition("## Briefs")[2].partition("\n## ")[0]))
    assert {*data, *ada, *ada["lines"][0], *(each["kind"] for each in ada["lines"])} <= documented
    kinds = re.findall(r"`([a-z]+)`", text.partition("lines: `kind` (")[2].partition(")")[0])
    assert {each["kind"] for each in ada["lines"]} <= set(kinds)


def test_several_people_a_card_and_nobody(root: Path) -> None:
    write_journal(root, {"contacts/bo.md": "---\nname: Bo\nstatus: deceased\n---\n"}, f'today = "{TODAY}"\n')
    write_journal(root, {"contacts/cy.md": "---\nname: Cy Dale\n---\n"}, f'today = "{TODAY}"\n')
    assert shown("bo", "Cy Dale", "bo") == "Bo · deceased\nNo brief: deceased.\n\nCy Dale\nNo note says more yet.\n"
    assert shown("ada", "byron").count("Ada Byron ·") == 1
    card = {"meetings/2026-06-02-di.md": "---\nwith: [Di Orr]\n---\n- new: Di Orr | does: translator | wants: work\n"}
    write_journal(root, card, f'today = "{TODAY}"\n')
    lines = shown("di").splitlines()
    assert lines[0] == "Di Orr · translator"
    assert lines[-1].split() == ["Wants", "work", "meetings/2026-06-02-di.md:4"]
    missed = kith("brief", "Ada", "nobody at all")
    assert (missed.exit_code, missed.output) == (2, "kith: No note names 'nobody at all'.\n")
    assert kith("brief").exit_code == 2


def test_of_what_there_is_most_the_last_go(root: Path) -> None:
    many = "".join(f"- [ ] I'll do thing {number}\n" for number in range(40))
    write_journal(root, {"meetings/2026-05-06-ada.md": f"---\nwith: [Ada]\n---\n{many}"}, f'today = "{TODAY}"\n')
    lines = shown("ada").splitlines()
    assert len(lines) == HEIGHT and max(map(len, lines)) <= WIDTH
    (more,) = (line for line in lines if " more) " in line)
    owed = [line for line in lines if "thing" in line or "the table" in line]
    assert f"(and {41 - len(owed)} more)" in more and more in owed


def test_the_sample_s_briefs_fit_on_a_screen() -> None:
    session = Session(SAMPLE)
    session.refresh()
    for key in session.journal.people():
        lines = screen(session.journal, key)
        assert len(lines) <= HEIGHT and max(map(len, lines)) <= WIDTH, session.journal.name(key)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*LAST.splitlines()[9:], "- next: " + "word " * 30, "- wants: " + "x" * 200]), max_size=60
    ),
    st.integers(0, 90),
    st.integers(40, 120),
)
def test_whatever_the_notes_the_brief_fits(lines: list[str], letters: int, width: int) -> None:
    path = f"meetings/2026-05-06-{'a' * letters}.md"
    notes = {ADA: FILE, path: "\n".join(("---", "with: [Ada]", "---", *lines, ""))}
    shown_lines = screen(journal(notes, TODAY), ADA, width)
    assert len(shown_lines) <= HEIGHT
    assert width < 70 or max(map(len, shown_lines)) <= width
