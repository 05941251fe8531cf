"""The commands that change a note: `done`, `snooze`, `cadence`, and `log`, which writes one in a line."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands import kith, tree_of, write_journal
from site_builder.session import Session

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = 'schema = 1\ntoday = "2026-06-20"\n'
MEETING = """\
---
date: 2026-06-05
with: [Ada Byron]
---
Coffee.

- [ ] I'll send the benchmark table due:2026-06-12
- [ ] I'll send the slides due:2026-06-14
- [ ] Ada will send the minutes due:2026-06-30
- [ ] I'll send the address
"""
NOTE = "meetings/2026-06-05-ada.md"
CONTACT = "---\nname: Bo Ashdown\naliases: [Bee]\n---\nMet in Turin.\n"


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal with a meeting and a contact, and the working directory in it."""
    root = write_journal(tmp_path / "journal", {NOTE: MEETING, "contacts/bo-ashdown.md": CONTACT}, SETTINGS)
    monkeypatch.chdir(root)
    return root


def refused(*arguments: str | Path) -> str:
    """What a command says that leaves everything as it is."""
    result = kith(*arguments)
    assert result.exit_code == 2, result.output
    return result.output


def said(*arguments: str | Path) -> str:
    result = kith(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def only_change(before: dict[str, bytes], root: Path, path: str) -> tuple[list[str], list[str]]:
    """The lines of one file that differ from before, when nothing else does."""
    after = tree_of(root)
    assert {each for each in {*before, *after} if before.get(each) != after.get(each)} == {path}
    old, new = (tree[path].decode().split("\n") for tree in (before, after))
    return [line for line in old if line not in new], [line for line in new if line not in old]


# ---------------------------------------------------------------- kith today


def test_promises_are_numbered_as_they_are_listed(journal: Path) -> None:
    assert said("today").splitlines()[2:5] == [
        "You promised",
        "  1  I'll send the benchmark table · Ada Byron · 8 days late",
        "  2  I'll send the slides · Ada Byron · 6 days late",
    ]
    del journal


def test_the_day_as_json(journal: Path) -> None:
    write_journal(
        journal,
        {
            "meetings/2026-06-25-bo.md": "---\nwith: [Bo Ashdown]\nkind: call\n---\n",
            "contacts/cy.md": "---\nname: Cy Dale\nfollow_up: 2026-06-10\nmet: 2020\n---\n",
        },
        SETTINGS,
    )
    data = json.loads(said("today", "--json"))
    assert data["promises"][0] == {
        "number": 1,
        "whose": "mine",
        "text": "I'll send the benchmark table",
        "people": [{"id": "ada-byron", "name": "Ada Byron", "card": True}],
        "state": "open",
        "made": "2026-06-05",
        "due": "2026-06-12",
        "overdue": 8,
        "path": NOTE,
        "line": 7,
    }
    assert [each["number"] for each in data["promises"]] == [1, 2]
    assert [(each["name"], each["reason"], each["late"]) for each in data["touch"]] == [("Cy Dale", "follow-up", 10)]
    assert data["touch"][0]["sentence"] == "You wanted to be in touch by 10 June 2026."
    assert [(each["day"], each["title"], each["path"]) for each in data["ahead"]] == [
        ("2026-06-25", "Call with Bo Ashdown", "meetings/2026-06-25-bo.md")
    ]
    text = (ROOT / "docs/json.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`([a-z]+)`", text))
    keys = {*data, *data["promises"][0], *data["promises"][0]["people"][0], *data["touch"][0], *data["ahead"][0]}
    assert keys <= documented
    assert data["review"] is None, "it is a Saturday"


def test_monday_s_review_is_told_and_in_the_json(journal: Path) -> None:
    """What the home page shows on Mondays, in the same sentences."""
    (journal / "meetings/2026-06-08-ada.md").write_text("---\nwith: [Ada Byron]\n---\n")
    (journal / "contacts/bo-ashdown.md").write_text("---\nname: Bo Ashdown\nreview_by: 2026-06-01\n---\n")
    lines = said("today", "--today", "2026-06-22").splitlines()
    assert lines[lines.index("Monday's review") + 1 :] == [
        "  1 promise of yours has no day yet: Ada Byron",
        "  1 person was met again lately and has no file yet: Ada Byron",
        "  1 plan was to be looked at again by now: Bo Ashdown",
    ]
    assert "Monday" not in said("today", "--today", "2026-06-23")
    review = json.loads(said("today", "--json", "--today", "2026-06-22"))["review"]
    assert [(each["text"], each["number"], each["line"]) for each in review["undated"]] == [
        ("I'll send the address", None, 10)
    ]
    assert review["cards"] == [{"id": "ada-byron", "name": "Ada Byron", "card": True}]
    assert (review["quiet"], [each["id"] for each in review["plans"]]) == ([], ["bo-ashdown"])
    text = (ROOT / "docs/json.md").read_text(encoding="utf-8").partition("Of the review: ")[2]
    assert set(review) <= set(re.findall(r"`([a-z]+)`", text.partition("##")[0]))


