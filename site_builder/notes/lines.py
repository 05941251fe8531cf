"""The line grammar: what the first words of a list item say (FORMAT.md, Lines; LINES.md decides the hard ones).

One item is read alone, knowing only the day it belongs to and the kinds of exchange. Who is meant is decided later, by
the journal, which knows the people: so a line carries every reading that depends on them (`who`, `before`). What does
not fit is prose, and no rule says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from site_builder.notes.body import Item, Link, Trouble
from site_builder.notes.line import Line
from site_builder.notes.naming_lines import read_introduction, read_stub
from site_builder.notes.references import MORE_NAME, NAME_WORD
from site_builder.notes.schema import Ref
from site_builder.notes.tokens import OF_MET, SIZES, Tokens, find_tokens, keys_of, without_tokens

__all__ = ["KINDS", "KIND_WORDS", "STATES", "Line", "parse_line"]

KINDS = (
    *("contact", "idea", "link", "lead", "inside", "intro", "referral"),
    *("advice", "time", "feedback", "favour", "gift", "help", "praise"),
)
KIND_WORDS = {"favor": "favour"}

PRIVATE_LABELS = frozenset({"conflict", "repaired", "caution"})
STATES = {" ": "open", "/": "begun", "x": "kept", "X": "kept", "-": "dropped"}

_LABELS = (
    "gave|got|ask|asked|intro|learned|told|wants|next|question|win|said|thanked|conflict|repaired|caution|hope|new"
)
_THEY_ASKED = r"(?:they|she|he)\s+ask(?:ed)?"
_LABEL = re.compile(rf"(?i)(?P<label>{_THEY_ASKED}|{_LABELS})(?:\s+(?P<kind>[^\W\d_][\w-]*))?\s*::?(?=\s|$)")
_WORDS_BEFORE = tuple(re.compile(rf"(?P<name>{NAME_WORD}(?:{MORE_NAME}){{{more}}})\s+") for more in range(4))
_EMPHASIS = re.compile(r"(?P<mark>\*\*\*|\*\*|__|\*|_)(?P<inner>[^*_]+?)(?P=mark)")
_PLEDGE = r"(?:\s+(?:will|to|is\s+to|has\s+to|needs\s+to|must|should|promised|agreed|offered|owes)\b(?!:)|['’]ll\b)"
_PLEDGED = re.compile(rf"(?i){_PLEDGE}")
_OPENER = re.compile(rf"(?i)(?P<name>{NAME_WORD}?(?:{MORE_NAME}?){{0,3}}?){_PLEDGE}")
_COMMENT = re.compile(r"<!--.*?-->|%%.*?%%")


def parse_line(
    number: int, item: Item, links: tuple[Link, ...], base: date | None, kinds: frozenset[str], meaning: str
) -> tuple[Line, tuple[Trouble, ...]]:
    """Read an item. `base` is the date it stands under; `meaning` the nearest heading's (`plan`, `next`, `met`…)."""
    text, typed, refs = _plain_start(item, links)
    box = STATES.get(item.box) if item.box is not None else None
    if item.box is not None and box is None:
        return Line("prose", item.anchor, number, item.text, item.typed, base), ()
    if box is not None:
        tokens = find_tokens(text, typed, item.anchor, base, keys_of(True, meaning))
        return _with_tokens(_task(number, item, text, typed, refs, box, tokens.spans), item, refs, tokens)
    line = _labelled(number, item, text, typed, refs, kinds, meaning)
    if line is None:
        return _prose(number, item, text, typed, refs, base, meaning)
    return _with_tokens(line, item, refs, find_tokens(text, typed, item.anchor, base, keys_of(False)))


def _plain_start(item: Item, links: tuple[Link, ...]) -> tuple[str, str, tuple[tuple[int, int, Ref], ...]]:
    """The text with the emphasis around its first words taken off, blanked and as typed, and its references in it."""
    text, typed, cut = item.text, item.typed, []
    if match := _EMPHASIS.match(text):
        mark = len(match["mark"])
        cut = [(match.start(), mark), (match.end() - mark, mark)]
        text = match["inner"] + text[match.end() :]
        typed = typed[mark : match.end() - mark] + typed[match.end() :]

    def shift(offset: int) -> int:
        return offset - sum(min(length, max(0, offset - at)) for at, length in cut)

    refs = []
    for reference in item.references:
        link = links[reference.link]
        form = {"wiki": "wiki", "embed": "wiki", "mention": "mention"}.get(link.kind, "link")
        ref = Ref(link.target, form, link.anchor, link.heading, "" if form == "mention" else link.label)
        refs.append((shift(reference.start), shift(reference.end), ref))
    return text, typed, tuple(refs)


