"""Front matter: what people type, what is read, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.notes import yaml_reader
from site_builder.notes.front_matter import (
    MAX_CHARACTERS,
    FrontMatter,
    Mapping,
    Node,
    Scalar,
    Sequence,
    read_front_matter,
)


def plain(node: Node | None) -> Any:
    """Nodes as plain values, to compare."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.pairs} if node else None


def read(fields: str) -> tuple[Any, list[tuple[str, str, str]], FrontMatter]:
    """The fields read, and each problem's rule, the text it points at, and its remedy."""
    text = f"---\n{fields}\n---\nThe body.\n"
    front = read_front_matter(text)
    assert text[front.body :] == "The body.\n"
    problems = [(p.rule, text[p.span.start : p.span.end], p.remedy) for p in front.problems]
    return plain(front.fields), problems, front


def value_of(fields: str) -> Scalar:
    front = read(fields)[2]
    assert front.fields is not None
    value = front.fields.pairs[0][1]
    assert isinstance(value, Scalar)
    return value


@pytest.fixture(params=["libyaml", "python"])
def either_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "python":
        monkeypatch.setattr(yaml_reader, "_Loader", yaml.SafeLoader)


@pytest.mark.usefixtures("either_loader")
@pytest.mark.parametrize(
    "typed",
    [
        "NO",
        "yes",
        "0123",
        "12:30",
        "1.10",
        "12-10",
        "+351 21 123",
        "~",
        "null",
        "2026-02-30",
        "1e3",
        "0x1F",
        "=",
        "𝒳 é",
    ],
)
def test_a_scalar_keeps_the_text_that_was_typed(typed: str) -> None:
    value = value_of(f"key: {typed}")
    assert (value.text, value.quoted, value.span.start) == (typed, False, 9)
    assert value.span.end - value.span.start == len(typed)


def test_an_empty_value_is_empty_text() -> None:
    assert read("org:\nrole: x")[0] == {"org": "", "role": "x"}
    assert value_of("org:").quoted is False


def test_quotes_and_blocks_are_undone_by_yaml() -> None:
    text = "why: >\n  Thinks further\n  ahead\nplan: 'it''s'\nrole: \"a \\\" b\"\nnote: |\n  one\n  two"
    assert read(text)[0] == {"why": "Thinks further ahead", "plan": "it's", "role": 'a " b', "note": "one\ntwo"}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\na: 1\n---\nx", "x"),
        ("---  \na: 1\n...\t\nx", "x"),
        ("---\na: 1\n---", ""),
        ("---\n---\nx", "x"),
        ("---\n# only a comment\n---\nx", "x"),
    ],
)
def test_where_the_front_matter_ends(text: str, body: str) -> None:
    front = read_front_matter(text)
    assert front.fields is not None
    assert (text[front.body :], front.problems) == (body, ())


@pytest.mark.parametrize(
    "text", ["", "a: 1\n", "----\na: 1\n---\n", " ---\na: 1\n---\n", "---", "---\n\nProse.\n", "---\nProse.\n"]
)
def test_a_note_without_front_matter(text: str) -> None:
    assert read_front_matter(text) == FrontMatter(None, 0, ())


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\ndate: 2026-06-05\nwith: [[ada]]\n\nCoffee.\n", "\nCoffee.\n"),
        ("---\ndate: 2026-06-05\nwith: [[ada]]\n# Coffee\n", "# Coffee\n"),
        ("---\ndate: 2026-06-05\nwith: [[ada]]\nCoffee.\n", "Coffee.\n"),
        ("---\ndate: 2026-06-05\nwith: [[ada]]\n", ""),
        # The closing line is a rule across the page, far below.
        ("---\ndate: 2026-06-05\nwith: [[ada]]\n\nCoffee.\n\n---\nMore.\n", "\nCoffee.\n\n---\nMore.\n"),
    ],
)
def test_front_matter_that_is_not_closed_is_still_read_and_costs_one_finding(text: str, body: str) -> None:
    front = read_front_matter(text)
    assert plain(front.fields) == {"date": "2026-06-05", "with": "[[ada]]"}
    assert text[front.body :] == body
    (problem,) = front.problems
    assert (problem.rule, problem.span.start) == ("bad-front-matter", 0)
    assert "`---`" in problem.remedy and "line 4" in problem.remedy


