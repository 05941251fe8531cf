"""Figures that can be traced: each unfolds to the lines and meetings that it was counted from."""

from __future__ import annotations

from site_builder.site.views.common import Line, Words
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts: `3` · `one-to-ones`. `note`: what to compare it with, or empty. `lines`: all that it
    was counted from; a figure of nothing has none."""

    value: str
    label: str
    note: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """An observation in a sentence, with the lines behind it (none where the sentence names them itself)."""

    sentence: Words
    lines: tuple[Line, ...] = ()
