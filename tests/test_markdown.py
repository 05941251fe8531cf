"""Markdown bodies: what a note says, its HTML with holes, and what is private."""

from __future__ import annotations

import html as html_module
import pickle
import re
from textwrap import dedent

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from site_builder.notes.body import Item, Markdown
from site_builder.notes.markdown import parse_markdown, private_spans
from site_builder.text import Span


def body(text: str) -> Markdown:
    return parse_markdown(dedent(text) if text.startswith("        ") else text, 0)[0]


def html(text: str) -> str:
    """The HTML with its holes shown as `{L0}`."""
    return re.sub("\0([^\0]*)\0", r"{\1}", body(text).html)


def items(text: str) -> tuple[Item, ...]:
    return body(text).items


def cut(text: str) -> str:
    for span in reversed(private_spans(text, 0)):
        text = text[: span.start] + text[span.end :]
    return text


# Items


def test_an_item_is_the_first_paragraph_of_a_list_item_on_one_line() -> None:
    text = dedent("""\
        - [ ] send the table with
          numbers due:2026-06-12

          more about it
          - nested
        1. ordered
        """)
    markdown, places = parse_markdown(text, 0)
    first, nested, ordered = markdown.items
    assert (first.text, first.box, first.parent) == ("send the table with numbers due:2026-06-12", " ", -1)
    assert (nested.text, nested.box, nested.parent) == ("nested", None, 0)
    assert ordered.text == "ordered"

    def at(anchor: str) -> str:
        return text[places[anchor].start : places[anchor].end]

    assert at(first.anchor) == "[ ] send the table with\n  numbers due:2026-06-12"
    assert at(first.anchor + "/box") == " "
    assert at(first.anchor + "/all") == text[: text.index("\n1. ")]
    assert at(nested.anchor + "/all") == "- nested"


def test_quotes_callouts_code_and_comments_hold_no_items() -> None:
    assert not items("> - [ ] quoted task\n")
    assert not items("> [!note]\n> - [ ] in a callout\n")
    assert not items("```\n- [ ] code\n```\n")
    assert not items("<!-- - [ ] old -->\n")
    assert not items("<!--\n- [ ] old\n\n- [ ] older\n-->\n")
    assert not items("%%\n- [ ] old\n%%\n")
    assert not items("text\n\n    - indented code\n")


def test_what_the_grammar_must_not_read_is_blanked_and_what_was_typed_is_kept() -> None:
    (item,) = items(
        '- a `code` [text](dest "t") https://x.org/a?b <http://y.org> www.z.org <!-- c --> [[w|x]] end ^id1\n'
    )
    assert (
        item.typed == 'a `code` [text](dest "t") https://x.org/a?b <http://y.org> www.z.org <!-- c --> [[w|x]] end ^id1'
    )
    expected = item.typed
    for part in ("`code`", '(dest "t")', "https://x.org/a?b", "<http://y.org>", "www.z.org", "<!-- c -->", "^id1"):
        expected = expected.replace(part, " " * len(part))
    assert item.text == expected


def test_references_are_located_in_the_text_of_an_item() -> None:
    markdown = body("""\
        - [x] call @ada and
            [[b]], then [Cy](c.md)
          at [[d]]
        """)
    (item,) = markdown.items
    found = [(item.text[r.start : r.end], markdown.links[r.link].target) for r in item.references]
    assert found == [("@ada", "ada"), ("[[b]]", "b"), ("[Cy]      ", "c.md"), ("[[d]]", "d")]


@pytest.mark.parametrize("box", list(" /xX-"))
def test_our_boxes_are_left_out_of_the_html(box: str) -> None:
    assert items(f"- [{box}] a\n")[0].box == box
    assert html(f"- [{box}] a\n") == "<ul>\n<li{A0}>{B0}a{E0}</li>\n</ul>\n"


def test_other_boxes_stay_as_typed() -> None:
    assert [(item.box, item.text) for item in items("- [>] a\n- [!] b\n")] == [(">", "a"), ("!", "b")]
    assert "{B0}[&gt;] a{E0}" in html("- [>] a\n")


def test_a_link_is_no_box() -> None:
    assert items("- [x](y) a\n")[0].box is None
    assert items("- [[x]] a\n")[0].box is None


def test_anchors_outlive_a_line_inserted_above_and_tell_equal_lines_apart() -> None:
    before = body("- a\n- b [[c]]\n- a\n")
    after = body("new\n\n- a\n- b [[c]]\n- a\n")
    assert before.items == after.items
    assert before.links == after.links
    assert before.items[2].anchor == before.items[0].anchor + "~2"


