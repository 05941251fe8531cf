"""Front matter to fields: every value by the schema's kind, every misfit a finding with its place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from site_builder.notes.dates import (
    Duration,
    When,
    in_digits,
    minutes_in,
    parse_birthday,
    parse_duration,
    parse_when,
    why_not,
)
from site_builder.notes.entry import Ignore
from site_builder.notes.front_matter import FrontMatter
from site_builder.notes.histories import decode_history
from site_builder.notes.nodes import Mapping, Node, Problem, Scalar, Sequence, fold_key, quote
from site_builder.notes.references import half_linked, parse_ref, split_refs
from site_builder.notes.schema import (
    COMMON_KEYS,
    FIELD_WORDS,
    TYPES,
    Dated,
    Field,
    Fields,
    Kind,
    Ref,
    fields_of,
)
from site_builder.text import Span

_YES = {"yes": True, "true": True, "on": True, "y": True, "no": False, "false": False, "off": False, "n": False}


@dataclass(slots=True)
class Decoded:
    """The fields of one note while they are decoded, with the places of their values and what is wrong with them."""

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    more: list[tuple[str, str]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    private: bool = False
    private_keys: list[str] = field(default_factory=list)
    ignores: list[Ignore] = field(default_factory=list)

    def wrong(self, span: Span, message: str, remedy: str, rule: str = "bad-value") -> None:
        self.problems.append(Problem(rule, span, message, remedy))


def canonical_key(key: str, type_name: str, words: dict[str, str]) -> str:
    """Our name for a key as typed, in notes of a type; the folded key itself if it is not ours."""
    folded = fold_key(key)
    names = {item.name for item in fields_of(type_name)}
    for candidate in (words.get(folded, folded), folded, FIELD_WORDS.get(folded, "")):
        if candidate in names or candidate in COMMON_KEYS:
            return candidate
    if folded == "title" and "name" in names:
        return "title"
    return folded


def decode_fields(front: FrontMatter, type_name: str, words: dict[str, str]) -> tuple[Fields, Decoded]:
    """Decode the front matter of a note of a known type. Never fails: a value that does not fit is left out."""
    known = {item.name: item for item in fields_of(type_name)}
    out = Decoded()
    for lost in front.lost:
        out.written.append(canonical_key(lost.text, type_name, words))
        # Privacy never fails open: a `private` that cannot be read keeps the note private.
        out.private = out.private or out.written[-1] == "private"
    firsts: dict[str, Scalar] = {}
    for key, node in _pairs(front.fields, out, lambda key: canonical_key(key, type_name, words)):
        name = canonical_key(key.text, type_name, words)
        out.places.setdefault(f"key:{name}", key.span)
        if name in out.written:
            _tell_second(firsts.get(name), key, known.get(name), front, out)
            continue  # the first of two stays in force
        firsts[name] = key
        if name in known:
            out.written.append(name)
            out.places[f"field:{name}"] = node.span
            value = _DECODERS[known[name].kind](node, known[name], out)
            if value is not None:
                out.values[name] = value
        elif name == "title" and isinstance(node, Scalar):
            out.written.append(name)
            out.places["field:title"] = node.span
            out.values.setdefault("title", node.text)
        elif name == "lint_ignore":
            _decode_ignores(node, out)
        elif name != "type":
            out.places[f"more:{name}"] = key.span
            out.more.append((key.text, plain(node)))
    title = out.values.pop("title", "") if "title" not in known else ""
    if title and not out.values.get("name"):
        out.values["name"] = title
    elif title:  # a name is there already: `title: Dr.`
        out.places["more:title"] = out.places["field:title"]
        out.more.append(("title", title))
    entry_type = TYPES[type_name]
    # `with` is a word of Python's own: that attribute is `with_`.
    return entry_type(**{f"{name}_" if name == "with" else name: value for name, value in out.values.items()}), out


def _tell_second(first: Scalar | None, key: Scalar, spec: Field | None, front: FrontMatter, out: Decoded) -> None:
    """Two words for one field, or one of them among the private keys. A key that is just there twice has been told."""
    open_keys = {id(each) for each, _ in front.fields.pairs} if front.fields else set()
    if first is None or (
        fold_key(first.text) == fold_key(key.text) and (id(first) in open_keys) == (id(key) in open_keys)
    ):
        return
    names = f"`{key.text}` is" if first.text == key.text else f"`{first.text}` and `{key.text}` are one key,"
    several = spec is not None and spec.kind in (Kind.TEXTS, Kind.REFS, Kind.PAIRS)
    remedy = "Write all of it under one of them." if several else "Keep one of them."
    out.wrong(key.span, f"{names} given twice, and this one is not read.", remedy, "duplicate-key")


def _pairs(front: Mapping | None, out: Decoded, canonical: Callable[[str], str]) -> Iterator[tuple[Scalar, Node]]:
    """The pairs of the front matter, with those of a `private:` map among them, noted as private."""
    for key, node in front.pairs if front else ():
        if canonical(key.text) != "private":
            yield key, node
        elif isinstance(node, Mapping | Sequence):
            for part in node.items if isinstance(node, Sequence) else (node,):
                if isinstance(part, Scalar):
                    out.private_keys.append(canonical(part.text))
                for inner, value in part.pairs if isinstance(part, Mapping) else ():
                    out.private_keys.append(canonical(inner.text))
                    if not (isinstance(value, Scalar) and _YES.get(value.text.casefold())):
                        yield inner, value
        elif node.text and (answer := _YES.get(node.text.casefold())) is not None:
            out.private = out.private or answer
        elif node.text:
            # Privacy never fails open: a word we do not understand keeps the note private.
            out.private = True
            out.wrong(node.span, f"`private: {node.text}` is neither yes nor no.", "Write `private: true`, or a map.")


def plain(node: Node) -> str:
    """A value of any shape as one line of text, for the list of a page's other keys."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return ", ".join(plain(item) for item in node.items)
    return "; ".join(f"{key.text}: {plain(value)}" for key, value in node.pairs)