def test_front_matter_longer_than_the_limit_counts_as_not_closed() -> None:
    front = read_front_matter("---\ndate: 2026-06-05\n" + "x: y\n" * (MAX_CHARACTERS // 4) + "---\n")
    assert front.fields is not None and plain(front.fields)["date"] == "2026-06-05"
    assert [p.message for p in front.problems] == ["The front matter is not closed within 65,536 characters."]


@pytest.mark.usefixtures("either_loader")
@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("[[ada]]", ["[[ada]]"]),
        ("[[ada|Ada]]", ["[[ada|Ada]]"]),
        ("[[folder/ada#Met]]", ["[[folder/ada#Met]]"]),
        ("[[ada lovelace]]", ["[[ada lovelace]]"]),
        ("[[Lovelace, Ada]]", ["[[Lovelace, Ada]]"]),
        ("[[[ada]], [[bo]], cy]", ["[[ada]]", "[[bo]]", "cy"]),
        ("[ [[ada]] ]", ["[[ada]]"]),
        ("\n  - [[ada]]\n  - cy", ["[[ada]]", "cy"]),
    ],
)
def test_a_link_without_quotes_is_understood_and_pointed_out(typed: str, links: list[str]) -> None:
    fields, problems, _ = read(f"with: {typed}")
    assert fields == {"with": links if typed[:2] != "[[" or typed[:3] == "[[[" else links[0]}
    bare = [link for link in links if link.startswith("[[")]
    assert problems == [("unquoted-link", link, f'Put it in quotes: `"{link}"`.') for link in bare]


def test_quoted_links_and_lists_of_lists_are_left_alone() -> None:
    assert read('with: ["[[ada]]", "[[bo]]"]')[:2] == ({"with": ["[[ada]]", "[[bo]]"]}, [])
    assert read('with: [["ada", "bo"]]')[:2] == ({"with": [["ada", "bo"]]}, [])


def test_a_placeholder_left_by_a_template_is_text() -> None:
    assert read("date: {{date:YYYY-MM-DD}}")[:2] == ({"date": "{{date:YYYY-MM-DD}}"}, [])


@pytest.mark.parametrize(
    ("typed", "text", "cut"),
    [
        ("Talks about C # and F#", "Talks about C", "# and F#"),
        ("#1 in compilers", "", "#1 in compilers"),
        ("C#", "C#", ""),
        ('"C # and F#"', "C # and F#", ""),
        ("[[ada]] # a comment", "[[ada]]", "# a comment"),
    ],
)
def test_a_comment_after_a_plain_scalar_is_kept_beside_it(typed: str, text: str, cut: str) -> None:
    value = value_of(f"why: {typed}")
    assert (value.text, value.cut) == (text, cut)


def test_a_key_given_twice_is_an_error_at_the_second() -> None:
    _, problems, front = read("introduced_by: a\nrole: x\nIntroduced-By: b")
    assert problems == [("duplicate-key", "Introduced-By", "Keep one of them.")]
    assert (
        front.problems[0].message == "`introduced_by` and `Introduced-By` are one key, given twice, on lines 2 and 4."
    )
    assert front.fields is not None and len(front.fields.pairs) == 3


