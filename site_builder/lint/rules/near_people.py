"""Near misses about people: lines in which whom they concern stands where nobody looks for it, for `near-miss`."""

from __future__ import annotations

import re

from site_builder.journal.names import CARD, fold_name
from site_builder.lint.rule import Checked
from site_builder.lint.rules.near_slips import Advice
from site_builder.notes.body import Item
from site_builder.notes.entry import Entry
from site_builder.notes.lines import Line
from site_builder.notes.references import MORE_NAME, NAME_WORD

_SAID = re.compile(r"(?i)\s*(?P<verb>gave|got)(?:\s+(?P<kind>[^\W\d_][\w-]*))?\s*::?\s+\S")
_NAMED = re.compile(rf"(?i)(?P<name>{NAME_WORD}(?:{MORE_NAME}){{0,3}}?)\s+(?=(?:gave|got)\b)")
_NO_MARK = re.compile(r"(?i)(?<!\S)(?P<key>to|by|via|seen_by):(?!(?:me|all)\b)(?P<name>[^\W\d][\w-]*)(?!\S)")
_OPENING = re.compile(rf"{NAME_WORD}(?:{MORE_NAME}){{0,3}}")
_LABEL = re.compile(r"(?i)(?P<verb>gave|got|told|asked|ask|learned|thanked)\s+(?=\S)")
_WORD = re.compile(r"(?P<word>[^\W\d_]+)\s+(?=\S)")
_WAY = re.compile(r"(?i)(?:to|from|for|by|of|about)\s+(?=\S)")
_COLON = re.compile(r"\s*::?\s+(?=\S)")
_WHO = re.compile(rf"(?P<name>{NAME_WORD}(?:{MORE_NAME}){{0,3}}?)\s*::?\s+(?=\S)")
_AND = re.compile(r"(?i),?\s+and\s+|\s*[,&+/]\s*")


def whose(journal: Checked, entry: Entry, line: Line, item: Item, kinds: frozenset[str]) -> Advice | None:
    """`@bo gave lead: …`, which is neither given nor received by the owner."""
    name, word, at = "", "", 0
    first = item.references[0] if item.references else None
    if line.who and first and not item.text[: first.start].strip():
        link = entry.body.links[first.link]
        key = journal.resolved(entry.path).links[first.link].key
        name = journal.name(key) if key else link.label or link.target
        word, at = _word(journal, key) or _hyphened(link.target), first.end
    elif opening := _NAMED.match(item.text):
        key = _present(journal, entry, opening["name"])
        if key:
            name, word, at = opening["name"], _word(journal, key), opening.end()
    match = _SAID.match(item.text, at) if name else None
    if not match or (match["kind"] and match["kind"].casefold() not in kinds):
        return None
    kind = f" {match['kind']}" if match["kind"] else ""
    return Advice(
        f"A line that begins with {name} is neither given nor received by you.",
        f"Write `got{kind}: … by:@{word}` if you received it, `gave{kind}: … to:@{word}` if {name} did.",
    )


def bare_name(journal: Checked, item: Item) -> Advice | None:
    """`to:bo`, where Bo has a note: in front matter a name needs no mark, on a line it does."""
    for match in _NO_MARK.finditer(item.text):
        fits = journal.names_like(fold_name(match["name"]))
        paths = (*fits.ids, *fits.names, *fits.aliases)
        if any(journal.identity(path).type in ("contact", "org") for path in paths):
            token = f"{match['key']}:@{match['name']}"
            return Advice(f"`{match[0]}` is text, and names nobody.", f"Write `{token}`.", (*match.span(), token))
    return None


def unmarked(journal: Checked, entry: Entry, item: Item) -> Advice | None:
    """`Ada min:20` in the list of those met, where Ada has a note: elsewhere a name needs no mark."""
    opening = _OPENING.match(item.text) if _is_met(entry, item) else None
    words = opening[0].split() if opening else ()
    for number in range(len(words), 0, -1):
        name = " ".join(words[:number]).rstrip(".")
        fits = journal.names_like(fold_name(name))
        if any(journal.identity(path).type == "contact" for path in (*fits.ids, *fits.names, *fits.aliases)):
            message = f"“{name}” is text here, so nobody is noted as met."
            return Advice(message, f"Write `[[{name}]]`.")
    return None


def _present(journal: Checked, entry: Entry, words: str) -> str:
    """The one of the people of a note whom plain words name."""
    folded, fitting = fold_name(words), set()
    for interaction in journal.resolved(entry.path).interactions:
        for key in interaction.people:
            person = journal.person(key)
            names = {fold_name(name) for name in (person.name, *person.aliases)}
            if folded in names or folded == fold_name(person.name).split(" ")[0]:
                fitting.add(key)
    return fitting.pop() if len(fitting) == 1 else ""


def _word(journal: Checked, key: str) -> str:
    return journal.person(key).id if key.endswith(".md") or key.startswith("card:") else ""


def _hyphened(name: str) -> str:
    return fold_name(name).replace(" ", "-")


def behind_the_label(journal: Checked, entry: Entry, item: Item, kinds: frozenset[str]) -> Advice | None:
    """`got advice from Bo: …`, `told @bo: …`: between the label and its colon there is room for a kind alone."""
    text, opening = item.text, _LABEL.match(item.text)
    if not opening:
        return None
    verb, label, at = opening["verb"].casefold(), opening["verb"], opening.end()
    if verb in ("gave", "got") and (kind := _WORD.match(text, at)) and kind["word"].casefold() in kinds:
        label, at = f"{label} {kind['word']}", kind.end()
    way = _WAY.match(text, at)
    at = way.end() if way else at
    there = next((each for each in item.references if each.start == at), None)
    who = ""
    if there and _COLON.match(text, there.end):
        key = journal.resolved(entry.path).links[there.link].key
        who = _word(journal, key) if _is_person(journal, key) else ""
    elif (way or verb in ("told", "asked", "ask", "thanked")) and (named := _WHO.match(text, at)):
        who = _word(journal, _present(journal, entry, named["name"]))
    remedy = f"Write `{label}: … {'by' if verb in ('got', 'learned') else 'to'}:@{who}`."
    return Advice("Who it was stands before the colon, so this is prose.", remedy) if who else None


def one_more_met(journal: Checked, entry: Entry, item: Item) -> Advice | None:
    """`[[ada]] and [[bo]]` in the list of those met, where an item is of one."""
    if not (_is_met(entry, item) and len(item.references) > 1 and not item.text[: item.references[0].start].strip()):
        return None
    first, second = item.references[:2]
    found = journal.resolved(entry.path).links
    if _AND.fullmatch(item.text, first.end, second.start) and all(
        _is_person(journal, found[each.link].key) for each in (first, second)
    ):
        name = journal.name(found[second.link].key)
        return Advice(f"Only who begins an item is noted as met, and not {name}.", "Write an item for each.")
    return None


def _is_met(entry: Entry, item: Item) -> bool:
    return entry.type == "event" and item.parent < 0 <= item.heading and entry.meaning_of[item.heading] == "met"


def _is_person(journal: Checked, key: str) -> bool:
    return key.startswith(CARD) or (key.endswith(".md") and journal.identity(key).type == "contact")
