"""What people write in words of their own where a line of the grammar was meant, for `near-miss`: an explicit list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.lint.rules.near_slips import Advice
from site_builder.notes.body import Item
from site_builder.notes.collected import shortened
from site_builder.notes.dates import in_digits
from site_builder.notes.entry import Entry
from site_builder.notes.sections import MEETING_KINDS

_TASK = re.compile(
    r"TODO(?:\s*:|(?=\s))\s*(?=\S)"
    r"|(?i:(?:to[ -]?do|tasks?|action(?:\s(?:item|point))?|(?:(?:i|we)\s+)?promised?|follow[ -]?up)\s*:\s+(?=\S)"
    r"(?!(?:none|nothing)\b))"
)
_LABELS = {
    **dict.fromkeys(("learns", "learned that", "learnt that"), "learned"),
    **dict.fromkeys(("told him", "told her", "told them", "i told"), "told"),
    **dict.fromkeys(("want", "wants to", "he wants", "she wants", "they want"), "wants"),
    **dict.fromkeys(("asked for", "asked him", "asked her", "asked them", "i asked"), "ask"),
    **dict.fromkeys(("thanks", "thank you", "thanked him", "thanked her", "thanked them"), "thanked"),
    **dict.fromkeys(("he said", "she said", "they said"), "said"),
    **dict.fromkeys(("gave him", "gave her", "gave them", "i gave"), "gave"),
    **dict.fromkeys(("got from him", "got from her", "got from them", "i got"), "got"),
    **dict.fromkeys(("introduction",), "intro"),
    **dict.fromkeys(("new contact", "new person"), "new"),
    **dict.fromkeys(("ask next time", "for next time"), "next"),
}
_ONLY_BEFORE = {
    "thanks": re.compile("(?i)for "),
    "thank you": re.compile("(?i)for "),
    "introduction": re.compile(".*(?:->|→)"),
}
"""Words that stand in much prose, and what follows them where they stand for a label."""
_LABEL = re.compile(rf"(?i)(?P<words>{'|'.join(_LABELS)})\s*::?\s+(?=\S)")
_ISO = r"\d{4}-\d\d-\d\d"
_SAID = r"\+\d{1,4}[dwmy]|(?:mon|tues?|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?|today|tomorrow"
_END = r"(?=\)?[.!]?\s*$)"
_DUE = re.compile(
    rf"(?i)(?P<open>\()?(?:"
    rf"\bdue(?:\s*:\s+|\s+)(?:on\s+|by\s+)?(?P<date>{_ISO}\b|(?:{_SAID}){_END})"
    rf"|\b(?:by|deadline\s*:?|due\s+date\s*:?)\s+(?P<day>{_ISO}{_END}|(?:{_SAID}){_END})"
    rf"|@due\((?P<tag>{_ISO})\))(?(open)\))(?:[.!]\s*$)?"
)
_BOXLESS = re.compile(rf"(?i)(?<!\S)due:(?:\d{{4}}-\d\d(?:-\d\d)?|{_SAID})(?![^\s,;.!?])")
_EXACT = re.compile(rf"(?i)due:\s+{_ISO}")


def undated_due(item: Item, has_day: bool) -> Advice | None:
    """A deadline in an open task that is text: `due 2026-06-12`, `by Friday` at its end. `has_day`: the line has a day,
    from which another can count."""
    match = _DUE.search(item.text)
    if not match:
        return None
    fact = f"`{match[0].rstrip(' .!')}` is text: this task has no deadline."
    typed = (match["date"] or match["day"] or match["tag"]).casefold()
    day = typed if not typed.isalpha() or typed in ("today", "tomorrow") else typed[:3]
    if not day[0].isdigit() and not has_day:
        return Advice(fact, "Write `due:` with a date such as 2026-06-05.")
    remedy = f"Write `due:{day}`, with no space after the colon."
    there = (match.start(), match.end(), f"due:{day}")
    # Without its colon, it may be a date told in passing.
    exact = _EXACT.fullmatch(match[0]) is not None
    return Advice(fact, remedy, there, exact=exact, becomes=(("task", day),) if day[0].isdigit() else ())


def due_without_box(item: Item, *, is_prose: bool) -> Advice | None:
    """`due:fri` on a line that is no task."""
    match = _BOXLESS.search(item.text)
    remedy = "Begin the line with a box: `- [ ] …`." if is_prose else "Write a task of its own: `- [ ] …`."
    return Advice(f"`{match[0]}` is text: only a line with a box has a deadline.", remedy) if match else None


def in_other_words(item: Item) -> Advice | None:
    """What makes an item prose that says in other words what a line of the grammar would."""
    if match := _TASK.match(item.text):
        typed = match[0].strip()
        return Advice(f"`{typed}` is prose, so this is no task.", "Write `[ ] …`.", (*match.span(), "[ ] "))
    if match := _LABEL.match(item.text):
        said = match["words"].casefold()
        if said in _ONLY_BEFORE and not _ONLY_BEFORE[said].match(item.text, match.end()):
            return None
        meant = _LABELS[said]
        there = (*match.span("words"), meant)
        return Advice(f"`{match['words']}:` is prose.", f"Did you mean `{meant}: …`?", there)
    return None


Told = tuple[str, str, str]
"""An anchor, what is to say, and the remedy."""
_KIND = rf"(?:{'|'.join(sorted(MEETING_KINDS))}|met)\b"
_LOGGED = re.compile(rf"(?i)[*_\[]*(?P<day>{_ISO})[*_\]]*(?:\s*[:,–—-])?\s+(?P<rest>{_KIND}.*)", re.S)
_ENDS_DATED = re.compile(rf"(?i)(?P<rest>{_KIND}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)[\s,:–—-]+(?P<day>{_ISO})$")
_IN_WORDS = re.compile(
    r"(?i)(?P<day>\d{1,2}[\w.]{0,3} [a-z]{3,9}\.?,? \d{4}|[a-z]{3,9}\.? \d{1,2}[a-z]{0,2},? \d{4})\b(?P<rest>.*)"
)


def meetings_unbegun(entry: Entry) -> Iterator[Told]:
    """The headings with which a meeting was probably to begin, and does not; and the first line of a list or paragraph,
    as somebody who keeps a log in that way has many."""
    if entry.type != "contact" and not (entry.type == "meeting" and entry.day is None and entry.sections):
        return
    for heading in entry.body.headings:
        is_read = heading.quoted or heading.text[:4].isdigit()  # or it is told why it is no day
        meant = "" if is_read else _as_heading(heading.text, _ENDS_DATED, _IN_WORDS, _LOGGED)
        if meant:
            message = f"“{heading.text}” begins no meeting: a day is read at the beginning, and in digits."
            yield heading.anchor, message, f"Write `{'#' * heading.level} {meant}`."
    items = [(each.text, each.heading, each.anchor) for each in entry.body.items if each.box is None]
    texts = items + [(each.text, each.heading, each.anchor) for each in entry.body.paragraphs]
    logged = [
        (anchor, meant)
        for text, heading, anchor in texts
        if (heading < 0 or entry.section_of[heading] < 0) and (meant := _as_heading(text, _LOGGED))
    ]
    if logged:
        anchor, meant = logged[0]
        more = f", nor in {len(logged) - 1} more" if logged[1:] else ""
        yield anchor, f"No meeting begins in this line{more}: only a heading begins one.", f"Write `## {meant}`."


def _as_heading(text: str, *patterns: re.Pattern[str]) -> str:
    """The heading with which a meeting would begin that a text tells in another form; nothing for any other text."""
    match = next((match for pattern in patterns if (match := pattern.match(text))), None)
    day = (in_digits(match["day"]) or match["day"]) if match else ""
    if match is None or not re.fullmatch(_ISO, day):
        return ""
    kind = match["rest"].strip(" ,:–—-").partition("\n")[0]
    return f"{day} {'' if kind.casefold().endswith('day') else shortened(kind)}".strip()
