"""FORMAT.md, Lines: what a line is, its labels, tokens, dates and dialects. Whom it concerns: test_format_people.py."""

from __future__ import annotations

import re
from datetime import date
from textwrap import indent

import pytest

from journal_of import facts, journal
from site_builder.journal.model import Statement
from site_builder.notes.entry import Entry
from site_builder.notes.lines import KINDS, Line
from site_builder.pipeline import Asked

ADA, BO, NOTE = "contacts/ada.md", "contacts/bo.md", "meetings/m.md"
PEOPLE = {ADA: "---\nname: Ada\nmet: 2020-01-01\n---\n", BO: "---\nname: Bo\nmet: 2020-01-01\n---\n"}
FRIDAY = date(2026, 6, 5)


def read(body: str | bytes, settings: str = "", **notes: str) -> Asked:
    """A journal with a meeting of Friday 2026-06-05 with Ada."""
    front = "---\ndate: 2026-06-05\nwith: ada\n---\n"
    note = front.encode() + body if isinstance(body, bytes) else f"{front}{body}\n"
    return journal({**PEOPLE, NOTE: note, **notes}, settings=settings)


def entry(body: str) -> Entry:
    return read(body).entry(NOTE)


def line(body: str) -> Line:
    (only,) = entry(body).lines
    return only


def said(body: str, settings: str = "") -> tuple[Statement, ...]:
    return read(body, settings).resolved(NOTE).statements


def one(body: str, settings: str = "") -> Statement:
    (only,) = said(body, settings)
    return only


def kind_and_text(body: str) -> list[tuple[str, str]]:
    return [(each.line.kind, each.line.text) for each in said(body)]


def rules(body: str) -> list[str]:
    return [each.finding.rule for each in facts(read(body))]


# ---------------------------------------------------------------- what a line is


@pytest.mark.parametrize(
    "body",
    [
        *("- told: of it", "* told: of it", "+ told: of it", "1. told: of it", "7) told: of it", "-   told: of it"),
        *("- Words\n  - told: of it", "1. Words\n   - told: of it", "- Words\n  1. told: of it"),
        *("- told: of it\n\n  Another paragraph: gave link: x", "- told:\n  of it", "- told:\nof it"),
        *("- told: of it\n- ", "Words.\n- told: of it", "   - told: of it"),
    ],
)
def test_a_line_is_the_first_paragraph_of_a_list_item_whatever_its_bullet(body: str) -> None:
    assert kind_and_text(body) == [("told", "of it")]


@pytest.mark.parametrize(
    "body",
    [
        *("gave link: x", "# gave link: x", "| gave link: x |\n|---|\n| gave link: x |", "`- gave link: x`"),
        *("> - gave link: x", "- > gave link: x", "> [!note] T\n> - gave link: x", "> [!note]- T\n> - [ ] x"),
        *("```\n- gave link: x\n```", "    - gave link: x", "- `gave link: x`", "- words gave link: x"),
        *("%%\n- gave link: x\n%%", "<!-- \n- gave link: x\n-->", "- %% gave link: x %%", "- <!-- gave link: x -->"),
        *("- gave linkage: x", "- https://gave.example/link: x", "- told: <!-- x -->"),
    ],
)
def test_free_text_code_quotes_and_comments_are_no_lines(body: str) -> None:
    assert said(body) == ()


def test_the_lines_of_an_item_are_joined_by_a_space() -> None:
    assert kind_and_text("- learned: she\n  moves\n  to Turin") == [("learned", "she moves to Turin")]
    assert kind_and_text("- learned: she\nmoves to\nTurin") == [("learned", "she moves to Turin")]  # lazy continuation
    assert line("- [ ] send it\n  due:2026-06-12").deadline == date(2026, 6, 12)
    assert kind_and_text("- learned:\n  she moves") == [("learned", "she moves")]


@pytest.mark.parametrize(
    "hidden",
    ["`due:2026-06-12`", "<!-- due:2026-06-12 -->", "%%due:2026-06-12%%", "https://example.org/?due:2026-06-12"],
)
def test_code_comments_and_urls_are_blanked(hidden: str) -> None:
    found = line(f"- [ ] send it {hidden} on Monday")
    assert found.due is None
    assert rules(f"- [ ] send it {hidden} on Monday") == []


def test_link_targets_are_blanked() -> None:
    assert line("- [ ] send [it](x.md#due:2026-06-12)").due is None
    assert kind_and_text("- [ ] send [it due:2026-06-12](x.md)")[0][0] == "task"


