"""What follows from the notes depends on what they say, not on what their files are called or in which order they are
read: files renamed, and so put in another order, change no figure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from journal_of import journal
from site_builder.notes.schema import Org
from site_builder.pipeline import Asked
from site_builder.relations.attention import attention
from site_builder.relations.breadth import (
    directions,
    internal_share,
    levels,
    meetings_lately,
    sponsors,
    threads,
    who_can_help,
)
from site_builder.relations.briefs import brief_of
from site_builder.relations.calendar import all_occasions
from site_builder.relations.coverage import coverage_of, known_at, spells_at
from site_builder.relations.distribution import spreads
from site_builder.relations.events import expected_at
from site_builder.relations.goals import stakes_of
from site_builder.relations.habits import habits
from site_builder.relations.leanings import leanings
from site_builder.relations.mentions import unlinked_mentions
from site_builder.relations.next_steps import next_step
from site_builder.relations.paths import graph_of, paths_of
from site_builder.relations.plans import plan_for, plan_remarks, planned_for, trend_of
from site_builder.relations.returns import observations, returns_of
from site_builder.relations.reviving import worth_reviving
from site_builder.relations.standing import standing
from site_builder.relations.ties import tie
from site_builder.relations.years import scopes, year_review

NAMES = ("Ada", "Bo", "Cy", "Dee", "Eve Marsh", "Fay")
TODAY = date(2026, 11, 20)

days = st.integers(0, 900).map(lambda back: (TODAY - timedelta(days=back)).isoformat())
some = st.sets(st.sampled_from(NAMES), min_size=1, max_size=3).map(sorted)


@st.composite
def contacts(draw: st.DrawFn, name: str) -> str:
    fields = [
        f"name: {name}",
        *draw(st.sampled_from(([], ["org: Mill"], ["org: Zoo"]))),
        *draw(st.sampled_from(([], ["function: it"], ["function: sales"]))),
        *draw(st.sampled_from(([], ["trust: 4"], ["trust: 1"], ["trust:", "  - 2024-01: 2", "  - 2026-01: 4"]))),
        *draw(st.sampled_from(([], ["grade: 1"], ["grade: 0"], ["grade: -1"]))),
        *draw(st.sampled_from(([], ["status: wanted"], ["influence: high"]))),
        *draw(st.sampled_from(([], ["follow_up: 2026-11-02"], ["cadence: 2m"], ["sponsor: yes"], ["birthday: 11-28"]))),
        *draw(st.sampled_from(([], ["circle: close"], ["i_can_help: [a]"], ["can_help_me: [b]"]))),
        *draw(st.sampled_from(([], [f"introduced_by: {draw(st.sampled_from(NAMES))}"]))),
    ]
    moves = draw(st.lists(st.tuples(days, st.sampled_from(("invests", "learns", "illustrates,invests"))), max_size=2))
    ahead = draw(st.sampled_from(("", "- [ ] a move ahead due:2026-12-01 tests:learns\n")))
    plan = ahead + "".join(
        f"- [x] move {number} done:{day} tests:{tests}\n" for number, (day, tests) in enumerate(moves)
    )
    return "---\n" + "\n".join(fields) + "\n---\n" + (f"## Plan\n{plan}" if plan else "")


@st.composite
def journals(draw: st.DrawFn) -> list[tuple[str, str, str]]:
    """Notes as (folder, stem, text)."""
    notes = [("contacts", name.lower().replace(" ", "-"), draw(contacts(name))) for name in NAMES]
    for number, (day, people) in enumerate(draw(st.lists(st.tuples(days, some), max_size=8))):
        body = draw(
            st.sampled_from(
                (
                    "Tea.\n",
                    "- gave link: a\n",
                    "- learned: b\n",
                    "- got lead: c\n",
                    "- told: d\n",
                    "So said Eve Marsh.\n",
                )
            )
        )
        notes.append(("meetings", f"m{number}", f"---\ndate: {day}\nwith: [{', '.join(people)}]\n---\n{body}"))
    met = "".join(f"- [[{name}]] min:{draw(st.integers(5, 60))}\n" for name in NAMES[:4])
    notes.append(("events", "e", f"---\ndate: {draw(days)}\nwent_with: Ada\nhours: 3\n---\n## Met\n{met}"))
    notes.append(("goals", "g", "---\ntitle: G\nstakeholders:\n  - for: Ada\n  - against: Bo\n---\n"))
    notes.append(("orgs", "o1", "---\nname: Mill\nfunctions: [it, sales]\ndepth: 2\n---\n"))
    notes.append(("orgs", "o2", "---\nname: Zoo\nfunctions: [it]\n---\n"))
    notes.append(("", "me", "---\nname: Vera\norg: Mill\n---\n"))
    return notes


def asked(notes: list[tuple[str, str, str]], stems: dict[str, str]) -> Asked:
    named = ((folder, stems.get(stem, stem), text) for folder, stem, text in notes)
    return journal({f"{folder}/{stem}.md".lstrip("/"): text for folder, stem, text in named}, TODAY.isoformat())


def figures(site: Asked) -> dict[str, Any]:
    """All figures, with people by name and meetings by day."""

    def names(keys: Any) -> list[str]:
        return [site.name(key) for key in keys]

    found: dict[str, Any] = {}
    for key in planned_for(site):
        plan, trend = plan_for(site, key), trend_of(site, key)
        year = trend.year
        found[f"plan {site.name(key)}"] = (
            plan.claimed,
            plan.shown,
            sorted((each.kind, each.tests, each.day) for each in plan_remarks(plan, TODAY)),
            [len(each) for each in (year.gave, year.got, year.alone, year.learned)],
            (trend.trust, trend.trust_before, trend.before is None),
        )
    for path in site.paths("org"):
        fields = site.entry(path).fields
        assert isinstance(fields, Org)
        depths = coverage_of(fields, known_at(site, tuple(each for each in spells_at(site, path) if each.now)), TODAY)
        found[site.name(path)] = [
            (each.function, names(each.people), names(each.others), names(each.introducers)) for each in depths
        ]
    found |= people_figures(site)
    found["attention"] = attention_figures(site)
    found["spreads"] = spreads(site)
    found["occasions"] = sorted((each.day, each.last) for each in all_occasions(site))
    found["sponsors"] = [(function, names(keys)) for function, keys in sponsors(site)]
    found["reviving"] = [(site.name(each.key), round(each.worth, 9)) for each in worth_reviving(site)]
    for year, scope in scopes(site).items():
        told = year_review(site, year, scope)
        found[f"year {year}"] = (
            sorted(names(each.key for each in told.new)),
            sorted((site.name(each.key), each.gap) for each in told.quiet),
            [len(each) for each in (told.given, told.received, told.alone, told.company)],
        )
    ways = paths_of(site, graph_of(site))
    found["ways"] = {
        site.name(key): (names(way.keys), [each.kind for each in way.bonds], way.warmth) for key, way in ways.items()
    }
    meetings = meetings_lately(site)
    share, turned = internal_share(site, meetings), directions(site, meetings)
    assert share is not None
    found["share"] = (len(share.inside), len(share.outside), share.beside)
    found["directions"] = [len(each) for each in (turned.up, turned.level, turned.down)]
    found["levels"] = [names(row) for row in (levels(site).above, levels(site).beside, levels(site).below)]
    found["threads"] = [(site.name(each.key), names(each.people), len(each.meetings)) for each in threads(site, 1)]
    lists = who_can_help(site)
    found["help"] = [names(row) for row in (lists.both, lists.mine, lists.theirs, lists.open)]
    for path in site.paths("goal"):
        found["goal"] = [
            (site.name(each.key), each.stance, each.cold, each.last.day if each.last else None)
            for each in stakes_of(site, path, True)
        ]
    for path in site.paths("event"):
        brought = returns_of(site, path)
        found["expected"] = sorted(
            (site.name(each.key), each.company, each.earlier) for each in expected_at(site, path)
        )
        found["event"] = (
            names(each.key for each in brought.new),
            names(each.key for each in brought.with_company),
            sorted(names(each.key for each in brought.followed)),
            [(each.kind, each.minutes) for each in observations(site, path, brought)],
        )
    return found


def people_figures(site: Asked) -> dict[str, Any]:
    """What is said of each person: standing, rhythm, brief, habits, leanings, mentions, the next step."""
    found: dict[str, Any] = {}
    for key in site.people():
        name, knot, known = site.name(key), tie(site, key), brief_of(site, key)
        pace, stands, step = knot.rhythm, standing(site, key, TODAY), next_step(site, key)
        found[f"standing {name}"] = (stands.circle, stands.status, stands.side, stands.trust, stands.function)
        found[f"rhythm {name}"] = (pace.met, pace.gap, pace.longest, pace.silence, pace.due, knot.drifting())
        found[f"brief {name}"] = (
            known.last and known.last.day,
            [len(each) for each in (known.mine, known.theirs, known.wants, known.learned, known.since, known.asked)],
            (known.offers, known.unknown, known.birthday),
        )
        told = (*habits(site, key), *leanings(site, key, site.statements(key)))
        found[f"observed {name}"] = [(each.sentence, len(each.lines), len(each.meetings)) for each in told]
        found[f"mentions {name}"] = sorted(each.text for each in unlinked_mentions(site, key))
        found[f"step {name}"] = step and (step.kind, step.day)
    return found


def attention_figures(site: Asked) -> Any:
    """Whom to be in touch with and why. Those alike stand by their ids, and so in another order here."""
    now = attention(site)
    reached = sorted((site.name(each.key), each.reason, each.late, each.rank) for each in (*now.touch, *now.rest))
    quiet = sorted((site.name(each.key), each.late) for each in now.quiet)
    return reached, quiet, sorted((each.day, each.kind, each.age or 0) for each in now.ahead)


@given(notes=journals(), order=st.permutations(range(20)))
@settings(max_examples=25, deadline=None)
def test_other_file_names_and_another_order_change_no_figure(
    notes: list[tuple[str, str, str]], order: list[int]
) -> None:
    stems = {stem: f"x{order[number]:02}" for number, (_, stem, _) in enumerate(notes) if stem != "me"}
    assert figures(asked(notes, stems)) == figures(asked(notes, {}))