def test_ticking_a_box_keeps_the_anchor() -> None:
    assert items("- [ ] a\n")[0].anchor == items("- [x] a\n")[0].anchor


def test_headings_give_items_and_paragraphs_their_place() -> None:
    markdown = body("""\
        intro

        # One
        text

        ## Two
        - a
        """)
    assert [(heading.level, heading.text, heading.slug) for heading in markdown.headings] == [
        (1, "One", "one"),
        (2, "Two", "two"),
    ]
    assert [(paragraph.text, paragraph.heading) for paragraph in markdown.paragraphs] == [("intro", -1), ("text", 0)]
    assert markdown.items[0].heading == 1


def test_a_kith_ignore_comment_is_found_on_its_line() -> None:
    markdown, places = parse_markdown(
        "- a <!-- kith-ignore cut-value: yes -->\n- b\n\n<!-- kith-ignore odd-year -->\ntext\n", 0
    )
    assert [item.ignored for item in markdown.items] == [("cut-value: yes",), ()]
    assert [(ignore.text, ignore.alone) for ignore in markdown.ignores] == [
        ("cut-value: yes", False),
        ("odd-year", True),
    ]
    assert all(ignore.anchor in places for ignore in markdown.ignores)


# Links


@pytest.mark.parametrize(
    ("text", "kind", "target", "heading", "label"),
    [
        ("[[ada]]", "wiki", "ada", "", "ada"),
        ("[[ada|Ada L]]", "wiki", "ada", "", "Ada L"),
        ("[[people/ada#Plan|p]]", "wiki", "people/ada", "Plan", "p"),
        ("[[#Plan]]", "wiki", "", "Plan", "Plan"),
        ("[[ada#^b1]]", "wiki", "ada", "^b1", "ada > ^b1"),
        ("[[a\\|b]]", "wiki", "a", "", "b"),
        ("![[pic.png]]", "embed", "pic.png", "", "pic.png"),
        ("[Ada *L*](../a%20b.md#H)", "link", "../a b.md", "H", "Ada L"),
        ("[x](https://e.org/a%20b#c)", "link", "https://e.org/a%20b#c", "", "x"),
        ("[x](javascript:alert)", "link", "javascript:alert", "", "x"),
        ("![alt *t*](p.png)", "image", "p.png", "", "alt t"),
        ("<https://e.org>", "auto", "https://e.org", "", "https://e.org"),
        ("<a@e.org>", "auto", "mailto:a@e.org", "", "a@e.org"),
        ("[x][r]\n\n[r]: b.md\n", "link", "b.md", "", "x"),
        ("[r]\n\n[r]: b.md\n", "link", "b.md", "", "r"),
    ],
)
def test_links(text: str, kind: str, target: str, heading: str, label: str) -> None:
    (link,) = body(text).links
    assert (link.kind, link.target, link.heading, link.label) == (kind, target, heading, label)


@pytest.mark.parametrize("text", ["[[a\nb]]", "`[[a]]`", "\\[[a]]", "[[]]", "[[ ]]", "[a]", "[a] (b)", "[[[a", "[^1]"])
def test_no_links(text: str) -> None:
    assert not body(text).links


@pytest.mark.parametrize("text", ["@ada", "to @ada,", "(@ada)", "**@ada** will", "_@ada_", "@ada's", "see @ada."])
def test_a_mention(text: str) -> None:
    assert [link.target for link in body(f"- {text}\n").links] == ["ada"]
    assert not body(text).links
    assert not body(f"> - {text}").links


@pytest.mark.parametrize("text", ["a@ada", "@ada@x.org", "@ada/x", "@ada.org", "`@ada`", "[@ada](x)", "@", "@-"])
def test_no_mention(text: str) -> None:
    assert not [link for link in body(f"- {text}\n").links if link.kind == "mention"]


def test_a_mention_has_letters_of_any_language() -> None:
    assert [link.target for link in body("- @josé-maria_2 and @Jose\u0301, @Ålesund\n").links] == [
        "josé-maria_2",
        "Jose\u0301",
        "Ålesund",
    ]


