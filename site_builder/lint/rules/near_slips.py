"""Slips of the hand in lines of the grammar, for `near-miss`: a letter, a space or a mark that makes a line prose, or a
deadline text. An explicit list, as there: what may be a word of somebody's prose is left out.
"""

from __future__ import annotations

import re

from site_builder.lint.spelling import slips
from site_builder.notes.body import Heading, Item
from site_builder.notes.lines import Line
from site_builder.notes.schema import Ref
from site_builder.notes.sections import MEANINGS
from site_builder.notes.tokens import OUTCOMES, find_tokens, keys_of
from site_builder.values import dataclass

Meaning = tuple[str, str]
"""The kind of a line, and of an exchange its own kind, of a task its deadline."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What is to say about a line, and how it would be put right.

    `rewrite`: offsets into `Item.text` and what would stand there; nothing where the writer has to choose. `split`: the
    labels of the lines that this one would become, and where the text that they share begins. `exact`: whether the line
    can be meant in one way only. `becomes`: what the lines then mean, where more changes than a token.
    """

    message: str
    remedy: str
    rewrite: tuple[int, int, str] | None = None
    split: tuple[tuple[str, ...], int] = ((), 0)
    exact: bool = False
    becomes: tuple[Meaning, ...] = ()


_LONG_LABELS = ("learned", "question", "conflict", "repaired", "caution", "thanked")
_SHORT_LABELS = ("told", "asked", "wants", "next", "said", "intro")
# Words that are one slip from a label or a kind, and stand before a colon in prose.
_WORDS = frozenset(
    {
        *("earned", "leaned", "learner", "yearned", "questions", "conflicts", "cautions", "tanked", "ranked", "nitro"),
        *(
            "lea",
            "led",
            "lad",
            "lin",
            "ink",
            "tie",
            "tim",
            "git",
            "gif",
            "ida",
        ),
        *("ave", "go", "ot", "goat", "incite", "advise", "advised", "aside", "context", "contract", "content", "prase"),
    }
)
_OTHER_WORDS = {"learnt": "learned"}
# What people write for a kind, and the kind; nothing where it may be of several, and none need be named.
_OTHER_KINDS = {
    **dict.fromkeys(("introduction", "introductions"), "intro"),
    **dict.fromkeys(("recommendation", "reference"), "referral"),
    **dict.fromkeys(("job", "opportunity", "vacancy"), "lead"),
    **dict.fromkeys(("article", "paper"), "link"),
    **dict.fromkeys(("book", "books", "present", "flowers", "wine", "ticket", "tickets"), "gift"),
    **dict.fromkeys(("tip", "tips", "hint", "suggestion"), "advice"),
    **dict.fromkeys(("comments", "review"), "feedback"),
    **dict.fromkeys(("support", "money", "loan"), "help"),
    **dict.fromkeys(("compliment", "compliments"), "praise"),
    **dict.fromkeys(("info", "information", "invitation", "invite", "lunch", "dinner", "access"), ""),
}
_LABELLED = re.compile(r"(?P<word>[^\W\d_]{4,9})\s*::?\s+\S")
_NO_SPACE = re.compile(
    r"(?i)(?P<label>(?:gave|got)\s+(?P<kind>[^\W\d_]+)|learned|told|question|conflict|repaired|caution|thanked)"
    r"\s*(?P<mark>::?(?=[^\W\d_])|;\s+(?=\S)|：\s*(?=\S))"
)
_SAID = re.compile(r"(?i)(?P<verb>[^\W\d_]{2,5})\s+(?P<kind>[^\W\d_]{2,14}|[^\W\d_]+[:;.,][^\W\d_]+)\s*::?\s+\S")
_BOX = re.compile(
    r"(?:\[(?P<in>\s{0,2}[xX/-]?\s{0,2})\](?P<gap>\s*)(?=[^\s(\[:])|\[ [^\]\s]?\s+(?=\S)|[ xX]?\]\s+(?=\S))"
)
_IN_ITEM = re.compile(
    r"(?i)\s-(?=\[[ xX/-]\]\s|(?:gave|got)\s+(?P<kind>[^\W\d_]+)\s*:\s|(?:learned|told|question|thanked)\s*:\s)"
)
_DATE = r"(?:\d{4}-\d\d-\d\d|\+\d{1,6}[dwmy])(?![^\W_])"
_DATE_KEYS = ("due", "done", "moved", "watch", "thanked")
_WITH_DATE = re.compile(rf"(?i)(?P<key>[^\W_]*)(?P<mark>:\s+|[:;=.：]?)(?P<date>{_DATE})")
_WITH_NAME = re.compile(r"(?i)(?<!\S)(?P<key>[a-z_]{2,8})(?P<mark>:\s+|::|[:;=.]?)(?P<name>@\w[\w-]*|\[\[[^\]]+\]\])")
_WITH_WORD = re.compile(r"(?i)(?<!\S)(?P<key>outcome|size|min)(?:::|;|=)(?P<word>\w+)(?!\S)")
_APART = re.compile(
    rf"(?i)(?<!\S)(?P<key>outcome(?=:\s+(?:{'|'.join(sorted(OUTCOMES))})(?!\S))|private(?=:\s+(?:yes|true)(?!\S))):\s+"
    r"(?P<word>\w+)"
)
_GLUED = re.compile(rf"(?i)(?<!\S)(?P<key>outcome)[^\W\d_]?(?P<word>{'|'.join(sorted(OUTCOMES))})(?!\S)")
_NAME_KEYS = ("to", "by", "via", "seen_by")
_ONE_MORE = re.compile(
    r"(?i)(?<!\S)(?P<key>with|to|by):(?P<first>@[\w-]*\w|\[\[[^\]]+\]\])(?:,\s+|,?\s+and\s+|\s*[&+]\s*)"
    r"(?P<second>@[\w-]*\w|\[\[[^\]]+\]\])"
)
_BETWEEN_LINKS = re.compile(r"(?<=\]\]),\s+(?=\[\[)")  # there a space is read
_BETWEEN_NAMES = re.compile(r"(?i)(?<=\w)(?:,?\s+and\s+|\s*[&+/]\s*)(?=@?\w)")


