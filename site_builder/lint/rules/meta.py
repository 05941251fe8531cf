"""Rules about the rules: settings, and suppressions that name no rule or silence nothing."""

from __future__ import annotations

from site_builder.lint.rule import Rule, rule_of_suppression
from site_builder.lint.rules import ignore_fixes, reading

UNKNOWN_RULE = rule_of_suppression(
    "unknown-rule",
    "error",
    """
    A suppression, or a severity in kith.toml, for a rule that does not exist.

    Why: it silences nothing, and you would think that it did.

    Wrong:
        lint-ignore: [broken-lnk]

    Right:
        lint-ignore: [broken-link]

    Settings: `[lint.severity]` in kith.toml is looked at too.

    Quiet: never.
    """,
    fix=ignore_fixes.UNKNOWN_RULE,
)

UNUSED_IGNORE = rule_of_suppression(
    "unused-ignore",
    "info",
    """
    A suppression that silences nothing.

    Why: it would silence the next mistake of the kind, which may be somebody's lost promise.

    Wrong:
        Met through [[grace-hopper]]. <!-- kith-ignore broken-link: she has a note by now -->

    Right:
        Met through [[grace-hopper]].

    Settings: none.

    Quiet: suppressions of nudges, which come and go with the days, and of `odd-year` and `outcome-in-future`,
    which pass.
    """,
    fix=ignore_fixes.UNUSED_IGNORE,
)

STALE_BASELINE = rule_of_suppression(
    "stale-baseline",
    "info",
    """
    A line of the baseline for a fact that is there no more.

    Why: you have put it right, and if it came back in the same words nobody would tell you.

    Wrong:
        {"note": "notes/trust.md", "rule": "broken-link", "line": "9c2e51f0"} (and that link works by now)

    Right:
        The line is gone from kith-baseline.json.

    Settings: `baseline` in `[lint]` names the file.

    Quiet: entries for `odd-year` and `outcome-in-future`, which pass with time; when the journal is read `--as-of` a
    day.
    """,
)

RULES: tuple[Rule, ...] = (reading.BAD_CONFIG, UNKNOWN_RULE, UNUSED_IGNORE, STALE_BASELINE)
