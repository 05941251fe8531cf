"""The nodes of front matter, with the text that was typed and its place, and what can be wrong with them."""

from __future__ import annotations

from site_builder.text import Span
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as typed (after YAML's unquoting and folding). `quoted` when quotes or a block style were used.

    An unquoted `[[ada]]` is one Scalar with the text `[[ada]]`. `cut` is the comment that follows a plain scalar on its
    line, from its `#` (`C # and F#` gives `# and F#`): whether it cuts the value short is for the schema to say.
    """

    text: str
    quoted: bool
    span: Span
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Pairs in the order typed; of a key given twice, all are kept here (and a problem says so)."""

    pairs: tuple[tuple[Scalar, Node], ...]
    span: Span


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: the rule's name, the place, the fact in the user's words, the remedy.

    `edits`: spans of the note and what would stand there if it were put right, where the remedy says just that.
    """

    rule: str
    span: Span
    message: str
    remedy: str
    edits: tuple[tuple[Span, str], ...] = ()


def find_duplicates(text: str, pairs: list[tuple[Scalar, Node]]) -> list[Problem]:
    """A problem for each key that an earlier pair has too."""
    seen: dict[str, Scalar] = {}
    problems = []
    for key, _ in pairs:
        first = seen.setdefault(fold_key(key.text), key)
        if first is not key:
            lines = [text.count("\n", 0, at.span.start) + 1 for at in (first, key)]
            names = f"`{key.text}` is" if first.text == key.text else f"`{first.text}` and `{key.text}` are one key,"
            problems.append(
                Problem(
                    "duplicate-key",
                    key.span,
                    f"{names} given twice, on lines {lines[0]} and {lines[1]}.",
                    "Keep one of them.",
                )
            )
    return problems


def fold_key(key: str) -> str:
    """The form in which keys are compared: `Introduced by`, `introduced-by` and `introduced_by` are one."""
    return key.casefold().replace("-", "_").replace(" ", "_")


def quote(text: str) -> str:
    """A one-line text as a quoted YAML scalar."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def line_around(text: str, offset: int) -> Span:
    """The line that holds an offset, without indent and line end; for a blank one, the last before it that is not."""
    offset = min(offset, len(text))
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    end = len(text[:end].rstrip())
    start = text.rfind("\n", 0, end) + 1
    return Span(start + len(text[start:end]) - len(text[start:end].lstrip()), end)