@pytest.mark.parametrize(
    "item",
    [
        *("gave link: x", "Gave Link: x", "GAVE LINK: x", "gave link:: x", "gave link : x", "gave  link :: x"),
        *("**gave link:** x", "**gave** link: x", "*gave link*: x", "_gave_ link: x", "__gave link:__ x"),
        "***gave link:*** x",
    ],
)
def test_case_emphasis_and_forms_of_the_colon(item: str) -> None:
    statement = one(f"- {item}")
    assert (statement.line.kind, statement.line.category, statement.line.text) == ("gave", "link", "x")


@pytest.mark.parametrize("item", ["gave link:", "gave link x", "gave back: x", "learned more: x", "[] gave link: x"])
def test_what_does_not_fit_is_prose(item: str) -> None:
    assert said(f"- {item}") == ()


# ---------------------------------------------------------------- labels


@pytest.mark.parametrize("verb", ["gave", "got"])
@pytest.mark.parametrize("kind", [*KINDS, "favor", ""])
def test_gave_and_got_of_every_kind(verb: str, kind: str) -> None:
    statement = one(f"- {verb}{' ' if kind else ''}{kind}: text")
    assert (statement.role, statement.line.kind) == ("exchange", verb)
    assert statement.line.category == ("favour" if kind == "favor" else kind)
    assert statement.line.private is (kind == "inside")


def test_the_kinds_are_those_of_the_format() -> None:
    listed = "contact, idea, link, lead, inside, intro, referral, advice, time, feedback, favour, gift, help, praise"
    assert set(KINDS) == set(listed.split(", "))


def test_kinds_in_kith_toml_add() -> None:
    settings = 'kinds = ["Book", "job-offer", "co2"]\n'
    for kind in ("book", "Book", "job-offer", "co2", "link"):
        statement = one(f"- gave {kind}: x", settings)
        assert (statement.line.category, statement.line.text) == (kind.casefold(), "x")


@pytest.mark.parametrize(
    ("item", "role", "theirs"),
    [
        ("ask: for a review", "ask", False),
        ("asked: for a review", "ask", False),
        ("they asked: for a review", "ask", True),
        ("She asked: for a review", "ask", True),
        ("Ada asked: for a review", "ask", True),
        ("they ask: for a review", "ask", True),
        ("@ada asked: for a review", "ask", True),
        ("learned: x", "learned", False),
        ("told: x", "told", False),
        ("wants: x", "wants", True),
        ("next: x", "next", False),
        ("question: x", "question", False),
        ("win: x", "win", False),
        ("said: x", "said", True),
        ("thanked: x", "thanked", False),
        ("conflict: x", "conflict", False),
        ("repaired: x", "repaired", False),
        ("caution: x", "caution", False),
    ],
)
def test_each_label(item: str, role: str, theirs: bool) -> None:
    statement = one(f"- {item}")
    assert (statement.role, statement.theirs, statement.people) == (role, theirs, (ADA,))
    assert statement.line.private is (role in ("conflict", "repaired", "caution"))


@pytest.mark.parametrize(
    ("box", "state"),
    [("[ ]", "open"), ("[/]", "begun"), ("[x]", "kept"), ("[X]", "kept"), ("[-]", "dropped")],
)
def test_the_boxes(box: str, state: str) -> None:
    statement = one(f"- {box} send it")
    assert (statement.role, statement.line.state, statement.line.text) == ("promise", state, "send it")


@pytest.mark.parametrize("character", list('>!?*<SIbilpcfkwud"+~1'))
def test_other_box_characters_are_not_ours(character: str) -> None:
    body = f"- [{character}] send it due:soon"
    assert said(body) == ()
    assert rules(body) == []
    assert f"[{character}]" in entry(body).body.html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')


@pytest.mark.parametrize("body", ["- [ ]", "- [ ] ", "- [x] ", "- [ ] due:2026-06-12", "- [ ] <!-- x -->"])
def test_an_empty_box_promises_nothing(body: str) -> None:
    assert said(body) == ()


@pytest.mark.parametrize(
    ("item", "kind"), [("gave link: https://example.org", "gave"), ("told: `x`", "told"), ("[ ] `run`", "task")]
)
def test_a_line_may_hold_nothing_but_an_address_or_code(item: str, kind: str) -> None:
    found = one(f"- {item}").line
    assert (found.kind, found.text, found.shown) == (kind, "", re.split(r": |\] ", item)[1])