# HTML


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b* **c** ~~d~~ ==e==", "<p>a <em>b</em> <strong>c</strong> <s>d</s> <mark>e</mark></p>\n"),
        ("[[a|b & c]]", "<p>{L0}b &amp; c{/L0}</p>\n"),
        ("![[a]]", "<p>{M0}</p>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("# A b\n## A b", '<h2 id="a-b">A b</h2>\n<h3 id="a-b-2">A b</h3>\n'),
        ("###### Über", '<h6 id="über">Über</h6>\n'),
        ("text ^id1", "<p>text</p>\n"),
        ("a\n\n---\nb", "<p>a</p>\n<hr>\n<p>b</p>\n"),
        ("- a\n- b", "<ul>\n<li{A0}>{B0}a{E0}</li>\n<li{A1}>{B1}b{E1}</li>\n</ul>\n"),
        ("2. a", '<ol start="2">\n<li{A0}>{B0}a{E0}</li>\n</ol>\n'),
        ("- a\n\n- b", "<ul>\n<li{A0}>\n<p>{B0}a{E0}</p>\n</li>\n<li{A1}>\n<p>{B1}b{E1}</p>\n</li>\n</ul>\n"),
        ("- a\n  - b", "<ul>\n<li{A0}>{B0}a{E0}\n<ul>\n<li{A1}>{B1}b{E1}</li>\n</ul>\n</li>\n</ul>\n"),
        ("```py\na<b\n```", '<pre tabindex="0"><code class="language-py">a&lt;b\n</code></pre>\n'),
        (
            "> [!note] T [[a]]\n> b",
            '<blockquote class="callout" data-callout="note">\n<p class="callout-title">T {L0}a{/L0}</p>\n'
            "<p>b</p>\n</blockquote>\n",
        ),
        ("a <!-- b -->\nc", "<p>a\nc</p>\n"),
        ("> <!-- a --> b", "<blockquote>\n<p>b</p>\n</blockquote>\n"),
    ],
)
def test_html(text: str, expected: str) -> None:
    assert html(text) == expected


def test_a_wide_table_scrolls_and_its_cells_have_no_inline_style() -> None:
    out = html("| a | b |\n|---|--:|\n| [[x\\|y]] | c |\n")
    assert out.startswith('<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>')
    assert out.endswith("</table></div>\n")
    assert '<td class="right">c</td>' in out and "style=" not in out and "{L0}y{/L0}" in out


# Comments


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a <!-- b --> c", "a            c"),
        ("a %%b%% c", "a       c"),
        ("`<!-- a -->`", "<!-- a -->"),
        ("`%%a%%`", "%%a%%"),
        ("a ` <!-- b -->", "a `"),
        ("a <!-- b", "a <!-- b"),
        ("100%% sure\n\n50%% more", "100%% sure"),
        ("a \\<!-- b -->", "a <!-- b -->"),
        ("%%\n\nb\n\n%%\n\na", "a"),
        ("<!-- so said --> a", "a"),
        ("%% so %% said", "said"),
        ("<!-- a --> <!-- b --> c", "c"),
        ("<!-- a\nb\n--> c", "c"),
        ("a\n<!-- so said --> b", "a b"),
        ("    <!-- in code -->\n\na", "a"),
    ],
)
def test_comments(text: str, plain: str) -> None:
    assert body(text).paragraphs[0].text == plain


def test_a_comment_before_the_words_of_an_item_makes_no_code_of_them() -> None:
    text = "- <!-- so said --> gave lead: a\n- %% so said %% [ ] b\n- [ ] <!-- so said --> c\n"
    assert [(item.text, item.box) for item in items(text)] == [("gave lead: a", None), ("b", " "), ("c", " ")]
    assert items(text)[0].typed == "gave lead: a"
    assert items("- <!-- kith-ignore near-miss --> gvae lead: a\n")[0].ignored == ("near-miss",)


def test_comments_in_code_are_code() -> None:
    for text in ("```\n<!-- a -->\n```\n", "x\n\n    <!-- a -->\n", "- ```\n  <!-- a -->\n  ```\n"):
        assert "&lt;!-- a --&gt;" in html(text)


def test_a_fence_in_a_comment_opens_nothing() -> None:
    assert [item.text for item in items("<!--\n```\n-->\n\n- a <!-- b -->\n")] == ["a"]


# Private blocks

