"""Rules about plans for a relationship, as they stand in a contact's `## Plan`."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.finding import Finding
from site_builder.lint.rule import Checked, Rule, rule_of_note


def check_move_without_test(journal: Checked, path: str) -> Iterator[Finding]:
    """A move that passes none of the three tests: it invests in them, you learn something, it illustrates.

    Why: a move that does none of the three is an errand, and after a year of errands nothing has changed between you.

    Wrong:
        - [ ] have lunch with her

    Right:
        - [ ] ask her what the board reads about us tests:learns

    Settings: none.

    Quiet: moves that are made or dropped; tasks under other headings.
    """
    for each in journal.resolved(path).statements:
        if each.role == "move" and each.line.state in ("open", "begun") and not each.line.tests:
            message = "This move passes none of the three tests."
            remedy = "Say which with `tests:invests`, `tests:learns` or `tests:illustrates`, or choose another."
            yield Finding(path, each.line.anchor, "move-without-test", message, remedy)


def check_plan_without_move(journal: Checked, path: str) -> Iterator[Finding]:
    """A plan of hopes, in which you yourself do nothing.

    Why: what the other is to do is not yours to plan; you can only do something that makes it likelier.

    Wrong:
        - hope: she invites me to the Turin group

    Right:
        - [ ] send her the draft for Turin tests:invests

    Settings: none.

    Quiet: with any move that is not dropped. Told once a plan.
    """
    statements = journal.resolved(path).statements
    hopes = [each for each in statements if each.role == "hope"]
    if hopes and not any(each.role == "move" and each.line.state != "dropped" for each in statements):
        number = "a hope" if len(hopes) == 1 else f"{len(hopes)} hopes"
        message = f"This plan has {number} and no move of yours."
        yield Finding(path, hopes[0].line.anchor, "plan-without-move", message, "Write what you will do: `- [ ] …`.")


RULES: tuple[Rule, ...] = (
    rule_of_note(check_move_without_test, "warning"),
    rule_of_note(check_plan_without_move, "warning"),
)
