"""A share against its target as a bar: what is inside full, what is outside hollow, the target a line across."""

from __future__ import annotations

from markupsafe import Markup

from site_builder.site.views import Chart, Table

WIDTH, HEIGHT, TALL = 280, 34, 12


def share_bar(inside: int, outside: int, target: float, sentence: str) -> Chart | None:
    """The part of `inside` in both, and the `target` (0 to 1). Nothing of nothing."""
    if not inside + outside:
        return None
    full, wished = WIDTH * inside / (inside + outside), WIDTH * min(max(target, 0.0), 1.0)
    near = "start" if wished < 40 else "end" if wished > WIDTH - 40 else ""
    marks = (
        f'<rect class="share inside" x="0" y="3" width="{full:.1f}" height="{TALL}"/>'
        f'<rect class="share outside" x="{full:.1f}" y="3" width="{WIDTH - full:.1f}" height="{TALL}"/>'
        f'<line class="today" x1="{wished:.1f}" y1="0" x2="{wished:.1f}" y2="{TALL + 6}"/>'
        f'<text class="label {near}" x="{wished:.1f}" y="{HEIGHT - 4}">wished: {round(target * 100)} %</text>'
    )
    svg = (
        f'<svg class="chart share" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'aria-hidden="true" focusable="false">{marks}</svg>'
    )
    rows = (("Inside", str(inside)), ("Outside", str(outside)), ("Wished for inside", f"{round(target * 100)} %"))
    return Chart(Markup(svg), sentence, Table(("", "Meetings"), rows))
