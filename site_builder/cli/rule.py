"""`kith rule`."""

from __future__ import annotations

import difflib

import click

from site_builder.cli.common import fail


@click.command("rule", short_help="Explain a rule, or list them all.")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Explain the rule NAME: what it finds, why it matters, a wrong and a right example. Without NAME, list all."""
    from site_builder.lint.catalogue import RULES
    from site_builder.lint.rule import how_to_fix

    rules = {rule.name: rule for rule in RULES}
    if name is None:
        family = ""
        for rule in RULES:
            if rule.family != family:
                family = rule.family
                click.echo(f"{family}")
            click.echo(f"  {rule.name:<20} {rule.severity:<8} {rule.about.splitlines()[0]}")
    elif name in rules:
        click.echo(rules[name].about)
        if rules[name].fix:
            click.echo(f"\nFix: {how_to_fix(rules[name])}")
    else:
        near = difflib.get_close_matches(name, rules, 1)
        fail(f"There is no rule {name!r}.", f"Did you mean {near[0]}?" if near else "`kith rule` lists them.")
