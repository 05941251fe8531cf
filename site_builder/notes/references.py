"""References as people type them, in front matter and on lines."""

from __future__ import annotations

import re
from urllib.parse import unquote

from site_builder.notes.schema import Ref

MARKS = r"\u0300-\u036f\u0483-\u1cff\u1dc0-\u1dff\u200c\u200d\u3099\u309a\ua66f-\uabff\ufe00-\ufe2f"
"""What a pattern counts among the characters of words besides `\\w`, which has no combining marks: without them no name
in Hindi, Tamil or pointed Arabic is a word, nor `é` in two characters."""
NAME_WORD = rf"[^\W\d_][\w.'’{MARKS}-]*"
MORE_NAME = rf"\s+[\w.'’{MARKS}-]+"

_WIKI = re.compile(r"\[\[([^\[\]|#]*)(?:#([^\[\]|]*))?(?:\\?\|([^\[\]]*))?\]\]")
_LINK = re.compile(r"\[([^\[\]]*)\]\(<?([^()<>]*)>?\)")
_AND = r"(?<=\]\])\s+(?=@?\[\[)|(?:\s+and\s+|\s*[&+]\s*)(?=@|\[\[)(?![^\[]*[^\[\]]\]\])"
_BETWEEN, _BETWEEN_ITEMS = re.compile(rf"[,;\n](?:\s*and\s+)?(?![^\[]*\]\])|{_AND}"), re.compile(_AND)


def parse_ref(text: str, anchor: str) -> Ref | None:
    """One reference, or `None` where the text names nobody (it has no letter or digit)."""
    text = text.strip()
    text = text[1:] if text.startswith("@[[") else text
    if match := _WIKI.fullmatch(text):
        target, heading, label = (part.strip() if part else "" for part in match.groups())
        ref = Ref(target, "wiki", anchor, heading, label)
    elif match := _LINK.fullmatch(text):
        path, _, heading = match[2].partition("#")
        ref = Ref(unquote(path), "link", anchor, heading, match[1])
    elif text.startswith("@"):
        ref = Ref(text[1:], "mention", anchor)
    else:
        ref = Ref(text, "name", anchor)
    return ref if any(char.isalnum() for char in ref.target) else None


def half_linked(text: str) -> str:
    """The name in a text that has some brackets of `[[…]]`, but is no link; nothing where it has none, or is one."""
    text = text.strip()
    if not ("[[" in text or "]]" in text) or _WIKI.fullmatch(text.removeprefix("@")) or _LINK.fullmatch(text):
        return ""
    link = _WIKI.search(text)
    return link[1].strip() if link else re.sub(r"^[^\[]*\[+|\]+[^\]]*$", "", text).strip()


def split_refs(text: str, *, is_item: bool = False) -> list[str]:
    """A plain list of names: split at commas (`Ada, Bo, and Cy`), semicolons and line ends, but not inside `[[…]]`, at
    an `and` or `&` before a link or a mention, and between two links. `is_item`: it is an item of a list, which may be
    `Lovelace, Ada`, but has no `;`.
    """
    between = _BETWEEN_ITEMS if is_item and ";" not in text else _BETWEEN
    return [part.strip() for part in between.split(text) if part.strip()]