# ---------------------------------------------------------------- kith done


def test_a_promise_is_closed_by_its_number(journal: Path) -> None:
    before = tree_of(journal)
    assert said("done", "2") == f"Kept: I'll send the slides ({NOTE}:8)\n"
    assert only_change(before, journal, NOTE) == (
        ["- [ ] I'll send the slides due:2026-06-14"],
        ["- [x] I'll send the slides due:2026-06-14 done:2026-06-20"],
    )
    assert "slides" not in said("today")
    assert said("done", "1", "--today", "2026-06-21") == f"Kept: I'll send the benchmark table ({NOTE}:7)\n"
    assert "done:2026-06-21" in (journal / NOTE).read_text()


@pytest.mark.parametrize("words", [("benchmark table",), ("Benchmark", "TABLE"), ("I'll send the benchmark table",)])
def test_a_promise_is_closed_by_its_words(journal: Path, words: tuple[str, ...]) -> None:
    assert said("done", *words).startswith("Kept: I'll send the benchmark table")
    assert "- [x] I'll send the benchmark table due:2026-06-12 done:2026-06-20\n" in (journal / NOTE).read_text()


def test_several_numbers_are_those_that_were_listed(journal: Path) -> None:
    """Closed one after the other, the second would be another promise than the one that was read."""
    twice = MEETING + "- [ ] I'll send the slides due:2026-06-14\n- [ ] I'll send a card due:2026-06-15\n"
    (journal / NOTE).write_text(twice)
    assert said("done", "1", "3", "2") == (
        f"Kept: I'll send the benchmark table ({NOTE}:7)\nKept: I'll send the slides ({NOTE}:8)\n"
        f"Kept: I'll send the slides ({NOTE}:11)\nThe promises after it are numbered anew: see `kith today`.\n"
    )
    assert re.findall(r"\[ \] (.*)", (journal / NOTE).read_text())[-1] == "I'll send a card due:2026-06-15"
    assert (journal / NOTE).read_text().count("done:2026-06-20") == 3
    before = tree_of(journal)
    assert refused("done", "1", "7").startswith("kith: There is no number 7")
    assert tree_of(journal) == before


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_are_found_however_they_are_written(journal: Path, form: Literal["NFC", "NFD"]) -> None:
    """A Mac or a phone writes accents apart and apostrophes round."""
    task = unicodedata.normalize(form, "- [ ] I’ll send the résumé – the naïve one – to Łódź\n")
    for words in ("I'll send the résumé", "naive", "the NAÏVE one -", "Lodz"):
        (journal / NOTE).write_text(f"---\nwith: Ada\n---\n{task}", encoding="utf-8")
        assert said("done", words).startswith("Kept: I’ll send")


def test_what_is_neither_late_nor_dated_is_closed_by_its_words(journal: Path) -> None:
    assert said("done", "minutes") == f"Kept: Ada will send the minutes ({NOTE}:9)\n"
    assert said("done", "address") == f"Kept: I'll send the address ({NOTE}:10)\n"
    assert refused("done", "address") == "kith: No open task says 'address'. `kith today` lists what is due.\n"
    del journal


def test_a_promise_is_dropped_and_why(journal: Path) -> None:
    told = said("done", "slides", "--dropped", "--why", 'she "has"\nthem')
    assert told == f"Dropped: I'll send the slides ({NOTE}:8)\n"
    wanted = "- [-] I'll send the slides due:2026-06-14 done:2026-06-20 why:\"she 'has' them\"\n"
    assert wanted in (journal / NOTE).read_text()
    assert refused("done", "table", "--why", "x") == "kith: --why says why something was dropped. Add --dropped.\n"


