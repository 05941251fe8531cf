"""A figure nobody can trace is a defect: every number on every page of the sample leads to what it was counted from, is
a date or somebody's own words, or stands in the list below with the reason why it need not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

import pytest

from commands import SAMPLE
from site_builder import pipeline
from site_builder.session import Session
from site_builder.site.theme import Theme, theme_folder

VOID = frozenset({"area", "br", "hr", "img", "input", "link", "meta", "wbr"})
WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
NUMBER = re.compile(rf"\d|\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)
MORE = re.compile(rf"\b(?:\d+|one|{'|'.join(WORDS)}) more\b")
OWN = frozenset({"own", "prose", "gist"})
"""Classes of what is quoted from a note, as it was typed."""

REASONS = {
    "* h1": "a title: what the note, the page or its day is called",
    "* dl.facts": "a field of the note that the page is of",
    "* ol.spells": "a field of the note that the page is of",
    "* li.promise": "a task of the note that the page is of",
    "* section.banner": "a line of the note that the page is of",
    "* nav.pager": "which page of a table this is",
    "* p.standing": "how far the note's own day lies, or a rule of what counts as contact",
    "event span.chips": "how far its own day lies",
    "event section.person-brief": "the years when somebody was met there: the table of the series has them",
    "event tr.current": "this very event, whose figures stand above",
    "coverage p.meta": "the time that all figures here are of",
    "org td": "how many the note wishes for besides those who stand beside it",
    "goal section > p": "a sum of the table right below",
    "exchanges form": "what may be chosen",
    "exchanges p.said": "how much of the whole the table right below shows",
    "health p.lede": "the findings that are the page",
    "health section.rule > p.meta": "the rule's own words",
    "promises p.lede": "the promises that are the page",
    "tag p.lede": "the notes that are the page",
    "contact section#field-trust": "the history of a field of the file that the page is of",
    "contact ul.observations": "a question about what a field says, which Details has",
    "search dl.asking": "how to ask",
}
"""Kind of page and place, and why a number there needs no link of its own."""


class Node:
    """An element with its children and its way up."""

    def __init__(self, tag: str, attrs: dict[str, str | None], parent: Node | None) -> None:
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.children: list[Node | str] = []

    def __iter__(self) -> Iterator[Node]:
        """The element and all around it, up to the main part."""
        at: Node | None = self
        while at and at.tag != "main":
            yield at
            at = at.parent

    @property
    def classes(self) -> frozenset[str]:
        return frozenset((self.attrs.get("class") or "").split())

    def has_link(self, but: Node | None = None) -> bool:
        """Whether something in it leads on: a link, except to an element's own place."""
        inside = (each for each in self.children if isinstance(each, Node) and each is not but)
        return any(
            (each.tag == "a" and each.attrs.get("href") and "anchor" not in each.classes) or each.has_link(but)
            for each in inside
        )

    def texts(self) -> Iterator[tuple[Node, str]]:
        for each in self.children:
            if isinstance(each, str):
                yield self, each
            else:
                yield from each.texts()

    def find(self, tag: str) -> Iterator[Node]:
        for each in self.children:
            if isinstance(each, Node):
                if each.tag == tag:
                    yield each
                yield from each.find(tag)


class Tree(HTMLParser):
    """A page as nodes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = self.at = Node("", {}, None)
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs), self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.at.parent:
            self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def leads(node: Node, text: str) -> bool:
    """Whether a number leads to what it was counted from, is a date, or is quoted from a note."""
    for each in node:
        if each.tag in ("a", "time", "svg") or each.classes & OWN:
            return True  # a picture says what its sentence and its table say
        if each.tag == "details" and "twin" not in each.classes and each.has_link():
            return True
        if each.tag in ("tr", "li", "dd", "p") and each.has_link() and not (MORE.search(text) and each.tag != "p"):
            return True
        if each.tag == "figure" or "balance" in each.classes:
            # The sentence and the table of a chart: what it draws leads on, or unfolds beside it.
            around = next((at for at in each if at.tag in ("section", "li")), None)
            return each.has_link() or (around is not None and around.has_link(but=each))
    return text.strip() == "0"  # behind nothing there is nothing


def untraced(kind: str, html: str) -> Iterator[tuple[str, str]]:
    """The numbers that lead nowhere, each with the reason that is listed for its place, or with nothing."""
    (main,) = Tree(html).root.find("main")
    for node, text in main.texts():
        if NUMBER.search(text) and not leads(node, text):
            ways = list(node)
            yield next((name for name in REASONS if _stands(kind, ways, name)), ""), text.strip()


def _stands(kind: str, ways: list[Node], name: str) -> bool:
    of, _, place = name.partition(" ")
    parent, _, child = place.rpartition(" > ")
    return of in ("*", kind) and any(
        _is(each, child) and (not parent or (each.parent is not None and _is(each.parent, parent))) for each in ways
    )


def _is(node: Node, selector: str) -> bool:
    tag, mark, name = re.fullmatch(r"(\w+)([.#]?)(.*)", selector).groups()  # type: ignore[union-attr]
    return node.tag == tag and (not mark or (name == node.attrs.get("id") if mark == "#" else name in node.classes))


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Seven given.</p>", ["Seven given."]),
        ('<p>Seven given, <a href="#s">all</a>.</p>', []),
        ("<details><summary>7 given</summary><ul><li>a</li></ul></details>", ["7 given"]),
        ('<details><summary>7 given</summary><ul><li><a href="x">a</a></li></ul></details>', []),
        ('<table><tr><th><a href="x">Mill</a></th><td>3</td></tr><tr><td>4</td></tr></table>', ["4"]),
        ('<table><tr><th><a href="x">Mill</a></th><td>11 more</td></tr></table>', ["11 more"]),
        ('<p class="own">7 of 9</p><time>2026</time><blockquote class="own"><p>9</p></blockquote>', []),
        ('<h2><a class="anchor" href="#x">#</a></h2><p>12 in all</p>', ["12 in all"]),
    ],
)
def test_what_leads_and_what_does_not(html: str, found: list[str]) -> None:
    assert [text for _, text in untraced("org", f"<main>{html}</main>")] == found


@pytest.mark.slow
def test_every_number_of_the_sample_can_be_traced() -> None:
    session = Session(SAMPLE, today=date(2026, 11, 23))  # a Monday, with the review
    session.refresh()
    session.db.set(pipeline.theme, "", Theme(theme_folder()))
    used: set[str] = set()
    lost = []
    for which in pipeline.page_ids(session.db):
        for reason, text in untraced(which.kind, pipeline.page(session.db, which).decode()):
            used.add(reason)
            lost += [] if reason else [f"{which.kind} {which.path}: {text}"]
    assert "\n".join(lost) == ""
    assert sorted(set(REASONS) - used) == []