PRIVATE = [
    "- public\n\n        ::: private\n        - secret\n        :::\n",
    "::: private\nsecret\n:::\npublic\n",
    "public\n::: private\nsecret\n:::\n",
    "public\n      ::: private\nsecret\n:::\n",
    "    ::: private\n    secret\n    :::\npublic\n",
    ":::private\nsecret\n:::\npublic\n",
    "::: Private\nsecret\n:::\npublic\n",
    ":::: private\nsecret\n::::\npublic\n",
    "::: private\n::: private\na\n:::\nsecret\n:::\npublic\n",
    "- public\n  ::: private\n  secret\n  :::\n",
    "- public\n  ::: private\nsecret\n:::\n",
    "- public\n\n        ::: private\n        secret\n        :::\n",
    "- public\n  - ::: private\n    secret\n    :::\n",
    "> public\n> ::: private\n> secret\n> :::\n",
    "> public\n::: private\nsecret\n:::\n",
    "> public\n>      ::: private\n> secret\n",
    "public\n\n::: private\n```\n:::\nsecret\n```\n:::\n",
    "public\n\n::: private\n- a\n\n  - secret\n:::\n",
    "public\n\n::: privat\nsecret\n:::\n",
    "public\n\n::: note\nsecret\n:::\n",
    "public\n\n::: private\nsecret\n",
    "public\n\n::: private\na\n::: end\nsecret\n",
    "public\n\n\u00a0::: private\nsecret\n:::\n",
    "public\n\u200b::: private\nsecret\n:::\n",
    "public\n\n：：： private\nsecret\n:::\n",
    "public\n\n<!-- \n::: private\n-->\nsecret\n",
    "public\n\n::: private\na <!--\n:::\n-->\nsecret\n",
    "public\n\n<!-- x --> ::: private\nsecret\n:::\n",
    "public\n\n- %% x %% ::: private\n  secret\n  :::\n",
    "public\n\n<!-- x\n--> ::: private\nsecret\n:::\n",
    "public\n\n[r]:\n     ::: private\nsecret\n:::\n",
    "public\n\n[r]: x\n'title\n    ::: private\nsecret\n:::\n",
    "public\n\n| a |\n|---|\n| b |\n::: private\n| secret |\n:::\n",
    "public\n\n# heading\n::: private\n# secret\n:::\n",
    "public\n    ::: private\nsecret\n===\n:::\n",
    "> " * 60 + "public\n" + "> " * 60 + "::: private\n\nsecret\n",
    "".join("  " * depth + "- public\n" for depth in range(40)) + "  " * 40 + "::: private\n\nsecret\n",
]


@pytest.mark.parametrize("text", PRIVATE)
def test_private_never_fails_open(text: str) -> None:
    markdown = body(text)
    values = [*markdown.items, *markdown.paragraphs, *markdown.headings]
    assert not [value for value in values if "secret" in value.text and not value.private]
    assert not [value for value in values if value.text == "public" and value.private]
    remains = cut(text)
    assert "secret" not in remains and "public" in remains
    before = markdown.html.partition("secret")[0]
    if "secret" in markdown.html:
        assert '<div class="private"' in before


def test_what_a_deeply_indented_private_block_holds_is_markdown() -> None:
    markdown = body("- a\n\n      ::: private\n      - b\n\n          code\n      :::\n\n  - c\n")
    assert [(item.text, item.private) for item in markdown.items] == [("a", False), ("b", True), ("c", False)]
    assert not markdown.troubles


def test_code_may_show_how_to_write_a_private_block() -> None:
    markdown = body("```\n::: private\n```\n\npublic\n")
    assert not markdown.troubles and not markdown.paragraphs[0].private


def test_a_private_block_that_leaves_its_list_is_private_to_its_end() -> None:
    assert html("- a\n  ::: private\n  b\n\nc\n\n:::\nd\n") == (
        "<ul>\n<li{A0}>{B0}a{E0}\n"
        '<div class="private" role="note" aria-label="Private">\nb</div>\n</li>\n</ul>\n'
        '<div class="private" role="note" aria-label="Private">\n<p>c</p>\n</div>\n<p>d</p>\n'
    )


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("a\n\n::: private\nb\n", "private-block", "::: private"),
        ("a\n\n::: note\nb\n:::\n", "private-block", "::: note"),
        ("a\n\n:::\nb\n", "private-block", ":::"),
        ("a \\[[ada]] b", "escaped-link", "\\[[ada]]"),
        ("a \\[\\[ada\\]\\] b", "escaped-link", "\\[\\[ada\\]\\]"),
        ("- a {{date:YYYY}} b", "template-left", "{{date:YYYY}}"),
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n", "conflict-marker", "<<<<<<< HEAD"),
    ],
)
def test_troubles(text: str, rule: str, place: str) -> None:
    markdown, places = parse_markdown(text, 0)
    (trouble,) = markdown.troubles
    span = places[trouble.anchor]
    assert (trouble.rule, text[span.start : span.end]) == (rule, place)
    assert trouble.message.endswith(".") and trouble.remedy.endswith(".")


@pytest.mark.parametrize("text", ["`\\[[a]]`", "`{{a}}`", "```\n{{a}}\n<<<<<<< HEAD\n```\n", "    <<<<<<< x\n"])
def test_no_troubles_in_code(text: str) -> None:
    assert not body(text).troubles


