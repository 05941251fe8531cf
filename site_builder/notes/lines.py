"""The line grammar: what the first words of a list item say (FORMAT.md, Lines; LINES.md decides the hard ones).

One item is read alone, knowing only the day it belongs to and the kinds of exchange. Who is meant is decided later, by
the journal, which knows the people: so a line carries every reading that depends on them (`who`, `before`). What does
not fit is prose, and no rule says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from site_builder.notes.dates import When
from site_builder.notes.markdown import Item, Link, Trouble
from site_builder.notes.references import parse_ref
from site_builder.notes.schema import Ref
from site_builder.notes.tokens import SIZES, TOKEN, find_tokens, without_tokens

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
_THEY_ASKED = r"(?:they|she|he)\s+asked"
_LABEL = re.compile(rf"(?i)(?P<label>{_THEY_ASKED}|{_LABELS})(?:\s+(?P<kind>[^\W\d_]+))?\s*::?(?:\s+|$)")
_WORDS_BEFORE = tuple(re.compile(rf"(?P<name>[^\W\d_][\w.'’-]*(?:\s+[\w.'’-]+){{{more}}})\s+") for more in range(4))
_EMPHASIS = re.compile(r"(?P<mark>\*\*\*|\*\*|__|\*|_)(?P<inner>[^*_]+?)(?P=mark)")
_PLEDGE = r"(?:\s+(?:will|to|is\s+to|has\s+to|needs\s+to|must|should|promised|agreed|offered|owes)\b|['’]ll\b)"
_PLEDGED = re.compile(rf"(?i){_PLEDGE}")
_OPENER = re.compile(rf"(?i)(?P<name>[^\W\d_][\w.'’-]*?(?:\s+[\w.'’-]+?){{0,3}}?){_PLEDGE}")
_COMMENT = re.compile(r"<!--.*?-->|%%.*?%%")
_ARROW = re.compile(r"\s*(?:->|→)\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """One list item, as the grammar reads it.

    `kind`: a label's canonical word (`gave`, `got`, `task`, `ask`, `they_asked`, `intro`, `learned`, …) or `prose`.
    `text`: what is left of the sentence without box, label and tokens, code and addresses blanked; `shown`: the same as
    typed, for people to read. `day`: the line's own date, where it has one.
    `who`: the reference it begins with (before the label, or at the start of a task or of prose). `before`: plain words
    there, which are a person only if the journal knows them at that place (else the line is prose, or my own task).
    `pledges`: a task whose beginning goes on with "will", "is to", "owes"…: theirs, if it begins with a person.
    """

    kind: str
    anchor: str
    item: int
    text: str
    shown: str = ""
    day: date | None = None
    category: str = ""
    state: str = ""
    who: Ref | None = None
    before: str = ""
    pledges: bool = False
    to: tuple[Ref, ...] = ()
    to_me: bool = False
    to_all: bool = False
    by: tuple[Ref, ...] = ()
    by_me: bool = False
    via: tuple[Ref, ...] = ()
    seen_by: tuple[Ref, ...] = ()
    due: When | None = None
    done: When | None = None
    moved: tuple[When, ...] = ()
    dropped: When | None = None
    watch: When | None = None
    thanked: str = ""
    outcome: str = ""
    size: int = 1
    minutes: int | None = None
    why: str = ""
    tests: tuple[str, ...] = ()
    private: bool = False
    sides: tuple[Ref, ...] = ()
    name: Ref | None = None
    answers: tuple[tuple[str, str], ...] = ()
    mentions: tuple[Ref, ...] = ()

    @property
    def deadline(self) -> date | None:
        """The date in force: the last one it was put off to, else the one it was made with."""
        last = self.moved[-1] if self.moved else self.due
        return last.last if last else None


def parse_line(
    number: int, item: Item, links: tuple[Link, ...], base: date | None, kinds: frozenset[str], meaning: str
) -> tuple[Line, tuple[Trouble, ...]]:
    """Read an item. `base` is the date it stands under; `meaning` the nearest heading's (`plan`, `next`, `met`…)."""
    text, typed, refs = _plain_start(item, links)
    box = STATES.get(item.box) if item.box is not None else None
    if item.box is not None and box is None:
        return Line("prose", item.anchor, number, item.text, item.typed, base), ()
    line = _labelled(number, item, text, refs, kinds, meaning) if box is None else None
    if box is not None:
        line = _task(number, item, text, refs, box)
    if line is None:
        return _prose(number, item, text, typed, refs, base), ()
    start = max(text.find(line.text), 0) if line.kind not in ("intro", "new") else -1
    shown = typed[start:] if start >= 0 else line.text
    return _with_tokens(replace(line, shown=shown), item, refs, base)


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
        ref = Ref(link.target, form, link.anchor, link.heading, link.label)
        refs.append((shift(reference.start), shift(reference.end), ref))
    return text, typed, tuple(refs)