def test_dates_of_a_task() -> None:
    found = line("- [-] send it due:2026-06-12 moved:2026-06-19 moved:+3w why:\"they have it, 'all'\"")
    assert (str(found.due), [str(each) for each in found.moved]) == ("2026-06-12", ["2026-06-19", "2026-06-26"])
    assert (found.deadline, found.why, found.text) == (date(2026, 6, 26), "they have it, 'all'", "send it")
    assert str(line("- [x] send it done:2026-06-12").done) == "2026-06-12"
    assert line("- [x] send it").done is None


@pytest.mark.parametrize("answer", ["yes", "no", "later", "Yes"])
def test_what_became_of_an_ask(answer: str) -> None:
    found = line(f"- ask: for a review outcome:{answer}")
    assert (found.outcome, found.text) == (answer.casefold(), "for a review")


@pytest.mark.parametrize(
    ("item", "outcome", "text"),
    [
        ("intro: @ada -> @bo for the engine", "", "for the engine"),
        ("intro: @ada → @bo for the engine", "", "for the engine"),
        ("intro: [[ada]]->[[bo]] for the engine", "", "for the engine"),
        ("intro: Ada -> Bo for the engine", "", "for the engine"),
        ("intro: Ada → Bo, who builds it", "", ", who builds it"),
        ("Intro:: @ada -> @bo outcome:met", "met", ""),
        ("intro : @ada -> @bo outcome:none", "none", ""),
        ("intro: [Ada](../contacts/ada.md) -> [[bo|him]]", "", ""),
    ],
)
def test_introductions(item: str, outcome: str, text: str) -> None:
    statement = one(f"- {item}")
    assert (statement.role, statement.sides, statement.people) == ("intro", (ADA, BO), (ADA,))
    assert (statement.line.outcome, statement.line.text) == (outcome, text)


@pytest.mark.parametrize(
    "item", ["gave intro: @ada -> @bo", "gave intro: @bo for Ada's engine", "gave intro: @bo -> @ada"]
)
def test_an_introduction_given_is_to_somebody_else(item: str) -> None:
    assert one(f"- {item}").sides == ("", BO)


def test_gave_intro_says_the_same() -> None:
    statement = one("- gave intro: [[bo]] for the engine")
    assert (statement.people, statement.sides) == ((ADA,), ("", BO))


def test_hope_is_a_line_of_a_plan() -> None:
    asked = read("", **{BO: PEOPLE[BO] + "## Plan\n- hope: he calls me watch:2026-12\n\n# Other\n- hope: he calls\n"})
    (statement,) = asked.resolved(BO).statements
    assert (statement.role, statement.theirs, statement.people) == ("hope", True, (BO,))
    assert (str(statement.line.watch), statement.line.text) == ("2026-12", "he calls me")
    assert said("- hope: she calls") == ()


def test_a_new_line_makes_a_card_with_four_answers() -> None:
    statement = one("- new: Mary Somerville | does: translator | here for: jobs | wants: a reviewer | via:@bo")
    assert (statement.role, statement.people, statement.via) == ("stub", ("card:mary somerville",), (BO,))
    assert dict(statement.line.answers) == {"does": "translator", "here for": "jobs", "wants": "a reviewer"}
    assert statement.line.text == ""


@pytest.mark.parametrize(
    ("item", "name", "text"),
    [
        ("new: Mary Somerville", "mary somerville", ""),
        ("new: Mary Somerville, Ada's colleague", "mary somerville", "Ada's colleague"),
        ("new: Mary Somerville | does: translator min:20", "mary somerville", ""),
        ("new: Mary Somerville min:20 she translates", "mary somerville", "she translates"),
        ("new: Mary Somerville via:@bo", "mary somerville", ""),
        ("new: [[Mary Somerville]], translator", "mary somerville", "translator"),
        ("New : Mary", "mary", ""),
        ("**new:** Mary | tall", "mary", "tall"),
        ("new: O'Brien-Smith, Mary", "o'brien smith", "Mary"),
    ],
)
def test_the_name_ends_at_a_comma_a_bar_or_a_token(item: str, name: str, text: str) -> None:
    statement = one(f"- {item}")
    assert (statement.people, statement.line.text) == ((f"card:{name}",), text)