@pytest.mark.parametrize(
    ("fields", "at", "kept"),
    [
        ("a: &x foo\nb: 1", "&x", {"a": "foo", "b": "1"}),
        ("a: *x\nb: 1", "*x", {"a": "*x", "b": "1"}),
        ("a: !!str foo\nb: 1", "!!str", {"a": "foo", "b": "1"}),
        ("a: !important\nb: 1", "!important", {"a": "!important", "b": "1"}),
        ("a: &x {c: d}\nb: 1", "&x", {"a": {"c": "d"}, "b": "1"}),
        ("<<: *x\nb: 1", "<<", {"b": "1"}),
        ("[c, d]: x\nb: 1", "[c, d]", {"b": "1"}),
    ],
)
def test_what_front_matter_does_not_have_is_refused_at_its_place(fields: str, at: str, kept: Any) -> None:
    read_fields, problems, _ = read(fields)
    assert [problem[:2] for problem in problems] == [("bad-front-matter", at)]
    assert read_fields == kept


SLIPS = [
    ("why: Ada: the best", 'why: "Ada: the best"', "Ada: the best"),
    ('why: She said "no": really', """why: 'She said "no": really'""", 'She said "no": really'),
    ("why: @ada knows", 'why: "@ada knows"', "@ada knows"),
    ("why: `code`", 'why: "`code`"', "`code`"),
    ("why: % of it", 'why: "% of it"', "% of it"),
    ("why: *really* good", 'why: "*really* good"', "*really* good"),
    ("why: [[ada]] and b", 'why: "[[ada]] and b"', "[[ada]] and b"),
    ("why: [Ada](../contacts/ada.md)", 'why: "[Ada](../contacts/ada.md)"', "[Ada](../contacts/ada.md)"),
    ("why: [[ada]], [[bo]]", 'why: ["[[ada]]", "[[bo]]"]', ["[[ada]]", "[[bo]]"]),
    ("why: [[ada]], Bo Berg", 'why: ["[[ada]]", "Bo Berg"]', ["[[ada]]", "Bo Berg"]),
    ("why: [@ada, bo]", 'why: ["@ada", bo]', ["@ada", "bo"]),
    ("why: [ada, bo", "why: [ada, bo]", ["ada", "bo"]),
    ("why: [ada, bo]]", "why: [ada, bo]", ["ada", "bo"]),
    ('why: "Ada', 'why: "Ada"', "Ada"),
    ('why: "Ada" the best', """why: '"Ada" the best'""", '"Ada" the best'),
    ("why: 'tis her", """why: "'tis her\"""", "'tis her"),
    ('why: "C:\\Users"', "why: 'C:\\Users'", "C:\\Users"),
    ("why:Ada", "why: Ada", "Ada"),
    ("why:\n\t- a\n\t- b", "  - a", ["a", "b"]),
    ("why: a\nand b", "  and b", "a and b"),
    ("why:\n  - 2019-01: Engineer: first", '- 2019-01: "Engineer: first"', [{"2019-01": "Engineer: first"}]),
]


@pytest.mark.usefixtures("either_loader")
@pytest.mark.parametrize(("typed", "corrected", "meant"), SLIPS, ids=[slip[0] for slip in SLIPS])
def test_a_slip_is_read_as_it_was_meant_and_the_right_line_is_offered(typed: str, corrected: str, meant: Any) -> None:
    fields, problems, _ = read(f"date: 2026-06-05\n{typed}\nwith: [ada]")
    assert fields == {"date": "2026-06-05", "why": meant, "with": ["ada"]}
    ((rule, place, remedy),) = problems
    assert rule == "bad-front-matter" and place in typed
    assert f"`{corrected}`" in remedy


def test_a_slip_is_said_in_plain_words() -> None:
    (problem,) = read("why: Ada: the best")[2].problems
    assert problem.message == "The value of `why` has a colon in it, which YAML takes for a second key."
    assert problem.remedy == 'Put quotes around it: `why: "Ada: the best"`.'


def test_two_broken_lines_are_two_findings() -> None:
    fields, problems, _ = read("why: a: b\nrole: Head\nplan: @c")
    assert fields == {"why": "a: b", "role": "Head", "plan": "@c"}
    assert [problem[1] for problem in problems] == ["a: b", "@c"]


