"""The spread of figures over the people of a journal."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from journal_of import ADA, BO, journal
from site_builder.cli.distribution import describe_spreads
from site_builder.relations.distribution import Spread, quantiles, spreads


def test_quantiles_are_values_that_somebody_has() -> None:
    assert quantiles([5.0]) == (5.0,) * 5
    assert quantiles([float(number) for number in range(11)]) == (0.0, 1.0, 5.0, 9.0, 10.0)


def test_the_spread_of_a_small_journal() -> None:
    notes = {
        "contacts/ada.md": ADA,
        "contacts/bo.md": BO,
        "meetings/2026-06-05-a.md": "---\nwith: [ada, bo]\n---\n- got lead: Turin by:@ada\n",
        "meetings/2026-06-26-c.md": "---\nwith: [ada]\n---\n- got: what is still to come\n- learned: the same\n",
        "meetings/2026-06-15-b.md": "---\nwith: ada\n---\n- [ ] I'll write due:2026-06-20\n- learned: she sings\n",
    }
    asked = journal(notes, today="2026-06-25")
    assert spreads(asked) == (
        Spread("days of contact", 2, (1.0, 1.0, 1.0, 2.0, 2.0)),  # Bo 1, Ada 2
        Spread("days since the last", 2, (10.0, 10.0, 10.0, 20.0, 20.0)),  # Ada 10, Bo 20
        Spread("exchanges", 1, (1.0,) * 5),
        Spread("things learned", 1, (1.0,) * 5),
        Spread("promises, mine", 1, (1.0,) * 5),
        Spread("days past due, mine and open", 1, (5.0,) * 5),
    )
    said = describe_spreads(asked)
    assert said.splitlines()[0].split() == ["figure", "of", "least", "10", "%", "median", "90", "%", "most"]
    assert "overdue-promise" in said


def test_an_empty_journal_has_no_figures() -> None:
    assert spreads(journal({})) == ()


ROOT = Path(__file__).parent.parent
A_SCREEN = 24


@pytest.mark.slow
def test_a_lifetime_spreads_as_the_page_says_and_its_last_day_fits_a_screen(tmp_path: Path) -> None:
    lifetime = runpy.run_path(str(ROOT / "benchmarks" / "lifetime.py"))
    lifetime["write_journal"](tmp_path, 2000, 10_000, 10, 1)
    notes = {path.relative_to(tmp_path).as_posix(): path.read_text("utf-8") for path in tmp_path.rglob("*.md")}
    asked = journal(notes, lifetime["LAST"].isoformat())
    assert f"```\n{describe_spreads(asked)}\n```" in (ROOT / "docs" / "figures.md").read_text("utf-8")
    assert 0 < sum(told.nudge for told in asked.all_reported()) <= A_SCREEN
