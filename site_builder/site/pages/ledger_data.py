"""The ledger as scripts, one a year (`ledger-2025`), for the filters of the page of exchanges.

From disk a page may load scripts and nothing else, so each is one call of `kithLedger` with JSON text. They lie beside
the search data, in a folder whose name cannot be guessed.
"""

from __future__ import annotations

from site_builder.site.pages.kinds import Site
from site_builder.site.pages.ledger import ledger_lengths, ledger_of, row_of
from site_builder.site.pages.links import link_to
from site_builder.site.scripts import call_of
from site_builder.site.views import LinkTo


def file_names(site: Site) -> tuple[str, ...]:
    """The scripts of the ledger, the newest year first."""
    return tuple(f"ledger-{year}" for year, _ in site.ask(ledger_lengths))


def ledger_script(site: Site, name: str) -> bytes:
    """The script of a name. `people`: address and name; `lines`: the day, the way, the kind, the words, the numbers of
    the people, the note's address and name, the chips, and the link to what came back, with the days."""
    year = name.removeprefix("ledger-")
    people: dict[str, int] = {}
    lines = []
    for each in site.ask(ledger_of, int(year)):
        row = row_of(site, each)
        numbers = [people.setdefault(key, len(people)) for key in each.people]
        source = row.source or LinkTo("", "")
        back = (*_part(row.back), row.back_days) if row.back else 0
        chips = [(chip.text, chip.kind, chip.title) for chip in row.chips]
        words = [_part(part) if isinstance(part, LinkTo) else str(part) for part in row.text]
        lines.append(
            (row.day.isoformat(), row.direction, row.kind, words, numbers, (source.href, source.text), chips, back)
        )
    known = [link_to(site, key) for key in people]
    data = {"people": [(each.href, each.text, each.kind) for each in known], "lines": lines}
    return call_of("kithLedger", year, data)


def _part(link: LinkTo) -> tuple[str, ...]:
    return link.href, link.text, link.kind, link.title