def _scalar(node: Node, spec: Field, out: Decoded) -> Scalar | None:
    """The one scalar of a field that holds one value; an empty one counts as not written."""
    if isinstance(node, Sequence) and len(node.items) == 1 and isinstance(node.items[0], Scalar):
        node = node.items[0]
    if not isinstance(node, Scalar):
        shape = "a list" if isinstance(node, Sequence) else "a map"
        if node.span.end - node.span.start > 0 and (isinstance(node, Mapping) or node.items):
            out.wrong(node.span, f"`{spec.name}` holds one value, and here is {shape}.", f"Write {spec.kind.value}.")
        return None
    return node if node.text.strip() else None


def _text(node: Node, spec: Field, out: Decoded) -> str | None:
    scalar = _scalar(node, spec, out)
    if scalar is None:
        return None
    _tell_cut(scalar, spec, out)
    return scalar.text.strip()


def _tell_cut(scalar: Scalar, spec: Field, out: Decoded) -> None:
    """A text that a ` #` cuts short. Of a circle or a tag, one word, what follows is likelier to be a comment, except
    where a tag was typed as in prose: `tags: #work`."""
    if spec.name == "tags" and not scalar.text and re.match(r"#[^\s#]", scalar.cut):
        fact = f"YAML takes `{scalar.cut}` for a comment, so there is no tag here."
        out.wrong(scalar.span, fact, f"Write `{' '.join(scalar.cut.replace('#', ' ').split())}`.", "cut-value")
    elif scalar.cut and spec.name not in ("circle", "tags"):
        out.wrong(
            scalar.span,
            f"YAML takes `{scalar.cut.strip()}` for a comment: `{spec.name}` ends before the #.",
            f"Put the text in quotes: `{quote(f'{scalar.text} {scalar.cut.strip()}')}`.",
            "cut-value",
        )


def _texts(node: Node, spec: Field, out: Decoded) -> tuple[str, ...] | None:
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar):
            _tell_cut(item, spec, out)
    if isinstance(node, Mapping):
        return tuple(f"{key.text}: {plain(value)}" for key, value in node.pairs)
    texts = [node.text] if isinstance(node, Scalar) else [plain(item) for item in node.items]
    if spec.name == "tags":
        if isinstance(node, Scalar):
            texts = re.split(r"[,\s]+", node.text)
        texts = [text.strip().lstrip("#") for text in texts]
    return tuple(text.strip() for text in texts if text.strip())


def _ref(node: Node, spec: Field, out: Decoded) -> Ref | None:
    scalar = _scalar(node, spec, out)
    if scalar is None:
        return None
    out.places[f"field:{spec.name}"] = scalar.span
    return _one_ref(scalar, scalar.text, f"field:{spec.name}", spec, out)


def _one_ref(scalar: Scalar, text: str, anchor: str, spec: Field, out: Decoded) -> Ref | None:
    if not scalar.quoted and re.match(r"-[^\W\d]", text):
        fact = f"`{text.strip()}` in `{spec.name}` has no space after its dash, so it is no item of a list."
        out.wrong(scalar.span, fact, "Write each on a line of its own, after a dash and a space.")
        return None
    if meant := half_linked(text):
        fact = f"`{text.strip()}` in `{spec.name}` is no link: its brackets do not match, or more stands beside it."
        out.wrong(scalar.span, fact, f'Write `"[[{meant}]]"`.')
        text = f"[[{meant}]]"
    ref = parse_ref(text, anchor)
    if ref is None:
        out.wrong(scalar.span, f"`{text}` in `{spec.name}` names nobody.", "Write a name or `[[id]]`.")
    return ref