def test_positions_are_of_the_whole_text() -> None:
    text = "---\nname: Ada\n---\n- a [[b]]\n"
    markdown, places = parse_markdown(text, 18)
    assert places[markdown.links[0].anchor] == Span(22, 27)


def test_a_body_can_be_pickled() -> None:
    markdown = body("# a\n- [ ] b [[c]]\n\nd\n")
    assert pickle.loads(pickle.dumps(markdown)) == markdown


# Properties

WORDS = (
    "[[ ]] [ ] ( ) ! | \\ ` ``` ~~~ ~~ * ** _ - + 1. > # == @ada @ < > <!-- --> %% ::: private ://x www.x "
    "{{ }} &amp; ^a : - [x] a b é \0 --- | === <<<<<<<"
)
LINES = [
    "::: private\n",
    "\n:::\n",
    "\n",
    "\n\n",
    " ",
    "    ",
    "\t",
    "\u00a0",
    "\n- ",
    "\n> ",
    "\n[r]: x\n",
    "|\n|-|\n",
]
MARKUP = st.sampled_from([*WORDS.split(" "), *LINES])
NOTES = st.one_of(st.text(max_size=80), st.lists(MARKUP, max_size=40).map("".join))
HOLE = re.compile(r"(/?L|[MABE])\d+")


@settings(max_examples=600, deadline=None)
@given(NOTES, st.integers(0, 3))
def test_whatever_the_text_it_parses_and_every_place_is_in_it(text: str, start: int) -> None:
    markdown, places = parse_markdown(text, start)
    parts = markdown.html.split("\0")
    assert len(parts) % 2 == 1
    assert all(HOLE.fullmatch(code) for code in parts[1::2])
    assert len(set(parts[1::2])) == len(parts[1::2])
    values = (
        *markdown.links,
        *markdown.items,
        *markdown.headings,
        *markdown.paragraphs,
        *markdown.troubles,
        *markdown.ignores,
    )
    anchors = [value.anchor for value in values]
    assert len(set(anchors)) == len(anchors)
    assert set(anchors) <= set(places)
    assert all(start <= span.start <= span.end <= max(len(text), start) for span in places.values())
    assert not any(link.kind == "" for link in markdown.links)
    for item in markdown.items:
        assert len(item.text) == len(item.typed)
        assert all(0 <= reference.start < reference.end <= len(item.text) for reference in item.references)
        assert places[item.anchor + "/all"].start <= places[item.anchor].start


@settings(max_examples=300, deadline=None)
@given(NOTES)
def test_the_html_is_well_formed(text: str) -> None:
    out = re.sub("\0[^\0]*\0", "", parse_markdown(text, 0)[0].html)
    stack: list[str] = []
    for closing, tag in re.findall(r"<(/?)([a-z0-9]+)[^<>]*>", out):
        if tag in ("br", "hr"):
            continue
        if closing:
            assert stack.pop() == tag
        else:
            stack.append(tag)
    assert not stack
    assert html_module.unescape(out).count("\0") == 0


@settings(max_examples=300, deadline=None)
@given(NOTES, NOTES)
def test_a_private_block_is_private_whatever_stands_around_it(before: str, after: str) -> None:
    assume("secret" not in before + after)
    text = before.replace("`", "").replace("~", "") + "\n\n::: private\n\nsecret words\n\n:::\n\n" + after
    markdown, _ = parse_markdown(text, 0)
    assert not [
        value
        for value in (*markdown.items, *markdown.paragraphs, *markdown.headings)
        if "secret words" in value.text and not value.private
    ]


@settings(max_examples=200, deadline=None)
@given(NOTES)
def test_only_positions_change_when_a_paragraph_is_put_above(text: str) -> None:
    text = text.lstrip()
    before, after = parse_markdown(text, 0)[0], parse_markdown("above it all\n\n" + text, 0)[0]
    assert after.links == before.links and after.troubles == before.troubles
    assert [item.anchor for item in after.items] == [item.anchor for item in before.items]


HOSTILE = ["[", "![", "[[", "[a](", ">", "> ", "- ", "*_", "`", "<", "<!--", "%%", "\\[[", "==a", ":::\n", "{{", "&"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_thirty_thousand_of_anything_are_harmless(piece: str) -> None:
    parse_markdown(piece * 30_000, 0)


def test_what_nests_too_deeply_is_text_and_is_said() -> None:
    markdown = body("> " * 100 + "deep [[ada]]\n")
    assert [trouble.rule for trouble in markdown.troubles] == ["too-complex"]
    assert [link.target for link in markdown.links] == ["ada"]