def test_a_key_too_deep_is_lost_and_the_rest_is_read() -> None:
    fields, problems, front = read("private: " + "[" * 9 + "x" + "]" * 9 + "\ndate: 2026-06-05")
    assert fields == {"date": "2026-06-05"}
    assert [key.text for key in front.lost] == ["private"]
    assert [problem[0] for problem in problems] == ["bad-front-matter"]


@pytest.mark.parametrize(
    "text",
    [
        "---\n- private: true\n---\n",
        "---\n{date: 2026-06-05, private: true\n---\n",
        "---\nwhy: [[[[[[[[[[\n  private: true\n---\n",
        "---\ndate: 2026-06-05\n\nprivate: true\n\nCoffee.\n",
        "---\n<<<<<<< a\nkind: call\n=======\nprivate: true\n>>>>>>> b\n---\n",
    ],
)
def test_a_private_that_cannot_be_read_is_lost_and_not_absent(text: str) -> None:
    assert "private" in [key.text for key in read_front_matter(text).lost]


@pytest.mark.parametrize("fields", ["just words", "- a\n- b", "[a, b]", '"text"'])
def test_front_matter_that_is_no_map(fields: str) -> None:
    read_fields, problems, _ = read(fields)
    assert read_fields is None
    assert [problem[0] for problem in problems] == ["bad-front-matter"]


def test_a_merge_conflict_is_left_to_the_rule_that_finds_it() -> None:
    fields, problems, _ = read("<<<<<<< HEAD\ndate: 2026-06-05\n=======\ndate: 2026-06-06\n>>>>>>> theirs\nkind: call")
    assert (fields, problems) == ({"date": "2026-06-05", "kind": "call"}, [])


@pytest.mark.parametrize("fields", ["[" * 60_000, "a: " + "[" * 60_000, "a: " + "{b: " * 16_000, "- " * 30_000])
def test_a_hostile_file_does_no_harm(fields: str) -> None:
    assert read(fields)[1]


def nodes_in(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Sequence):
        for item in node.items:
            yield from nodes_in(item)
    elif isinstance(node, Mapping):
        for key, value in node.pairs:
            yield key
            yield from nodes_in(value)


_PIECES = [
    "---\n",
    "...\n",
    "\n",
    "  ",
    "- ",
    ": ",
    ":",
    " # ",
    '"',
    "'",
    "[",
    "[[",
    "]",
    "]]",
    "{",
    "{{",
    "}",
    "}}",
    ",",
]
_PIECES += [
    "|",
    ">",
    "@",
    "`",
    "%",
    "&a ",
    "*a",
    "!t ",
    "<<: ",
    "\t",
    "why",
    "date",
    "2026-06-05",
    "𝒳",
    "\u2028",
    "\x85",
]
_PIECES += [
    "\x01",
    "\ufeff",
    "\\",
    "? ",
    "a: 1\n",
    "with: ",
    "[[ada]]",
    "<<<<<<< a\n",
    "=======\n",
    ">>>>>>> b\n",
    "\r",
]
_YAMLISH = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)
_NOTES = st.one_of(
    st.text(),
    st.text().map(lambda text: f"---\n{text}\n---\n"),
    _YAMLISH.map(lambda text: f"---\n{text}"),
    _YAMLISH.map(lambda text: f"---\n{text}\n---\nbody"),
)


@given(_NOTES)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_reading_never_fails_and_every_place_is_in_the_text(text: str) -> None:
    front = read_front_matter(text)
    assert 0 <= front.body <= len(text)
    for problem in front.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
        assert problem.message and problem.remedy
    broken = any(problem.rule == "bad-front-matter" for problem in front.problems)
    for node in nodes_in(front.fields) if front.fields else ():
        assert 0 <= node.span.start <= node.span.end <= front.body
        if isinstance(node, Scalar) and not node.quoted and not broken:
            typed = text[node.span.start : node.span.end]
            assert typed == node.text or len(typed.splitlines()) > 1