def _refs(node: Node, spec: Field, out: Decoded) -> tuple[Ref, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    found: list[Ref] = []
    for item in items:
        if not isinstance(item, Scalar):
            out.wrong(item.span, f"An item of `{spec.name}` is not a name.", 'Write names or "[[id]]", one an item.')
            continue
        parts = split_refs(item.text, is_item=isinstance(node, Sequence)) or [item.text]
        for part in parts:
            if not part.strip():
                continue
            anchor = f"field:{spec.name}.{len(found)}"
            at = item.span.start + max(0, item.text.find(part)) if len(parts) > 1 else item.span.start
            out.places[anchor] = Span(at, at + len(part)) if len(parts) > 1 else item.span
            if ref := _one_ref(item, part, anchor, spec, out):
                found.append(ref)
    return tuple(found)


def _when(node: Node, spec: Field, out: Decoded) -> When | None:
    scalar = _scalar(node, spec, out)
    if scalar is None:
        return None
    found = parse_when(scalar.text)
    if found is None:
        message = why_not(scalar.text) or f"`{scalar.text}` in `{spec.name}` is not a date."
        out.wrong(scalar.span, message, "Write a date such as 2026-06-05.")
    return found


def _date_or_duration(node: Node, spec: Field, out: Decoded) -> When | Duration | None:
    scalar = _scalar(node, spec, out)
    if scalar is None:
        return None
    found = parse_when(scalar.text) or parse_duration(scalar.text.strip().removeprefix("+").removeprefix("in "))
    if found is None:
        message = why_not(scalar.text) or f"`{scalar.text}` in `{spec.name}` is neither a date nor a length of time."
        out.wrong(scalar.span, message, "Write a date such as 2026-06-05, or +3w.")
    return found


def _duration(node: Node, spec: Field, out: Decoded) -> Duration | None:
    scalar = _scalar(node, spec, out)
    if scalar is None:
        return None
    found = parse_duration(scalar.text)
    if found is None:
        out.wrong(
            scalar.span, f"`{scalar.text}` in `{spec.name}` is not a length of time.", "Write 6w, 3m, monthly or none."
        )
    return found


def _birthday(node: Node, spec: Field, out: Decoded) -> Any:
    scalar = _scalar(node, spec, out)
    if scalar is None:
        return None
    found = parse_birthday(scalar.text)
    if found is None:
        message = why_not(scalar.text) or f"`{scalar.text}` is not a birthday."
        meant = in_digits(scalar.text)
        out.wrong(scalar.span, message, f"Write {meant}." if meant else "Write 1815-12-10, or 12-10 without the year.")
    return found


def _number(node: Node, spec: Field, out: Decoded) -> Any:
    scalar = _scalar(node, spec, out)
    if scalar is None:
        return None
    whole = spec.name != "hours"
    pattern = r"\d{1,6}" if whole else r"\d{1,6}(?:[.,]\d+)?"
    if not re.fullmatch(pattern, scalar.text.strip(), re.A):
        number = (minutes_in(scalar.text) or 60) if spec.name == "minutes" else 3
        out.wrong(scalar.span, f"`{scalar.text}` in `{spec.name}` is not a number.", f"Write `{spec.name}: {number}`.")
        return None
    return int(scalar.text) if whole else float(scalar.text.replace(",", "."))


def _yes(node: Node, spec: Field, out: Decoded) -> bool | None:
    scalar = _scalar(node, spec, out)
    if scalar is None:
        return None
    answer = _YES.get(scalar.text.strip().casefold())
    if answer is None:
        out.wrong(
            scalar.span, f"`{spec.name}: {scalar.text}` is neither yes nor no.", f"Write `{spec.name}: yes` or drop it."
        )
    return answer


def _chosen(text: str, span: Span, spec: Field, out: Decoded) -> str | None:
    word = text.strip().casefold()
    if word in spec.choices:
        return word
    near = difflib.get_close_matches(word, spec.choices, 1, 0.75)  # `married` is not nearly `archived`
    remedy = f"Did you mean {near[0]}?" if near else f"Write one of {', '.join(spec.choices)}."
    out.wrong(span, f"`{text}` is no value of `{spec.name}`.", remedy)
    return None


def _choice(node: Node, spec: Field, out: Decoded) -> str | None:
    scalar = _scalar(node, spec, out)
    return _chosen(scalar.text, scalar.span, spec, out) if scalar else None


def _dated(convert: Callable[[Scalar, str, Field, Decoded], Any]) -> Callable[[Node, Field, Decoded], Dated[Any]]:
    def decode(node: Node, spec: Field, out: Decoded) -> Dated[Any]:
        history, problems = decode_history(node)
        out.problems += problems
        entries = []
        for number, (since, scalars) in enumerate(history.entries):
            values = []
            for scalar in scalars:
                if not scalar.text.strip():
                    continue
                anchor = f"field:{spec.name}.{number}"
                out.places[anchor] = scalar.span
                value = convert(scalar, anchor, spec, out)
                if value is not None:
                    values.append(value)
            entries.append((since, tuple(values)))
        return Dated(tuple(entries))

    return decode


def _dated_text(scalar: Scalar, _anchor: str, spec: Field, out: Decoded) -> str:
    _tell_cut(scalar, spec, out)
    return scalar.text.strip()


def _dated_number(scalar: Scalar, _anchor: str, spec: Field, out: Decoded) -> int | None:
    text = scalar.text.strip().replace("−", "-")
    if spec.choices and text not in spec.choices:
        out.wrong(scalar.span, f"`{text}` is no value of `{spec.name}`.", f"Write one of {', '.join(spec.choices)}.")
        return None
    if not re.fullmatch(r"[+-]?\d{1,2}", text, re.A):
        out.wrong(scalar.span, f"`{text}` in `{spec.name}` is not a whole number.", f"Write `{spec.name}: +1`.")
        return None
    return int(text)


def _each_pair(node: Node, spec: Field, out: Decoded) -> Iterator[tuple[Scalar, Node]]:
    items = node.items if isinstance(node, Sequence) else (node,)
    for item in items:
        if isinstance(item, Mapping):
            yield from item.pairs
        elif isinstance(item, Scalar) and item.text.strip():
            key, colon, value = item.text.partition(":")
            if not colon:
                remedy = f'Write `- {spec.choices[0] if spec.choices else "manager"}: "[[id]]"`.'
                out.wrong(item.span, f"`{item.text}` in `{spec.name}` says no kind.", remedy)
                continue
            yield Scalar(key, False, item.span), Scalar(value.strip(), False, item.span)


def _pairs_of(node: Node, spec: Field, out: Decoded) -> tuple[tuple[str, Ref], ...]:
    found: list[tuple[str, Ref]] = []
    for key, value in _each_pair(node, spec, out):
        word = fold_key(key.text)
        if spec.choices:
            chosen = _chosen(word, key.span, spec, out)
            if chosen is None:
                continue
            word = chosen
        values = value.items if isinstance(value, Sequence) else (value,)
        for item in values:
            if isinstance(item, Scalar):
                anchor = f"field:{spec.name}.{len(found)}"
                out.places[anchor] = item.span
                if ref := _one_ref(item, item.text, anchor, spec, out):
                    found.append((word, ref))
    return tuple(found)


def _text_by_key(node: Node, spec: Field, out: Decoded) -> tuple[tuple[str, str], ...]:
    if isinstance(node, Mapping):
        return tuple((key.text, plain(value)) for key, value in node.pairs)
    if isinstance(node, Sequence):
        return tuple(("", plain(item)) for item in node.items)
    return (("", node.text),) if node.text.strip() else ()


def _decode_ignores(node: Node, out: Decoded) -> None:
    items = node.items if isinstance(node, Sequence) else (node,)
    for item in items:
        anchor = f"field:lint_ignore.{len(out.ignores)}"
        out.places[anchor] = item.span
        if isinstance(item, Scalar):
            out.ignores += [Ignore(name, anchor) for name in re.split(r"[,\s]+", item.text.strip()) if name]
        elif isinstance(item, Mapping):
            parts = {fold_key(key.text): plain(value) for key, value in item.pairs}
            until = parse_when(parts["until"]) if parts.get("until") else None
            if parts.get("until") and until is None:
                out.wrong(item.span, f"`until: {parts['until']}` is not a date.", "Write `until: 2026-12-31`.")
            out.ignores.append(Ignore(parts.get("rule", ""), anchor, until, parts.get("why", "")))


_DECODERS: dict[Kind, Callable[[Node, Field, Decoded], Any]] = {
    Kind.TEXT: _text,
    Kind.TEXTS: _texts,
    Kind.REF: _ref,
    Kind.REFS: _refs,
    Kind.DATE: _when,
    Kind.DATE_OR_DURATION: _date_or_duration,
    Kind.DURATION: _duration,
    Kind.BIRTHDAY: _birthday,
    Kind.NUMBER: _number,
    Kind.YES: _yes,
    Kind.CHOICE: _choice,
    Kind.DATED_TEXT: _dated(_dated_text),
    Kind.DATED_REF: _dated(lambda scalar, anchor, spec, out: _one_ref(scalar, scalar.text, anchor, spec, out)),
    Kind.DATED_CHOICE: _dated(lambda scalar, _anchor, spec, out: _chosen(scalar.text, scalar.span, spec, out)),
    Kind.DATED_NUMBER: _dated(_dated_number),
    Kind.PAIRS: _pairs_of,
    Kind.TEXT_BY_KEY: _text_by_key,
}
