"""What `kith lint --distribution` prints: the spread of every figure over the people, and findings by rule."""

from __future__ import annotations

from collections import Counter

from site_builder.pipeline import Asked
from site_builder.relations.distribution import spreads

_HEAD = ("figure", "of", "least", "10 %", "median", "90 %", "most")


def describe_spreads(journal: Asked) -> str:
    """Two tables as text."""
    rows = [_HEAD, *((each.figure, str(each.count), *map(_number, each.values)) for each in spreads(journal))]
    counts = Counter((told.nudge, told.finding.rule) for told in journal.all_reported())
    for nudge, title in ((False, "facts"), (True, "nudges")):
        rows.append(("", *[""] * (len(_HEAD) - 1)))
        rows.append((title, *[""] * (len(_HEAD) - 1)))
        found = sorted(((rule, count) for (kind, rule), count in counts.items() if kind == nudge), key=lambda x: -x[1])
        rows += [(f"  {rule}", str(count), *[""] * (len(_HEAD) - 2)) for rule, count in found]
    first = max(len(row[0]) for row in rows)
    lines = (f"{row[0]:<{first}}" + "".join(f"{cell:>9}" for cell in row[1:]) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 20 or value == int(value) else f"{value:.2f}"