def test_words_that_fit_several_are_refused_with_all_of_them(journal: Path) -> None:
    before = tree_of(journal)
    assert refused("done", "i'll send").splitlines() == [
        'kith: "i\'ll send" fits 3 open tasks. Give more of its words:',
        f"  I'll send the benchmark table ({NOTE}:7)",
        f"  I'll send the slides ({NOTE}:8)",
        f"  I'll send the address ({NOTE}:10)",
    ]
    assert refused("done", "3").startswith("kith: There is no number 3: `kith today` lists 1 to 2.")
    assert refused("done", "0").startswith("kith: There is no number 0")
    assert refused("done", "the moon").startswith("kith: No open task says 'the moon'.")
    assert "Missing argument" in refused("done")
    assert tree_of(journal) == before


def test_a_note_in_another_encoding_is_left(journal: Path) -> None:
    (journal / NOTE).write_bytes(MEETING.replace("Coffee", "Café").encode("cp1252"))
    before = tree_of(journal)
    assert refused("done", "1") == (
        f"kith: {NOTE}: The note is not UTF-8, so it was left as it is. Save it as UTF-8 in your editor.\n"
    )
    assert tree_of(journal) == before


WORDS = st.sampled_from(
    [
        *(
            "send",
            "Ada",
            "`code",
            "`code`",
            "**bold**",
            "*",
            "_",
            "__",
            "[[ada]]",
            "[[",
            "]]",
            "@bo",
            "[a](b)",
            "![",
            "<",
        ),
        *("https://a.example/x", "<!-- c -->", "<!--", "-->", "%%c%%", "%%", "^id-1", "^", "#tag", "|", "\\", '"', "“"),
        *("due:2026-06-30", "due:fri", "due:", "done:2025-01-01", "moved:2026-07-01", 'why:"x"', 'why:"x', "to:me"),
        *(
            "📅 2026-06-30",
            "✅ 2026-06-30",
            "❌ 2026-06-30",
            "📅",
            "[due:: 2026-06-30]",
            "(due:: 2026-06-30)",
            "[due::",
        ),
        *(
            "will",
            "I'll",
            ":",
            "::: private",
            "kith-ignore",
            "é",
            "👩‍🚀",
            "\u2028",
            "\u00a0",
            "\0",
            "***",
            "~~x~~",
            "$",
            "{",
        ),
        *("1.", "- x", "> q", "[ ]", "[x]", "size:M", "min:5", "on:2026-06-01", "&amp;", "&", "(", ")", "]", "next:"),
    ]
)
BETWEEN = st.sampled_from([" ", " ", " ", "  ", "", "\n  ", "\t"])
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(WORDS, BETWEEN), min_size=1, max_size=7),
    st.sampled_from(["", "- [ ] send it\n", "- learned: x\n", "```\n- [ ] y\n```\n"]),
    st.sampled_from(
        ["", "- [ ] send it\n", "  - [ ] below\n", "\n  more\n", "\nWords. `\n", "::: private\nx\n:::\n", "\n-->\n%%\n"]
    ),
    st.sampled_from(["-", "*", "1.", "  -"]),
    ENDS,
    st.booleans(),
)
def test_whatever_the_task_only_its_own_line_changes(
    tmp_path_factory: pytest.TempPathFactory,
    parts: list[tuple[str, str]],
    above: str,
    below: str,
    bullet: str,
    end: str,
    mark: bool,
) -> None:
    """The first open task is closed through its own words; re-read, it is kept today, and all other lines are as they
    were, byte for byte. A task on one line is never refused."""
    task = f"{bullet} [ ] zebra {''.join(word + between for word, between in parts)}\n"
    text = f"---\ndate: 2026-06-05\nwith: [Ada Byron]\n---\n{above}{task}{below}"
    data = (b"\xef\xbb\xbf" if mark else b"") + text.replace("\n", end).encode()
    root = write_journal(tmp_path_factory.mktemp("j"), {NOTE: data}, SETTINGS)
    session = Session(root)
    session.refresh()
    lines = session.journal.entry(NOTE).lines
    number = next((n for n, each in enumerate(lines) if each.text.startswith("zebra") and each.state == "open"), None)
    if number is None:
        return  # what stands there makes no open task of it
    result = kith("done", "zebra", "--journal", root)
    new = (root / NOTE).read_bytes()
    if result.exit_code == 2 and task.count("\n") > 1:
        assert new == data  # what is neither at its end nor on its first line words alone is left to its writer
        return
    assert result.exit_code == 0, result.output
    old_lines, new_lines = data.split(end.encode()), new.split(end.encode())
    assert len(old_lines) == len(new_lines)
    first = text[: text.index("zebra")].count("\n")
    span = range(first, first + task.count("\n"))
    assert all(was == now for n, (was, now) in enumerate(zip(old_lines, new_lines, strict=True)) if n not in span)
    gone = new.replace(b"[x] zebra", b"[ ] zebra", 1)
    stamps = (b" done:2026-06-20", b" [done:: 2026-06-20]", " ✅ 2026-06-20".encode())
    assert any(_without_one(gone, stamp, data) for stamp in stamps)
    session.refresh()
    again = session.journal.entry(NOTE).lines
    assert (again[number].state, again[number].done and again[number].done.first) == ("kept", date(2026, 6, 20))
    assert len(again) == len(lines)