# ---------------------------------------------------------------- tokens


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("2026-06-12", "2026-06-12"),
        ("2026-06-12T18:00", "2026-06-12"),
        ("2026-06", "2026-06-30"),
        ("2026", "2026-12-31"),
        ("+3d", "2026-06-08"),
        ("+2w", "2026-06-19"),
        ("+1m", "2026-07-05"),
        ("+1y", "2027-06-05"),
        ("tomorrow", "2026-06-06"),
        ("mon", "2026-06-08"),
        ("Thu", "2026-06-11"),
        ("fri", "2026-06-12"),
        ("sun", "2026-06-07"),
        ("2026-06-12,", "2026-06-12"),
        ("2026-06-12.", "2026-06-12"),
        ("fri!", "2026-06-12"),
    ],
)
def test_dates_on_a_line(typed: str, due: str) -> None:
    found = line(f"- [ ] send it due:{typed}")
    assert (str(found.deadline), found.text) == (due, "send it")
    assert rules(f"- [ ] send it due:{typed}") == []


def test_relative_dates_count_from_the_lines_own_date() -> None:
    assert line("- [ ] x due:+1m on:2026-01-31").deadline == date(2026, 2, 28)
    assert line("- [ ] x on:+3d due:+3d").deadline == date(2026, 6, 11)


@pytest.mark.parametrize(
    "item",
    [
        *("[ ] x due:soon", "[ ] x due:2026-02-30", "[x] x done:yes", "[ ] x moved:never", "[ ] x due:12-06"),
        *("learned: x on:holiday", "got link: x thanked:2026-02-30", "got link: x thanked:soon", "[ ] x 📅 2026-02-30"),
        *("[ ] x [due:: soon]", "[ ] x watch:later", "[ ] x due:2026-06-12 due:fri due:2026-06-19"),
    ],
)
def test_a_date_key_whose_value_is_no_date_or_two_is_an_error(item: str) -> None:
    assert rules(f"- {item}") == ["bad-value"]


@pytest.mark.parametrize("token", ["due:soon", "DUE:soon", "[due:: soon]", "(due::soon)"])
def test_a_lost_date_is_told_where_it_stands(token: str) -> None:
    asked = read(f"- [ ] I'll send the table\n  of all looms {token}")
    (found,) = facts(asked)
    place = asked.locate(NOTE, found.finding.anchor)
    assert (place.line, place.column) == (6, 16 + token.casefold().index("due"))


@pytest.mark.parametrize("item", ["got lead: x by:@bo.", "got lead: x, by:@bo!", "gave lead: x to:[[bo]]."])
def test_a_mark_that_ends_the_sentence_is_no_part_of_a_name(item: str) -> None:
    asked = read(f"- {item}", **{BO: PEOPLE[BO]})
    assert [each.people for each in asked.resolved(NOTE).statements] == [(BO,)]
    assert line("- learned: she is ill private:yes.").private


@pytest.mark.parametrize(
    "item",
    [
        *("learned: x due:soon", "learned: x done:that", "learned: moved:abroad", "words due:soon on:call"),
        *("gave gift: shoes size:42", "gave time: x min:ten", "got link: x by:train", "gave link: x to:ada"),
        *("gave link: x via:Turin", "win: x seen_by:all-hands", "ask: x outcome:maybe", "gave link: x private:maybe"),
        *(
            "learned: x tests:green",
            "learned: x (to:@bo)",
            "learned: at 12:30 a:b",
            "learned: x to: @bo",
            "learned: x size: M",
        ),
    ],
)
def test_any_other_misfit_is_text(item: str) -> None:
    body = f"- {item}"
    found = line(body)
    assert item.endswith(found.text)
    assert found.text == item.partition(": ")[2] or found.kind == "prose"
    assert (found.to, found.by, found.via, found.seen_by, found.outcome, found.tests) == ((), (), (), (), "", ())
    # The name of somebody was meant for a token: it is text as well, and told.
    assert rules(body) == (["near-miss"] if item.endswith((" to: @bo", " to:ada")) else [])


def test_each_token_is_read_and_taken_out_of_the_text() -> None:
    found = line("- gave help: moved house to:@bo via:@ada size:M min:90 thanked:2026-06-07 on:2026-06-04 private:yes")
    assert (found.text, found.shown, found.size, found.minutes, found.day) == (
        *("moved house", "moved house", 2, 90, date(2026, 6, 4)),
    )
    assert ([ref.target for ref in found.to], [ref.target for ref in found.via]) == (["bo"], ["ada"])
    assert (str(found.thanked), found.private) == ("2026-06-07", True)
    found = line("- win: the talk seen_by:@bo,[[ada]]")
    assert ([ref.target for ref in found.seen_by], found.text) == (["bo", "ada"], "the talk")