def _labelled(
    number: int,
    item: Item,
    text: str,
    typed: str,
    refs: tuple[tuple[int, int, Ref], ...],
    kinds: frozenset[str],
    meaning: str,
) -> Line | None:
    who, before, at = None, "", 0
    if refs and not text[: refs[0][0]].strip():
        who, at = refs[0][2], refs[0][1]
        while at < len(text) and text[at] in " \t*_":
            at += 1
    match = _LABEL.match(text, at)
    if match is None and who is None:
        for name in _names_before(text):
            if match := _LABEL.match(text, name.end()):
                before = name["name"]
                break
    if match is None:
        return None
    label, word, rest = match["label"].casefold(), (match["kind"] or "").casefold(), text[match.end() :].strip()
    shown = _COMMENT.sub("", typed[match.end() :]).strip()  # `gave link: https://…` says nothing else
    if len(label.split()) > 1:
        label = "they_asked"
    elif label == "asked":
        label = "they_asked" if who or before else "ask"
    category = KIND_WORDS.get(word, word)
    exchange = label in ("gave", "got")
    if (word and (not exchange or category not in kinds)) or not shown:
        return None
    if exchange and (who or before):
        return None  # "@bo gave lead: …" is nobody's exchange; near-miss offers both readings
    if label == "hope" and meaning != "plan":
        return None
    line = Line(
        label,
        item.anchor,
        number,
        rest,
        shown,
        category=category,
        who=who,
        before=before,
        private=label in PRIVATE_LABELS or category == "inside",
    )
    if label == "intro":
        return read_introduction(line, item, text, typed, match.end(), refs)
    if label == "new":
        return read_stub(line, item, text, typed, match.end(), refs)
    return line


def _names_before(text: str) -> list[re.Match[str]]:
    """The plain words, one to four, that might be a name before a label, shortest first."""
    if ":" not in text[:80]:
        return []
    return [match for pattern in _WORDS_BEFORE if (match := pattern.match(text))]


def _task(
    number: int,
    item: Item,
    text: str,
    typed: str,
    refs: tuple[tuple[int, int, Ref], ...],
    state: str,
    tokens: list[tuple[int, int]],
) -> Line:
    who, before, pledges = None, "", False
    said = text  # tokens may stand anywhere, also before the first word
    for start, end in tokens:
        said = said[:start] + " " * (end - start) + said[end:]
    opening = next((each for each in refs if said[each[0]] != " "), None)
    if opening and not said[: opening[0]].strip():
        who = opening[2]
        pledges = _PLEDGED.match(said, opening[1]) is not None
    elif match := _OPENER.match(said.lstrip()):
        before, pledges = " ".join(match["name"].split()), True
    text = text.strip()
    return Line("task", item.anchor, number, text, typed, state=state, who=who, before=before, pledges=pledges)


def _prose(
    number: int,
    item: Item,
    text: str,
    typed: str,
    refs: tuple[tuple[int, int, Ref], ...],
    base: date | None,
    meaning: str,
) -> tuple[Line, tuple[Trouble, ...]]:
    who = refs[0][2] if refs and not text[: refs[0][0]].strip() else None
    shown, mentions = _COMMENT.sub("", typed).strip(), tuple(ref for _, _, ref in refs)
    line = Line(
        "prose", item.anchor, number, text.strip(), shown, base, who=who, mentions=mentions, private=item.private
    )
    if not who or meaning != "met":
        return line, ()
    tokens = find_tokens(text, typed, item.anchor, base, OF_MET)
    own, minutes = tokens.when("on"), tokens.take("min")
    line = replace(line, day=own.first if own else base, minutes=int(minutes) if minutes else None)
    read = replace(line, text=without_tokens(line.text, OF_MET).strip(), shown=without_tokens(shown, OF_MET).strip())
    return read, tuple(tokens.troubles)


def _with_tokens(
    line: Line, item: Item, refs: tuple[tuple[int, int, Ref], ...], tokens: Tokens
) -> tuple[Line, tuple[Trouble, ...]]:
    base, keys = tokens.base, tokens.keys
    mentions = tuple(ref for at, _, ref in refs if not any(start <= at < end for start, end in tokens.spans))
    shown = _COMMENT.sub("", line.shown)
    private = line.private or item.private
    if not tokens.found:
        return replace(line, shown=shown.strip(), day=base, private=private, mentions=mentions), ()
    own = tokens.when("on")
    day = own.first if own else base
    tokens.base = day
    to, to_me, to_all = tokens.refs("to")
    by, by_me, _ = tokens.refs("by")
    size, minutes, dropped = tokens.take("size"), tokens.take("min"), tokens.when("dropped")
    read = replace(
        line,
        text=without_tokens(line.text, keys).strip(),
        shown=without_tokens(shown, keys).strip(),
        day=day,
        to=to,
        to_me=to_me,
        to_all=to_all,
        by=by,
        by_me=by_me,
        via=tokens.refs("via")[0],
        seen_by=tokens.refs("seen_by")[0],
        due=tokens.when("due"),
        done=tokens.when("done"),
        moved=tokens.whens("moved"),
        dropped=dropped,
        state="dropped" if dropped and line.state in ("open", "begun") else line.state,
        watch=tokens.when("watch"),
        thanked=tokens.when("thanked"),
        outcome=tokens.take("outcome").casefold(),
        size=SIZES.get(size.upper(), 1),
        minutes=int(minutes) if minutes.isascii() and minutes.isdigit() else None,
        why=tokens.take("why"),
        tests=tuple(word.strip().casefold() for word in tokens.take("tests").split(",") if word.strip()),
        private=private or tokens.take("private").casefold() in ("yes", "true"),
        mentions=mentions,
    )
    return read, tuple(tokens.troubles)