def slip_in_prose(item: Item, kinds: frozenset[str]) -> Advice | None:
    """What makes an item prose that was to be a line of the grammar."""
    text = item.text
    if match := _BOX.match(item.typed):
        box = f"[{(match['in'] or '').strip() or ' '}]"
        return Advice(
            f"`{match[0].strip()}` is no box, so this is no task.", f"Write `- {box} ` and then what is to do."
        )
    if (match := _NO_SPACE.match(text)) and (not match["kind"] or match["kind"].casefold() in kinds):
        label = " ".join(match["label"].split())
        wrong = {";": "followed by a semicolon", "：": "followed by a wide colon"}.get(match["mark"][0])
        wrong = wrong or "not followed by a space"
        there = (*match.span("mark"), ": ")
        return Advice(f"`{label}` is {wrong}, so this is prose.", f"Write `{label}: …`.", there, exact=True)
    if (match := _SAID.match(text)) and (meant := _exchange(match["verb"], match["kind"], kinds)):
        typed, there = f"{match['verb']} {match['kind']}", (match.start("verb"), match.end("kind"), meant)
        return Advice(f"`{typed}:` is prose.", f"Did you mean `{meant}: …`?", there)
    if (match := _LABELLED.match(text)) and (meant := _label(match["word"].casefold())):
        there = (*match.span("word"), meant)
        return Advice(f"`{match['word']}:` is prose.", f"Did you mean `{meant}: …`?", there)
    return None


def slip_within(item: Item, kinds: frozenset[str]) -> Advice | None:
    """An item that goes on with what was to be the next one."""
    match = _IN_ITEM.search(item.text)
    if match and (not match["kind"] or match["kind"].casefold() in kinds):
        rest = item.text[match.end() :]
        return Advice(
            f"`-{rest[:12].rstrip()}…` has no space after its dash, so it is part of this line.", "Write `- ` there."
        )
    return None


def slip_in_tokens(line: Line, item: Item) -> Advice | None:
    """A token of a task or another line that is text, as its key or what follows it has a slip."""
    spans = find_tokens(item.text, item.typed, item.anchor, None, keys_of(True, "plan")).spans

    def is_read(at: int) -> bool:
        return any(start <= at < end for start, end in spans)

    for match in _WITH_DATE.finditer(item.text):
        key = "" if is_read(match.start("date")) else _date_key(match["key"].casefold(), match["mark"], line)
        if key:
            return Advice(
                f"`{match[0]}` is text, and no date of this line.",
                f"Write `{key}:{match['date']}`, with a space before and after it.",
            )
    for match in _WITH_NAME.finditer(item.text):
        typed = match["key"].casefold()
        known = typed in _NAME_KEYS and match["mark"] != ":"
        near = next((key for key in _NAME_KEYS if typed in _typos(key)), "") if match["mark"] == ":" else ""
        if not is_read(match.start("name")) and (known or near):
            token = f"{near or typed}:{match['name']}"
            return Advice(f"`{match[0]}` is text, and names nobody.", f"Write `{token}`.", (*match.span(), token))
    if (more := _ONE_MORE.search(item.text)) and more["key"].casefold() != "with":
        return _one_more(more)
    for match in (each for pattern in (_WITH_WORD, _APART, _GLUED) for each in pattern.finditer(item.text)):
        token = f"{match['key'].casefold()}:{match['word']}"
        return Advice(f"`{match[0]}` is text.", f"Write `{token}`.", (*match.span(), token))
    return None


