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
    Tree,
    brokers,
    introductions,
    leads,
    outcomes,
    statements_until_today,
    trees,
)
from site_builder.relations.words import number_words
from site_builder.site.dates import month_and_year, written_day
from site_builder.site.pages.common import frame
from site_builder.site.pages.figures import IN_LEDGER, PEOPLE, behind
from site_builder.site.pages.gathered import introduced
from site_builder.site.pages.kinds import PageId, PageKind, Site
from site_builder.site.pages.lines import source_link
from site_builder.site.pages.links import link_to, listed
from site_builder.site.pages.texts import words
from site_builder.site.views import Branch, Chip, Figure, GrownTree, IntroductionsView, Line, LinkTo, Remark, Words

SECTION = LinkTo("introductions.html", "Introductions", kind="page")
LEDE = (
    "Write `introduced_by: Grace` into somebody’s file, or `intro: @ada -> @bo` when you bring two people together: "
    "who led to whom then stands here."
)
BROKERS = 7
IN_TREES = LinkTo(f"{SECTION.href}#s-trees", "in the trees below", kind="page")


def _introductions_pages(_: Site) -> Iterator[PageId]:
    yield PageId("introductions", SECTION.href)


def view_introductions(site: Site, which: PageId) -> IntroductionsView:
    """Thanks and open introductions first, then the trees, then all that was passed on."""
    page = frame(site, which, SECTION.text, SECTION)
    statements = statements_until_today(site)
    passed = introductions(site, statements)
    led = leads(site, statements)
    grown = trees(site, led)
    if not passed and not grown:
        return IntroductionsView(page=page, lede=LEDE)
    today = site.today
    newest = tuple(reversed(passed))
    return IntroductionsView(
        page=page,
        remarks=tuple(_remarks(site, outcomes(statements, led))),
        owed=tuple(passed_line(site, each) for each in newest if each.owes_thanks(today)),
        waiting=tuple(passed_line(site, each) for each in newest if each.is_open(today)),
        brokers=tuple(broker_figure(site, each) for each in brokers(site, grown)[:BROKERS]),
        trees=tuple(GrownTree(branches=tuple(_branches(site, tree, passed))) for tree in grown),
        passed=tuple(_groups(site, newest)),
    )


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
    yield from _group(site, "introductions of yours led to a meeting", (e for e in mine if e.outcome == "met"))
    yield from _group(
        site, "introductions of yours with another outcome", (e for e in mine if e.outcome not in ("met", ""))
    )
    silent = [each for each in mine if not each.outcome and not each.is_open(today)]
    if len(silent) + sum(each.is_open(today) for each in mine) == len(mine):
        yield from _group(site, "introductions of yours", silent)
        silent = []
    yield from _group(site, f"of yours older than {OPEN // 30} months, of which no note says what became", silent)
    given = [each for each in newest if each.mine and each.kind != "intro"]
    yield from _group(site, "leads and referrals that you gave", given)
    got = [each for each in newest if not each.mine]
    yield from _group(site, "introductions to you", (each for each in got if each.kind == "intro"))
    yield from _group(site, "leads and referrals that you received", (each for each in got if each.kind != "intro"))
    unsaid = [each for each in got if not (each.thanked or each.outcome or each.owes_thanks(today))]
    if len(unsaid) * 2 > len(got):
        unsaid = []
    yield from _group(site, f"received over {THANKS_OPEN // 30} months ago, and no note says that you thanked", unsaid)


def _group(site: Site, label: str, those: Iterable[Introduction]) -> Iterator[Figure]:
    if counted := tuple(those):
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


def _branches(site: Site, root: Tree, passed: Sequence[Introduction]) -> Iterator[Branch]:
    """The rows of a tree in order, with how many lists begin and end at each. No recursion: a chain may be long."""
    onward: dict[str, list[Introduction]] = {}
    for each in passed:
        if each.mine and each.kind == "intro" and each.other and not each.statement.line.private:
            for key in each.people:
                onward.setdefault(key, []).append(each)
    waiting: list[tuple[Tree, int]] = [(root, 0)]
    while waiting:
        tree, closes = waiting.pop()
        last = len(tree.children) - 1
        for number in range(last, -1, -1):
            waiting.append((tree.children[number], closes + 1 if number == last else 0))
        yield Branch(
            person=link_to(site, tree.key),
            note=_note(site, tree, onward.get(tree.key, ())),
            opens=bool(tree.children),
            closes=0 if tree.children else closes,
        )


def _note(site: Site, tree: Tree, onward: Sequence[Introduction]) -> Words:
    """Where it is said, and whom I introduced this person to."""
    said: list[str | LinkTo] = []
    if tree.led and tree.led.statement and tree.led.statement.day:
        day = month_and_year(tree.led.statement.day)
        said.append(
            LinkTo(source_link(site, tree.led.statement).href, day, written_day(tree.led.statement.day), "note")
        )
    for each in onward:
        said += ["; " if said else "", "you introduced them to ", link_to(site, each.other)]
        said.append(", and they met" if each.outcome == "met" else "")
    return tuple(part for part in said if part)


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


INTRODUCTIONS = PageKind("introductions", _introductions_pages, view_introductions)
