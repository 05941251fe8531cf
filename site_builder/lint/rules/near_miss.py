"""The rule `near-miss`: an explicit list of what people write when they mean a line of the grammar.

Whatever is not on this list is prose, and nothing is said about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.finding import Finding
from site_builder.journal.names import NOBODY, fold_name
from site_builder.lint.rule import Checked
from site_builder.lint.rules.near_people import bare_name, behind_the_label, one_more_met, unmarked, whose
from site_builder.lint.rules.near_slips import (
    Advice,
    Meaning,
    names_in,
    slip_in_heading,
    slip_in_prose,
    slip_in_tokens,
    slip_within,
)
from site_builder.lint.rules.near_words import due_without_box, in_other_words, meetings_unbegun, undated_due
from site_builder.notes.body import Item
from site_builder.notes.entry import Entry
from site_builder.notes.lines import KIND_WORDS, KINDS, Line, parse_line
from site_builder.notes.schema import FIELD_WORDS, Event, Meeting, Ref

_TYPES = ("contact", "meeting", "event")
_BACK = re.compile(r"(?i)(?P<verb>gave|got)\s+back\s*:\s+\S")
_DASH = re.compile(r"(?i)(?P<verb>gave|got)\s+(?P<kind>[^\W\d_]+)(?:\s*[–—]\s*|\s+-\s+)(?=\S)")
_PLURAL = re.compile(r"(?i)(?P<verb>gave|got)\s+(?P<kind>[^\W\d_]+)\s*::?\s+\S")
_SEVERAL = re.compile(
    r"(?i)(?P<verb>gave|got)\s+(?P<kinds>[^\W\d_]+(?:\s*(?:,|/|&|\+|\band\b)\s*[^\W\d_]+)+)\s*::?\s+\S"
)
_KIND = re.compile(r"[^\W\d_]+")
_INTRO = re.compile(r"(?i)intro\s*::?\s+")
_TO = re.compile(r"\s+to\s+(?=\S)")
_ARROW = re.compile(r"\s*(?:->|→)\s*(?=\S)")
_NO_ARROW = re.compile(r"(?P<dashes>[\s=<>–—-]+)|\s*(?:[&+,/]|\band\b|\bwith\b)\s*")
BULLET = re.compile(r"[•–—]\s*(?=\S)|[-+](?=[^\s+-])")
NO_HEADING = re.compile(
    r"(?i)(?P<mark>#{1,6})(?P<text>\d{4}-\d\d-\d\d\b|(?<=##)(?:plan|next time|objectives|met|signals)\s*$)"
)
_WITH = re.compile(
    rf"(?i)(?:with|{'|'.join(word for word, field in FIELD_WORDS.items() if field == 'with')})\s*:\s+(?=\S)"
)
_BOX = re.compile(r"\[[ xX/-]\]\s+\S")


def check_near_miss(journal: Checked, path: str) -> Iterator[Finding]:
    """A line that is one mark away from meaning something to Kith.

    Why: what you gave or promised would be prose, and be missing from the balance and from the list of promises.

    Wrong:
        - got lead – the Turin group is hiring
        - [ ] send the table due: 2026-06-12

    Right:
        - got lead: the Turin group is hiring
        - [ ] send the table due:2026-06-12

    Settings: `kinds` in kith.toml adds kinds of gave and got.

    Quiet: everything but a list: `gave back:`, a kind in the plural, a dash for the colon, two kinds in one line,
    `@bo gave lead:`, `intro: @ada to @bo`, `due 2026-06-12` and `due: 2026-06-12` on an open task, a paragraph that
    begins with `•` or a dash and then as a line would; and what a slip makes of a line (`[]`, `gave advce:`,
    `gotp raise:`, `got help:x`, `queston:`, `intro: @ada -> ,bo`, `deu:2026-06-12`, `yb:@bo`, `by: @bo`, `by:bo`)
    or of a heading (`##2026-06-05`, `Nxet time`), unless it is another word. Of what people call a kind of exchange
    `gave book:`, `got introduction:` and some more; of other words for a line `TODO`, `follow up:`, `promised:`,
    `told her:`, `thanks:` and some more; for a deadline, at the end of an open task, `by Friday`; `due:fri` without a
    box. Of who it was `got advice from Bo: …`. Of several who are taken for one, `with: Ada and Bo` where nobody is
    called so, `to:@ada and @bo`, and `with:@ada, @bo` in a heading; of a list of those met, `Ada min:20` where Ada has
    a note, and two people in one item; of a meeting with nobody, `With: Ada` outside its front matter; of what was to
    begin a meeting `## 5 June 2026`, `## Call 2026-06-05` and a line `2026-06-05 call`.
    """
    entry = journal.entry(path)
    for ref, names in several_in(journal, entry):
        remedy = f"Put a comma between two people: `{', '.join(names)}`."
        yield Finding(path, ref.anchor, "near-miss", f"“{ref.target}” is read as one name.", remedy)
    for line in entry.lines:
        if found := advice_on(journal, entry, line):
            yield Finding(path, line.anchor, "near-miss", found.message, found.remedy)
    if entry.type not in _TYPES:
        return
    for anchor, message, remedy in meetings_unbegun(entry):
        yield Finding(path, anchor, "near-miss", message, remedy)
    kinds = _kinds(journal)
    for heading in entry.body.headings:
        if found := None if heading.quoted else slip_in_heading(heading, entry.type):
            yield Finding(path, heading.anchor, "near-miss", found.message, found.remedy)
    for paragraph in entry.body.paragraphs:
        if (match := _WITH.match(paragraph.text)) and isinstance(entry.fields, Meeting) and not entry.fields.with_:
            message = f"`{match[0].strip()}` is a paragraph here, so this meeting is with nobody."
            remedy = "Put it into the front matter, between two lines `---` at the top."
            yield Finding(path, paragraph.anchor, "near-miss", message, remedy)
        mark = BULLET.match(paragraph.text)
        if mark and _is_line(paragraph.text[mark.end() :], kinds, nearly=mark[0] in "-+"):
            yield Finding(
                path,
                paragraph.anchor,
                "near-miss",
                f"`{mark[0].strip()}` {_no_list(mark[0])} in Markdown, so this is a paragraph.",
                "Begin the line with `- `.",
            )
        elif mark := NO_HEADING.match(paragraph.text):
            message = f"`{mark['mark']}` without a space after it begins no heading, so this is a paragraph."
            yield Finding(path, paragraph.anchor, "near-miss", message, f"Write `{mark['mark']} {mark['text']}`.")


def several_in(journal: Checked, entry: Entry) -> Iterator[tuple[Ref, tuple[str, ...]]]:
    """What stands for one person in a list of who was there, and is no name that is known, but the names of several."""
    fields = entry.fields
    there = fields.with_ if isinstance(fields, Meeting) else fields.went_with if isinstance(fields, Event) else ()
    for ref in there:
        names = names_in(ref)
        fits = journal.names_like(fold_name(ref.target)) if names else NOBODY
        if names and not (fits.ids or fits.names or fits.aliases):
            yield ref, names


def _no_list(mark: str) -> str:
    return "without a space after it begins no list" if mark in "-+" else "begins no list"


def advice_on(journal: Checked, entry: Entry, line: Line) -> Advice | None:
    """What is to say about a line, if it is a near miss."""
    item, kinds = entry.body.items[line.item], _kinds(journal)
    found = None
    if line.kind == "task" and line.state in ("open", "begun") and line.due is None:
        found = undated_due(item, line.day is not None)
    if line.kind == "prose" and item.box is None and entry.type in _TYPES:
        found = _bad_exchange(item, kinds) or whose(journal, entry, line, item, kinds) or _intro(journal, item)
        found = found or slip_in_prose(item, kinds) or in_other_words(item)
        found = found or behind_the_label(journal, entry, item, kinds) or unmarked(journal, entry, item)
    if not found and line.kind != "prose":
        found = slip_in_tokens(line, item) or bare_name(journal, item)
    if not found and line.kind != "task" and item.box is None:
        found = due_without_box(item, is_prose=line.kind == "prose") or one_more_met(journal, entry, item)
    return found or (slip_within(item, kinds) if entry.type in _TYPES else None)


def slip_of(item: Item, kinds: frozenset[str]) -> Advice | None:
    """What makes an item prose that was to be a line, as far as it alone can tell."""
    return _bad_exchange(item, kinds) or slip_in_prose(item, kinds) or in_other_words(item)


def nearly(item: Item, kinds: frozenset[str]) -> str:
    """The text of an item that is prose by a slip, as it may have been meant; empty where there is none."""
    found = _bad_exchange(item, kinds) or slip_in_prose(item, kinds)
    if found and found.rewrite:
        start, end, words = found.rewrite
        return item.text[:start] + words + item.text[end:]
    return ": ".join((*found.split[0], "")) if found else ""


def _kinds(journal: Checked) -> frozenset[str]:
    return frozenset((*KINDS, *KIND_WORDS, *journal.config.kinds))


def _bad_exchange(item: Item, kinds: frozenset[str]) -> Advice | None:
    text = item.text
    if match := _BACK.match(text):
        verb, back = match["verb"].casefold(), (match.end("verb"), text.index(":", match.end("verb")), "")
        message = f"`{verb} back:` is prose: `back` is no kind."
        return Advice(message, f"Write `{verb}: …`, or leave the colon out.", back, becomes=((verb, ""),))
    if (match := _PLURAL.match(text)) and (kind := _singular(match["kind"], kinds)):
        message = f"`{match['verb']} {match['kind']}:` is prose: the kind is called `{kind}`."
        remedy = f"Write `{match['verb']} {kind}: …`."
        return Advice(message, remedy, (*match.span("kind"), kind), exact=True, becomes=(_meaning(match, kind),))
    if (match := _DASH.match(text)) and match["kind"].casefold() in kinds:
        written = f"{match['verb']} {match['kind']}"
        message = f"`{written}` is followed by a dash, so this is prose."
        remedy, colon = f"Write a colon: `{written}: …`.", (match.end("kind"), match.end(), ": ")
        return Advice(message, remedy, colon, exact=True, becomes=(_meaning(match, match["kind"]),))
    if match := _SEVERAL.match(text):
        named = [word for word in _KIND.findall(match["kinds"]) if word.casefold() != "and"]
        if len(named) > 1 and all(word.casefold() in kinds for word in named):
            labels = tuple(f"{match['verb']} {word}" for word in named)
            lines = " and ".join(f"`{label}: …`" for label in labels)
            message = f"This line names {len(named)} kinds of exchange and is prose."
            becomes = tuple(_meaning(match, word) for word in named)
            return Advice(message, f"Write {lines}.", split=(labels, match.end() - 1), becomes=becomes)
    return None


def _meaning(match: re.Match[str], word: str) -> Meaning:
    folded = word.casefold()
    return match["verb"].casefold(), KIND_WORDS.get(folded, folded)


def _singular(word: str, kinds: frozenset[str]) -> str:
    """The kind of which a word is the plural, or nothing."""
    folded = word.casefold()
    ends = (("ies", "y"), ("es", ""), ("s", ""))
    found = (folded.removesuffix(end) + last for end, last in ends if folded.endswith(end))
    return "" if folded in kinds else next((kind for kind in found if kind in kinds), "")


def _intro(journal: Checked, item: Item) -> Advice | None:
    """`intro: @ada to @bo`: the first word after the label must be a person, for `intro: happy to help` is prose."""
    label = _INTRO.match(item.text)
    if label and len(item.references) > 1 and item.references[0].start == label.end():
        start, end = item.references[0].end, item.references[1].start
        if between := _NO_ARROW.fullmatch(item.text, start, end):
            names = [item.typed[each.start : each.end] for each in item.references[:2]]
            fact, remedy = "This introduction has no arrow, so it is prose.", f"Write `intro: {' -> '.join(names)}`."
            return Advice(fact, remedy, (start, end, " -> "), exact=between["dashes"] is not None)
    if label and item.references and item.references[0].start == label.end():
        pointed = _ARROW.match(item.text, item.references[0].end)
        if pointed and all(reference.start != pointed.end() for reference in item.references):
            return Advice("Behind the arrow of this introduction stands no name, so it is prose.", "Write `-> @name`.")
    to = _TO.search(item.text, label.end()) if label else None
    if not label or not to:
        return None
    starts = {reference.start: reference for reference in item.references}
    left, right = starts.get(label.end()), starts.get(to.end())
    giver = item.typed[label.end() : to.start()].strip()
    fits = journal.names_like(fold_name(giver))
    known = (left and left.end == to.start()) or fits.ids or fits.names or fits.aliases
    if not known or not (right or item.text[to.end()].isupper()):
        return None
    taker = item.typed[right.start : right.end] if right else item.typed[to.end() :].split(" ")[0]
    message = f"“to” between {giver} and {taker} makes this prose."
    remedy = f"Write an arrow: `intro: {giver} -> {taker}`."
    arrow = to.start(), to.end(), " -> "
    return Advice(message, remedy, arrow, exact=bool(left and right), becomes=(("intro", "intro"),))


def _is_line(text: str, kinds: frozenset[str], *, nearly: bool) -> bool:
    """Whether a text would be a line of the grammar as an item, or (`nearly`) is a slip from one."""
    if _BOX.match(text):
        return True
    item = Item("", text, text, None, -1, -1, False, ())
    line, _ = parse_line(0, item, (), None, kinds, "")
    return line.kind != "prose" or (nearly and slip_in_prose(item, kinds) is not None)