@pytest.mark.parametrize(("token", "size"), [("size:S", 1), ("size:s", 1), ("size:M", 2), ("size:m", 2), ("", 1)])
def test_sizes(token: str, size: int) -> None:
    found = line(f"- gave gift: a book {token}")
    assert (found.size, found.text) == (size, "a book")


@pytest.mark.parametrize("token", ["Due:2026-06-12", "DUE:2026-06-12", "due:2026-06-12"])
def test_case_is_folded_in_tokens_too(token: str) -> None:
    found = line(f"- [ ] send it {token}")
    assert (found.deadline, found.text) == (date(2026, 6, 12), "send it")


@pytest.mark.parametrize(
    "ref", ["@bo", "[[bo]]", "[[Bo]]", "[[contacts/bo|him]]", "[Bo](../contacts/bo.md)", "@[[bo]]", "@bo,", "[[bo]];"]
)
def test_references_in_tokens(ref: str) -> None:
    statement = one(f"- gave link: a paper to:{ref}")
    assert (statement.people, statement.line.text) == ((BO,), "a paper")


@pytest.mark.parametrize("ref", ['"Bo"', "“bo”", '"Bo".', '"[[bo]]"'])
def test_a_name_in_quotes_needs_no_mark_in_a_token(ref: str) -> None:
    assert one(f"- gave link: a paper to:{ref}").people == (BO,)
    assert one('- gave link: a paper to:"Mary Somerville"').people == ("card:mary somerville",)


def test_several_references_in_a_token() -> None:
    for refs in ("to:@bo,@ada", "to:[[bo]],[[ada]]", "to:@bo to:@ada"):
        assert one(f"- gave link: a paper {refs}").people == (BO, ADA)


# ---------------------------------------------------------------- dates of lines


def test_a_line_has_its_own_date_else_the_headings_else_the_notes() -> None:
    asked = read(
        "- told: a\n- told: b on:2026-06-01", **{BO: "## 2026-03-02 call\n- told: c\n- told: d on:2026-03-01\n"}
    )
    assert [str(each.day) for each in asked.resolved(NOTE).statements] == ["2026-06-05", "2026-06-01"]
    assert [str(each.day) for each in asked.resolved(BO).statements] == ["2026-03-02", "2026-03-01"]


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("gave link: x", ["missing-date"]),
        ("got lead: x", ["missing-date"]),
        ("ask: x", ["missing-date"]),
        ("they asked: x", ["missing-date"]),
        ("intro: @bo -> @ada", ["missing-date"]),
        ("gave link: x on:2026-03-02", []),
        ("ask: x on:2026-03", []),
        ("learned: x", []),
        ("[ ] x due:+3d", ["bad-value"]),
        ("[ ] x due:fri", ["bad-value"]),
        ("[ ] x due:2026-03-02", []),
        ("[ ] x", []),
    ],
)
def test_in_a_contact_outside_dated_headings(item: str, found: list[str]) -> None:
    asked = journal({**PEOPLE, BO: f"{PEOPLE[BO]}- {item}\n"})
    assert [(each.finding.rule, each.severity) for each in facts(asked)] == [(rule, "error") for rule in found]


# ---------------------------------------------------------------- private blocks, dialects


@pytest.mark.parametrize(
    "body",
    [
        "::: private\n- told: x\n:::",
        "- Words\n  ::: private\n  - told: x\n  :::",
        "- Words\n    ::: private\n    - told: x\n    :::",
        "::: private\n::: private\n- Words\n:::\n- told: x\n:::",
        "::: private\n1. told: x\n:::",
        "> quoted\n\n::: private\n- told: x\n:::",
    ],
)
def test_lines_in_private_blocks_are_lines_and_private(body: str) -> None:
    asked = read(body)
    (statement,) = asked.resolved(NOTE).statements
    assert (statement.role, statement.line.private) == ("told", True)
    assert facts(asked) == []


def test_after_a_private_block_lines_are_public_again() -> None:
    statements = said("::: private\n- told: x\n:::\n\n- told: y")
    assert [each.line.private for each in statements] == [True, False]