def _labelled(
    number: int,
    item: Item,
    text: str,
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
    if label.endswith("asked") and label != "asked":
        label = "they_asked"
    elif label == "asked":
        label = "they_asked" if who or before else "ask"
    category = KIND_WORDS.get(word, word)
    exchange = label in ("gave", "got")
    if (word and (not exchange or category not in kinds)) or not rest:
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
        category=category,
        who=who,
        before=before,
        private=label in PRIVATE_LABELS or category == "inside",
    )
    if label == "intro":
        return _introduction(line, item, text, match.end(), refs)
    if label == "new":
        return _stub(line, item, text, match.end(), refs)
    return line


def _names_before(text: str) -> list[re.Match[str]]:
    """The plain words, one to four, that might be a name before a label, shortest first."""
    if ":" not in text[:80]:
        return []
    return [match for pattern in _WORDS_BEFORE if (match := pattern.match(text))]


def _introduction(line: Line, item: Item, text: str, start: int, refs: tuple[tuple[int, int, Ref], ...]) -> Line | None:
    arrow = _ARROW.search(text, start)
    if arrow is None:
        return None
    left = [ref for at, end, ref in refs if at >= start and end <= arrow.start()]
    right = [(at, end, ref) for at, end, ref in refs if at >= arrow.end()]
    giver = left[0] if left else parse_ref(text[start : arrow.start()], item.anchor)
    if right and not text[arrow.end() : right[0][0]].strip():
        taker: Ref | None = right[0][2]
        rest = text[right[0][1] :]
    else:
        name = re.split(r"\s+for\s|,|\||\s[a-z_]+:", text[arrow.end() :], maxsplit=1)[0]
        taker = parse_ref(name, item.anchor)
        rest = text[arrow.end() + len(name) :]
    if giver is None or taker is None:
        return None
    return replace(line, text=rest.strip(), sides=(giver, taker), category="intro")


def _stub(line: Line, item: Item, text: str, start: int, refs: tuple[tuple[int, int, Ref], ...]) -> Line | None:
    first, *others = text[start:].split("|")
    inside = [(at, end, ref) for at, end, ref in refs if at >= start and not text[start:at].strip()]
    if inside:
        name: Ref | None = inside[0][2]
        rest = text[inside[0][1] : start + len(first)]
    else:
        token = TOKEN.search(first)
        head = first[: token.start()] if token else first
        typed = re.split(r",|\s[–—]\s|\s-\s", head, maxsplit=1)[0]
        name = parse_ref(typed, item.anchor)
        rest = first[len(typed) :]
    if name is None:
        return None
    answers = []
    for other in others:
        key, colon, value = other.strip().partition(":")
        if colon and key.strip().casefold() in ("does", "here for", "wants"):
            answers.append((key.strip().casefold(), without_tokens(value).strip()))
        else:
            rest += " " + other.strip()
    return replace(line, text=rest.strip(" ,"), name=name, answers=tuple((k, v) for k, v in answers if v))


def _task(number: int, item: Item, text: str, refs: tuple[tuple[int, int, Ref], ...], state: str) -> Line:
    who, before, pledges = None, "", False
    if refs and not text[: refs[0][0]].strip():
        who = refs[0][2]
        pledges = _PLEDGED.match(text, refs[0][1]) is not None
    elif match := _OPENER.match(text):
        before, pledges = match["name"], True
    return Line("task", item.anchor, number, text.strip(), state=state, who=who, before=before, pledges=pledges)


def _prose(
    number: int, item: Item, text: str, typed: str, refs: tuple[tuple[int, int, Ref], ...], base: date | None
) -> Line:
    who = refs[0][2] if refs and not text[: refs[0][0]].strip() else None
    minutes = re.search(r"(?:^|\s)min:(\d+)(?=\s|$)", text) if who else None
    return Line(
        "prose",
        item.anchor,
        number,
        text.strip(),
        _COMMENT.sub("", typed).strip(),
        base,
        who=who,
        mentions=tuple(ref for _, _, ref in refs),
        minutes=int(minutes[1]) if minutes else None,
        private=item.private,
    )


def _with_tokens(
    line: Line, item: Item, refs: tuple[tuple[int, int, Ref], ...], base: date | None
) -> tuple[Line, tuple[Trouble, ...]]:
    task = line.kind == "task"
    tokens = find_tokens(item, base, task)
    mentions = tuple(ref for _, _, ref in refs)
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
        text=without_tokens(line.text, task).strip(),
        shown=without_tokens(shown, task).strip(),
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
        state="dropped" if dropped and line.state == "open" else line.state,
        watch=tokens.when("watch"),
        thanked=tokens.take("thanked"),
        outcome=tokens.take("outcome").casefold(),
        size=SIZES.get(size.upper(), 1),
        minutes=int(minutes) if minutes.isascii() and minutes.isdigit() else None,
        why=tokens.take("why"),
        tests=tuple(word.strip().casefold() for word in tokens.take("tests").split(",") if word.strip()),
        private=private or tokens.take("private").casefold() in ("yes", "true"),
        mentions=mentions,
    )
    return read, tuple(tokens.troubles)