def slip_in_heading(heading: Heading, type_name: str) -> Advice | None:
    """A heading that was probably to have a meaning, or of a meeting whom it leaves out."""
    words, said = MEANINGS.get(type_name, {}), heading.text.strip(" :").casefold()
    for word in words if said not in words else ():
        near = slips(said, word, 1) == 1 if len(word) > 5 else said in _typos(word, drops=False)
        if near and said not in _HEADINGS:
            return Advice(f"“{heading.text}” has no meaning to Kith.", f"Did you mean “{word.capitalize()}”?")
    for match in _WITH_NAME.finditer(heading.typed) if heading.text[:1].isdigit() else ():
        typed = match["key"].casefold()
        if (typed == "with" and match["mark"] != ":") or (typed in _typos("with") and match["mark"] == ":"):
            return Advice(f"`{match[0]}` is text, and names nobody.", f"Write `with:{match['name']}`.")
    more = _ONE_MORE.search(_BETWEEN_LINKS.sub(",", heading.typed)) if heading.text[:1].isdigit() else None
    return _one_more(more) if more and more["key"].casefold() == "with" else None


def _one_more(match: re.Match[str]) -> Advice:
    token = f"{match['key']}:{match['first']},{match['second']}"
    return Advice(
        f"`{match['second']}` is text here, no part of `{match['key']}:`.", f"Write `{token}`.", (*match.span(), token)
    )


def names_in(ref: Ref) -> tuple[str, ...]:
    """The names that what stands for one person was probably meant for; none where it is just a name."""
    names = _BETWEEN_NAMES.split(ref.target) if ref.form in ("name", "mention") else []
    return tuple(names) if len(names) > 1 and all(name[0] == "@" or name[0].isupper() for name in names[1:]) else ()


_HEADINGS = frozenset({"signal", "objective", "plane"})


def _date_key(typed: str, mark: str, line: Line) -> str:
    """The key that a word before a date was to be, if it is as good as certain."""
    if mark.startswith(":") and mark != ":":
        # `due: 2026-06-12` on an open task; the report that was due is prose.
        taken = {"due": line.due, "done": line.done, "moved": line.moved}
        fitting = {"open": ("due", "moved"), "begun": ("due", "moved"), "kept": ("done",)}.get(line.state, ())
        return typed if typed in fitting and not taken[typed] else ""
    if mark == ":":
        for key in _DATE_KEYS if line.kind == "task" else _DATE_KEYS[-2:]:
            if key == "due" and typed in ("deadline", "by", "until", "before"):
                return key
            if typed == key or (len(typed) > len(key) + 1 and typed.endswith(key)) or slips(typed, key, 1) == 1:
                return key
        return ""
    return typed if typed in _DATE_KEYS and line.kind == "task" else ""


def _exchange(verb: str, kind: str, kinds: frozenset[str]) -> str:
    """The exchange that was meant by a verb or a kind with a slip; nothing if both are right, or neither is."""
    if len(kind) > 1 and kind.isupper() and not verb.isupper():
        return ""  # `got IDE: …` names a thing
    verb, kind = verb.casefold(), kind.casefold()
    if moved := next((word for word in ("gave", "got") if f"{verb}{kind}".removeprefix(word) in kinds), ""):
        meant = f"{moved} {f'{verb}{kind}'.removeprefix(moved)}"
        return meant if meant != f"{verb} {kind}" else ""  # the space has moved: `gotp raise`
    if verb in ("gave", "got") and kind in _OTHER_KINDS and kind not in kinds:
        return f"{verb} {_OTHER_KINDS[kind]}".strip()
    if kind in kinds:
        meant = next((word for word in ("gave", "got") if verb in _typos(word)), "")
        return f"{meant} {kind}" if meant else ""
    if verb not in ("gave", "got") or kind in _WORDS:
        return ""
    for known in sorted(kinds):
        near = slips(kind, known, 1) == 1 if len(known) > 4 else kind in _typos(known)
        if near:
            return f"{verb} {known}"
    return ""


def _label(word: str) -> str:
    if word in _OTHER_WORDS:
        return _OTHER_WORDS[word]
    if word in _WORDS or word in _LONG_LABELS or word in _SHORT_LABELS:
        return ""
    near = (label for label in _LONG_LABELS if slips(word, label, 1) == 1)
    return next(near, "") or next((label for label in _SHORT_LABELS if word in _typos(label, drops=False)), "")


def _typos(word: str, *, drops: bool = True) -> frozenset[str]:
    """A word with a letter doubled, swapped with its neighbour or, if `drops`, left out; but no other word."""
    places = range(len(word))
    found = {word[: at + 1] + word[at:] for at in places}
    found |= {word[:at] + word[at : at + 2][::-1] + word[at + 2 :] for at in places}
    found |= {word[:at] + word[at + 1 :] for at in places} if drops else set()
    return frozenset(found - _WORDS - {word})