@pytest.mark.parametrize("body", ["::: secret\n- told: x\n:::", "::: private\n- told: x\n", ":::private\n- told: x"])
def test_an_unknown_word_or_an_open_block_is_private_and_an_error(body: str) -> None:
    asked = read(body)
    (statement,) = asked.resolved(NOTE).statements
    assert statement.line.private
    assert [(each.finding.rule, each.severity) for each in asked.reported(NOTE)] == [("private-block", "error")]


@pytest.mark.parametrize(
    ("item", "due", "done", "state", "text"),
    [
        ("[ ] send it 📅 2026-06-12", "2026-06-12", "None", "open", "send it"),
        ("[ ] send it 📅2026-06-12", "2026-06-12", "None", "open", "send it"),
        ("[ ] send it 📅\ufe0f 2026-06-12 🔼", "2026-06-12", "None", "open", "send it 🔼"),
        ("[x] send it ✅ 2026-06-12", "None", "2026-06-12", "kept", "send it"),
        ("[-] send it ❌ 2026-06-12", "None", "None", "dropped", "send it"),
        ("[ ] send it ❌ 2026-06-12", "None", "None", "dropped", "send it"),
        ("[/] send it ❌ 2026-06-12", "None", "None", "dropped", "send it"),
        (
            "[ ] send it 🔁 every week 🛫 2026-06-01 ⏳ 2026-06-02 ➕ 2026-05-01 📅 2026-06-12",
            *("2026-06-12", "None", "open", "send it 🔁 every week 🛫 2026-06-01 ⏳ 2026-06-02 ➕ 2026-05-01"),
        ),
        ("[ ] send it [due:: 2026-06-12]", "2026-06-12", "None", "open", "send it"),
        ("[ ] send it (due:: 2026-06-12)", "2026-06-12", "None", "open", "send it"),
        ("[ ] send it [due::2026-06-12] soon", "2026-06-12", "None", "open", "send it soon"),
        ("[x] send it (done:: 2026-06-12)", "None", "2026-06-12", "kept", "send it"),
    ],
)
def test_dialects_of_tasks(item: str, due: str, done: str, state: str, text: str) -> None:
    found = line(f"- {item}")
    assert (str(found.due), str(found.done), found.state, found.text) == (due, done, state, text)


@pytest.mark.parametrize("field", ["[to:: @bo]", "(to:: @bo)", "[to:: [[bo]]]", "[to::[[bo|him]]]"])
def test_dataview_references(field: str) -> None:
    statement = one(f"- gave link: a paper {field}")
    assert (statement.people, statement.line.text) == ((BO,), "a paper")


@pytest.mark.parametrize("sign", ["📅 2026-06-12", "✅ 2026-06-12"])
def test_signs_are_for_tasks_only(sign: str) -> None:
    assert line(f"- learned: x {sign}").text == f"x {sign}"


def test_block_ids_embeds_and_comments_are_no_part_of_the_text() -> None:
    assert kind_and_text("- learned: x ^abc-1") == [("learned", "x")]
    assert kind_and_text("- [ ] send it ^abc") == [("task", "send it")]
    assert kind_and_text("- learned: x <!-- y -->") == [("learned", "x")]
    assert kind_and_text("- learned: x %% y %% z")[0][1].split() == ["x", "z"]
    assert one("- learned: x <!-- y -->").line.shown == "x"
    assert kind_and_text("- learned: ![[photo.png]] x")[0][0] == "learned"


def test_crlf_and_a_byte_order_mark() -> None:
    body = "- told: of\r\n  it\r\n- [ ] send it due:2026-06-12\r\n\r\n::: private\r\n- caution: x\r\n:::\r\n"
    front = "\ufeff---\r\ndate: 2026-06-05\r\nwith: ada\r\n---\r\n"
    asked = journal({**PEOPLE, NOTE: (front + body).encode()})
    found = [(each.line.kind, each.line.text) for each in asked.resolved(NOTE).statements]
    assert found == [("told", "of it"), ("task", "send it"), ("caution", "x")]
    assert facts(asked) == []


def test_an_item_below_an_item_is_a_line_of_its_own() -> None:
    body = "- told: a\n" + indent("- learned: b\n- [ ] c due:2026-06-12\n  1. win: d\n", "  ") + "- said: e"
    assert kind_and_text(body) == [("told", "a"), ("learned", "b"), ("task", "c"), ("win", "d"), ("said", "e")]