def _without_one(new: bytes, stamp: bytes, data: bytes) -> bool:
    return any(new[: match.start()] + new[match.end() :] == data for match in re.finditer(re.escape(stamp), new))


def test_a_note_changes_no_terminal(journal: Path) -> None:
    """A note may be anybody's. What stands between the letters of a word, or of an emoji, is a part of it."""
    evil = "\x1b[31mred\x1b]0;owned\x07 \x9b2J \u202e"
    word = "l’été\u202f: \u0645\u06cc\u200c\u062e \U0001f469\u200d\U0001f680"
    lines = f"- [ ] I'll send {evil} {word} due:2026-06-01\n- learned: {evil} {word}\n- [ ] I'll send more {evil}\n"
    lines += f"[[{evil} {word}]]\n"
    (journal / NOTE).write_text(f'---\nwith: ["Cy {word} {evil[:3]}"]\n---\n{lines}', encoding="utf-8")
    (journal / "contacts/bo-ashdown.md").write_text('---\nname: "Bo \\e[31mRed"\n---\n')
    commands = (
        *(("today",), ("brief", "cy"), ("search", "send"), ("lint", "--format", "full"), ("done", "send")),
        *(
            ("done", "more", "--dropped"),
            ("snooze", "bo", "4w"),
            ("cadence", "bo", "4w"),
            ("explain", "time-to-meet", "bo"),
        ),
    )
    for command in commands:
        told = kith(*command, "--today", "2026-06-20", colour=True).output
        told = re.sub(r"\x1b\[\d+m", "", told) if command[0] == "search" else told
        assert "\ufffd" in told, command
        assert not re.search("[\0-\t\x0b-\x1f\x7f-\x9f\u202e]", told), command
        if command[0] in ("today", "brief", "search", "lint") and "more" not in command:
            assert word in told, command


# ---------------------------------------------------------------- kith snooze, kith cadence


@pytest.mark.parametrize(
    ("when", "day"),
    [
        (("4w",), "2026-07-18"),
        (("3", "months"), "2026-09-20"),
        (("next", "fri"), "2026-06-26"),
        (("2026-12-01",), "2026-12-01"),
        (("+10d",), "2026-06-30"),
    ],
)
def test_snooze_sets_a_day(journal: Path, when: tuple[str, ...], day: str) -> None:
    before = tree_of(journal)
    assert said("snooze", "bee", *when).startswith("Bo Ashdown: be in touch by ")
    path = "contacts/bo-ashdown.md"
    assert only_change(before, journal, path) == ([], [f"follow_up: {day}"])
    assert said("snooze", "Bo", "5w").endswith("by 25 July 2026 (contacts/bo-ashdown.md)\n")
    assert (journal / path).read_text() == CONTACT.replace("Bee]\n", "Bee]\nfollow_up: 2026-07-25\n")
    assert said("lint", path) == "Nothing to report in 1 note.\n"


def test_who_is_snoozed_is_not_named_until_then(journal: Path) -> None:
    """Not even where the day that has passed was set in a meeting's note."""
    write_journal(
        journal, {"meetings/2026-04-01-bo.md": "---\nwith: Bo Ashdown\nfollow_up: +3w\n---\nTea.\n"}, SETTINGS
    )
    assert "Bo Ashdown · You wanted to be in touch by 22 April 2026." in said("today")
    said("snooze", "bo", "4w")
    assert "Bo Ashdown" not in said("today")
    assert "Bo Ashdown · You wanted to be in touch by" in said("today", "--today", "2026-07-19")


