"""Introductions: who led to whom, what was passed on both ways, and whom to thank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from site_builder.relations.introductions import (
    LEAST_ASKS,
    OPEN,
    THANKS_OPEN,
    Broker,
    Introduction,
    Outcome,
    brokers,
    outcomes,
    statements_until_today,
    trees,
)
from site_builder.relations.words import number_words
from site_builder.site.page_id import PageId
from site_builder.site.pages.common import frame
from site_builder.site.pages.figures import IN_LEDGER, PEOPLE, behind
from site_builder.site.pages.gathered import introduced
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.lines import source_link
from site_builder.site.pages.links import link_to, listed
from site_builder.site.pages.texts import words
from site_builder.site.pages.trees import TABLE, all_leads, all_passed, trees_on
from site_builder.site.views import Chip, Figure, IntroductionsView, Line, LinkTo, Remark, Words

SECTION = LinkTo(TABLE.address, "Introductions", kind="page")
LEDE = (
    "Write `introduced_by: Grace` into somebody’s file, or `intro: @ada -> @bo` when you bring two people together: "
    "who led to whom then stands here."
)
BROKERS = 7
IN_TREES = LinkTo(f"{SECTION.href}#s-trees", "in the trees below", kind="page")


def view_introductions(site: Site, which: PageId) -> IntroductionsView:
    """Thanks and open introductions first, then the trees, then all that was passed on; of many trees, the others on
    pages of their own."""
    page = frame(site, which, SECTION.text, SECTION)
    drawn, turns = trees_on(site, which), TABLE.pager(site, which)
    if which.number:
        return IntroductionsView(page=page, trees=drawn, at_once=len(drawn), pager=turns)
    passed, grown = site.ask(all_passed), trees(site, site.ask(all_leads))
    if not passed and not grown:
        return IntroductionsView(page=page, lede=LEDE)
    today = site.today
    newest = tuple(reversed(passed))

    def line(each: Introduction) -> Line:
        return passed_line(site, each)

    return IntroductionsView(
        page=page,
        remarks=tuple(_remarks(site, site.ask(all_outcomes))),
        owed=behind([each for each in newest if each.owes_thanks(today)], line, IN_LEDGER, PEOPLE),
        waiting=behind([each for each in newest if each.is_open(today)], line, IN_LEDGER, PEOPLE),
        brokers=tuple(broker_figure(site, each) for each in brokers(site, grown, most=BROKERS)),
        trees=drawn,
        pager=turns,
        passed=tuple(_groups(site, newest)),
    )


def all_outcomes(site: Site) -> tuple[Outcome, ...]:
    """What came of what, and whether somebody led to it."""
    return outcomes(statements_until_today(site), site.ask(all_leads))


def passed_line(site: Site, each: Introduction) -> Line:
    """Something passed on, as a row: `Ada to Bo for the engine`, `Grace led me to Bo`, and what came of it."""
    line = each.statement.line
    text: Words
    if line.private:
        text = ("In private",)
    elif each.statement.role == "intro":
        text = introduced(site, each.statement)
    else:
        who = [link_to(site, key) for key in each.people]
        said = words(site, each.statement.path, line.shown)
        text = (*_named(who), ": ", *said)
    chips = [Chip(each.kind, "plain")] if each.kind != "intro" else []
    if each.outcome:
        chips.append(Chip(f"outcome: {each.outcome}", "outcome"))
    if not each.mine and each.statement.line.thanked:
        chips.append(Chip("thanked", "plain"))
    return Line("passed", text, each.day, source_link(site, each.statement), tuple(chips))


def _named(links: Sequence[LinkTo]) -> Iterator[str | LinkTo]:
    for number, link in enumerate(links):
        if number:
            yield " and " if number + 1 == len(links) else ", "
        yield link


def _groups(site: Site, newest: Sequence[Introduction]) -> Iterator[Figure]:
    """All that was passed on, by the way it went and what became of it. What is over is not called open; and of
    outcomes and thanks nothing is said where it is not how this journal is kept."""
    today = site.today
    mine = [each for each in newest if each.mine and each.kind == "intro"]
    outcome = [each for each in mine if each.outcome not in ("met", "")]
    silent = [each for each in mine if not each.outcome and not each.is_open(today)]
    yield from _group(site, _introductions("of yours led to a meeting"), (e for e in mine if e.outcome == "met"))
    yield from _group(site, _introductions("of yours with another outcome"), outcome)
    if len(silent) + sum(each.is_open(today) for each in mine) == len(mine):
        yield from _group(site, _introductions("of yours"), silent)
        silent = []
    unknown = f"of yours older than {OPEN // 30} months, of which no note says what became"
    yield from _group(site, (unknown, unknown), silent)
    given = [each for each in newest if each.mine and each.kind != "intro"]
    yield from _group(site, _leads("that you gave"), given)
    got = [each for each in newest if not each.mine]
    yield from _group(site, _introductions("to you"), (each for each in got if each.kind == "intro"))
    yield from _group(site, _leads("that you received"), (each for each in got if each.kind != "intro"))
    unsaid = [each for each in got if not (each.thanked or each.outcome or each.owes_thanks(today))]
    if len(unsaid) * 2 > len(got):
        unsaid = []
    thankless = f"received over {THANKS_OPEN // 30} months ago, and no note says that you thanked"
    yield from _group(site, (thankless, thankless), unsaid)


def _introductions(which: str) -> tuple[str, str]:
    return f"introduction {which}", f"introductions {which}"


def _leads(which: str) -> tuple[str, str]:
    return f"lead or referral {which}", f"leads and referrals {which}"


def _group(site: Site, labels: tuple[str, str], those: Iterable[Introduction]) -> Iterator[Figure]:
    """How many, and which. `labels`: for one, and for several."""
    if counted := tuple(those):
        label = labels[len(counted) > 1]
        yield Figure(str(len(counted)), label, lines=behind(counted, lambda each: passed_line(site, each), IN_LEDGER))


def broker_figure(site: Site, broker: Broker) -> Figure:
    """Somebody who led to several: how many, and who."""
    further = len(broker.all) - len(broker.direct)
    note = listed([site.name(key) for key in broker.direct])
    note += f"; through them {number_words(further)} more" if further else ""
    direct = frozenset(broker.direct)
    ordered = (*broker.direct, *(key for key in broker.all if key not in direct))

    def line(key: str) -> Line:
        return Line("person", (link_to(site, key),) if key in direct else (link_to(site, key), ", further on"))

    label = f"led to {number_words(len(broker.all))}"
    return Figure(site.name(broker.key), label, note, behind(ordered, line, IN_TREES, PEOPLE))


def _remarks(site: Site, told: Sequence[Outcome]) -> Iterator[Remark]:
    """The share of what came of asks and leads that somebody had led to (see `relations.introductions.outcomes`)."""
    referred = [each for each in told if each.through]
    if len(told) < LEAST_ASKS or not referred:
        return
    said = f"Of {len(told)} asks and leads of which the outcome is noted, {number_words(len(referred))} went through "
    said += f"people whom somebody had led you to: {100 * len(referred) / len(told):.0f} %."

    def shown(each: Outcome) -> Line:
        through = f", through {site.name(each.through)}" if each.through else ""
        line = each.statement.line
        text = ("in private",) if line.private else words(site, each.statement.path, line.shown)
        who = listed([site.name(key) for key in each.statement.people])
        chips = (Chip(f"outcome: {line.outcome}", "outcome"),)
        return Line("ask", (f"{who}{through}: ", *text), line.day, source_link(site, each.statement), chips)

    yield Remark((said,), behind(sorted(told, key=lambda each: not each.through), shown, most=PEOPLE))


INTRODUCTIONS = PageKind("introductions", TABLE.pages, view_introductions)