@pytest.mark.parametrize("when", ["none", "yesterday", "today", "5/6", "-3d", "9000y", "soon"])
def test_what_is_not_ahead_is_refused(journal: Path, when: str) -> None:
    before = tree_of(journal)
    refused("snooze", "bee", "--", when)
    assert tree_of(journal) == before


@pytest.mark.parametrize(
    ("often", "written", "told"),
    [
        (("10w",), "10w", "every 10 weeks"),
        (("monthly",), "1m", "every month"),
        (("6", "weeks"), "6w", "every 6 weeks"),
        (("none",), "none", "no cadence"),
    ],
)
def test_cadence_is_set_and_replaced(journal: Path, often: tuple[str, ...], written: str, told: str) -> None:
    path = journal / "contacts/bo-ashdown.md"
    crlf = "\ufeff---\r\nname: Bo Ashdown\r\nCadence:  'monthly'  # at least\r\n---\r\n"
    path.write_bytes(crlf.encode())
    assert said("cadence", "bo-ashdown", *often) == f"Bo Ashdown: {told} (contacts/bo-ashdown.md)\n"
    assert path.read_bytes() == crlf.replace("'monthly'", written).encode()


def test_a_person_without_a_file_is_told_how_to_get_one(journal: Path) -> None:
    before = tree_of(journal)
    for command in ("snooze", "cadence"):
        assert refused(command, "Ada Byron", "4w") == (
            'kith: Ada Byron has no file to write this in. Start one: kith new contact "Ada Byron"\n'
        )
    assert tree_of(journal) == before


def test_who_is_meant(journal: Path) -> None:
    write_journal(journal, {"contacts/bo-b.md": "---\nname: Bo Brandt\n---\n"}, SETTINGS)
    assert refused("cadence", "bo", "4w").splitlines() == [
        "kith: 'bo' could be 2 people. Give the name or the id:",
        "  Bo Ashdown (bo-ashdown)",
        "  Bo Brandt (bo-b)",
    ]
    assert refused("cadence", "Bo Ashdwon", "4w") == "kith: No note names 'Bo Ashdwon'. Did you mean Bo Ashdown?\n"
    assert refused("cadence", "zz", "4w") == "kith: No note names 'zz'.\n"
    assert refused("cadence", "me", "4w") == "kith: 'me' is you.\n"
    assert refused("cadence", "!", "4w").startswith("kith: ")
    assert refused("cadence", "bo-b", "now and then") == (
        "kith: 'now and then' is no length of time. Write 10w, 6 weeks, monthly or none.\n"
    )
    write_journal(journal, {"contacts/bo-c.md": "---\nname: Bo Brandt\n---\n"}, SETTINGS)
    assert "contacts/bo-b.md or contacts/bo-c.md" in refused("snooze", "Bo Brandt", "4w")


def test_front_matter_that_is_broken_is_left(journal: Path) -> None:
    path = journal / "contacts/bo-ashdown.md"
    path.write_text("---\n- Bo\n---\n")
    told = refused("cadence", "bo-ashdown", "4w")
    assert told.startswith("kith: contacts/bo-ashdown.md: The front matter of this note cannot be read.")
    assert path.read_text() == "---\n- Bo\n---\n"


# ---------------------------------------------------------------- kith log


def test_a_meeting_in_one_line(journal: Path) -> None:
    path = said("log", "bee", "Ada Byron", "--on", "last tue", "-m", "She leaves the committee.").strip()
    assert path == "meetings/2026-06-16-bo-ashdown-ada-byron.md"
    assert (journal / path).read_text() == (
        '---\ndate: 2026-06-16\nwith: ["[[bo-ashdown]]", "Ada Byron"]\n---\nShe leaves the committee.\n'
    )


def test_a_meeting_with_its_lines(journal: Path) -> None:
    messages = (
        "A call.",
        "learned: he moves",
        "- gave link: a paper",
        "[ ] I'll send it due:fri",
        "Odd: or not.",
        "* x",
    )
    options = ("--kind", "call", "--minutes", "45", "--on", "yesterday")
    path = said("log", "bee", *options, *(part for text in messages for part in ("-m", text))).strip()
    assert path == "meetings/2026-06-19-bo-ashdown-call.md"
    assert (journal / path).read_text() == (
        '---\ndate: 2026-06-19\nwith: ["[[bo-ashdown]]"]\nkind: call\nminutes: 45\n---\n'
        "A call.\n\n- learned: he moves\n- gave link: a paper\n- [ ] I'll send it due:fri\n\nOdd: or not.\n\n* x\n"
    )
    assert said("lint", path) == "Nothing to report in 1 note.\n"


@pytest.mark.parametrize(
    ("messages", "body"),
    [
        (("learned: he moves\nto Lisbon",), "- learned: he moves\nto Lisbon\n"),
        (
            ("We met.\nlearned: x\n  [ ] no\n[ ] I'll send it\n\nThe end.", "wants: z", "next: q"),
            "We met.\n- learned: x\n  [ ] no\n- [ ] I'll send it\n\nThe end.\n\n- wants: z\n- next: q\n",
        ),
        (("   next: q", "    said: y\n      more"), "- next: q\n- said: y\n  more\n"),
        (("+ said: x", "told: z"), "+ said: x\n- told: z\n"),
        (("```\nlearned: x\n```",), "```\nlearned: x\n```\n"),
        (("> learned: x\nwants: z",), "> learned: x\n- wants: z\n"),
    ],
)
def test_each_line_of_a_message_is_read(journal: Path, messages: tuple[str, ...], body: str) -> None:
    """What was pasted, or typed on several lines, is no less a fact."""
    path = said("log", "bee", *(part for text in messages for part in ("-m", text))).strip()
    assert (journal / path).read_text().partition("\n---\n")[2] == body


@pytest.mark.parametrize(
    "message", ["[] send it", "TODO send it", "[x]sent it", "learnt: he moves", "gave lead - x", "gave links: two"]
)
def test_a_slip_in_a_message_is_told_by_the_check(journal: Path, message: str) -> None:
    """As a paragraph it would be prose, of which nothing is said, and the promise lost."""
    path = said("log", "bee", "-m", message).strip()
    assert (journal / path).read_text().endswith(f"---\n- {message}\n")
    assert "[near-miss]" in kith("lint").output


def test_a_meeting_ahead_and_a_template_of_one_s_own(journal: Path) -> None:
    write_journal(journal, {"templates/meeting.md": "---\ndate: {{date}}\nwith: {{with}}\n---\n# {{date}}"}, SETTINGS)
    path = said("log", "bee", "--on", "tomorrow", "-m", "We talk of the sea.\nAnd of ships.\n").strip()
    assert (journal / path).read_text() == (
        '---\ndate: 2026-06-21\nwith: ["[[bo-ashdown]]"]\nplanned: yes\n---\n# 2026-06-21\n\n'
        "We talk of the sea.\nAnd of ships.\n"
    )


def test_a_name_that_nobody_has_may_be_the_beginning_of_one(journal: Path) -> None:
    """People without a file are welcome: the note is written, and whom else one might have meant is said beside it."""
    assert said("log", "bo", "-m", "x").splitlines() == [
        "meetings/2026-06-20-bo.md",
        "kith: 'bo' is somebody new; if you meant Bo Ashdown (bo-ashdown), correct `with:`.",
    ]
    assert said("new", "meeting", "ash", "--no-edit").splitlines()[1:] == [
        "kith: 'ash' is somebody new; if you meant Bo Ashdown (bo-ashdown), correct `with:`.",
    ]
    assert "if you meant Bo Ashdown (bo-ashdown)" in said("log", "Bo Ashdwon", "-m", "x")
    assert said("log", "Cy Dale", "bee", "-m", "x") == "meetings/2026-06-20-cy-dale-bo-ashdown.md\n"
    del journal


def test_what_log_refuses(journal: Path) -> None:
    before = tree_of(journal)
    assert "Missing option" in refused("log", "bee")
    assert refused("log", "bee", "-m", " \n") == (
        'kith: There is nothing to note. Say it: -m "She leaves the committee in autumn."\n'
    )
    assert "is no day" in refused("log", "bee", "-m", "x", "--on", "5/6")
    assert "names nobody" in refused("log", "!", "-m", "x")
    refused("log", "-m", "x")
    refused("log", "bee", "-m", "x", "--minutes", "0")
    assert tree_of(journal) == before
