"""What events brought, by hand: minutes, follow-ups, what an hour gave, observations, and what is not known yet."""

from __future__ import annotations

import pytest

from journal_of import journal
from pages_of import said, view_of
from site_builder.relations.events import expected_at
from site_builder.relations.returns import Returns, minutes_of, observations, returns_of, unknowns

PATH = "events/2026-05-20-fair.md"
PAGE = "events/2026-05-20-fair.html"
PEOPLE = {f"contacts/{name}.md": f"---\nname: {name.capitalize()}\nmet: 2020\n---\n" for name in ("ada", "bo", "cy")}


def fair(met: str, *fields: str) -> dict[str, str]:
    front = "\n".join(("---", "title: Fair", "until: 2026-05-21", *fields, "---"))
    return {**PEOPLE, PATH: f"{front}\n## Met\n{met}"}


def brought(met: str, *fields: str, more: dict[str, str] | None = None, today: str = "2026-11-20") -> Returns:
    return returns_of(journal({**fair(met, *fields), **(more or {})}, today), PATH)


def kinds(met: str, *fields: str) -> list[str]:
    site = journal(fair(met, *fields))
    return [each.kind for each in observations(site, PATH, returns_of(site, PATH))]


FOUR = (
    "- [[ada]] min:{}\n- [[bo]] min:{}\n- [[cy]] min:{}\n- new: Joe Plain | does: a | wants: b min:{}\n  - learned: x\n"
)


def test_minutes_are_told_from_four_people_and_an_hour_on() -> None:
    found = brought(FOUR.format(20, 15, 15, 10), "went_with: Ada")
    assert minutes_of(found.timed) == 60
    assert [each.key for each in found.new] == ["card:joe plain"]
    assert minutes_of([each for each in found.timed if each.new]) == 10
    assert [each.key for each in found.with_company] == ["contacts/ada.md"]
    assert brought(FOUR.format(20, 15, 15, 9), "went_with: Ada").with_company == ()
    assert brought(FOUR.format(20, 15, 25, 10).replace("- [[cy]] min:25\n", "")).timed == ()


def test_companions_and_somebody_who_had_most_of_the_minutes() -> None:
    assert kinds(FOUR.format(31, 10, 10, 10)) == ["pinned"]
    assert kinds(FOUR.format(30, 10, 10, 10)) == []
    assert kinds(FOUR.format(20, 20, 10, 10), "went_with: [Ada, Bo]") == ["companions"]
    assert kinds(FOUR.format(20, 10, 20, 10), "went_with: [Ada, Bo]") == []
    assert kinds(FOUR.format(31, 10, 10, 8)) == []  # 59 minutes


def test_all_minutes_with_people_known_before() -> None:
    met = "".join(f"- [[{name}]] min:20\n" for name in ("ada", "bo", "cy")) + "- [[dee]] min:20\n  - learned: x\n"
    site = journal({**fair(met), "contacts/dee.md": "---\nname: Dee\nmet: 2020\n---\n"})
    assert [each.kind for each in observations(site, PATH, returns_of(site, PATH))] == ["known"]


def test_a_card_with_fewer_than_two_answers_is_thin() -> None:
    assert kinds("- new: Joe Plain | does: a\n") == ["thin"]
    assert kinds("- new: Joe Plain | does: a | wants: b\n") == []


@pytest.mark.parametrize(
    ("more", "who"),
    [
        ({"meetings/2026-05-22.md": "---\nwith: ada\nkind: email\n---\n"}, ["contacts/ada.md"]),
        ({"meetings/2026-05-23.md": "---\nwith: ada\n---\n"}, ["contacts/ada.md"]),
        ({"meetings/2026-05-24.md": "---\nwith: ada\n---\n"}, []),
        ({"meetings/2026-05-21.md": "---\nwith: ada\n---\n"}, []),  # the last day itself
        ({"meetings/2026-05-22.md": "---\nwith: ada\nplanned: yes\n---\n"}, []),
    ],
)
def test_followed_up_within_two_days_of_the_last(more: dict[str, str], who: list[str]) -> None:
    assert [each.key for each in brought("- [[ada]]\n- [[bo]]\n", more=more).followed] == who


def test_a_promise_made_there_and_kept_in_time_is_a_follow_up() -> None:
    met = "- [[ada]]\n  - [x] I'll send the table done:{}\n- [[bo]]\n  - [ ] Bo will send the minutes\n"
    assert [each.key for each in brought(met.format("2026-05-23")).followed] == ["contacts/ada.md"]
    assert brought(met.format("2026-05-24")).followed == ()


def test_what_an_hour_gave() -> None:
    met = "- [[ada]]\n  - gave link: a\n  - got lead: b\n  - got idea: c\n  - learned: d\n"
    found = brought(met, "hours: 4")
    assert (len(found.gave), len(found.got), len(found.learned)) == (1, 2, 1)
    assert (found.per_hour(2), brought(met).per_hour(2)) == (0.5, None)
    view = view_of(fair(met, "hours: 4"), PAGE)
    assert [(each.value, each.label, each.note, len(each.lines)) for each in view.figures] == [
        ("0", "new", "", 0),
        ("1", "known before", "", 1),
        ("1", "given", "one in 4 hours", 1),
        ("2", "received", "one in 2 hours", 2),
        ("1", "learned", "one in 4 hours", 1),
    ]
    assert view_of(fair(""), PAGE).figures == ()


def test_the_series_tells_what_came_of_each() -> None:
    earlier = "---\ntitle: Fair\nseries: fair\nhours: 2\n---\n## Met\n- [[ada]]\n  - learned: a\n  - gave link: b\n"
    notes = {**fair("- [[bo]]\n", "series: fair"), "events/2025-05-20-fair.md": earlier}
    assert [row.brought for row in view_of(notes, PAGE).series_rows] == ["", "1 learned (one in 2 hours), 1 given"]


def series_of_three(**changed: str) -> dict[str, str]:
    """Three fairs at which somebody known was met again and nothing else came; `changed`: the body of one, by year."""
    notes = {**PEOPLE, "meetings/2020-01-01.md": "---\nwith: Ada\n---\n"}
    for year in ("2024", "2025", "2026"):
        body = changed.get(f"y{year}", "## Objectives\n- [ ] two customers\n\n## Met\n- [[ada]]\n")
        notes[f"events/{year}-05-20-fair.md"] = f"---\nseries: fair\n---\n{body}"
    return notes


POOR = "The last three of this series brought nobody new, no exchange and no objective met."


def test_a_series_that_brought_nothing_three_times_is_told_on_the_last_page() -> None:
    notes = series_of_three()
    told = [said(each.sentence) for each in view_of(notes, "events/2026-05-20-fair.html").observations]
    assert POOR in told
    earlier = view_of(notes, "events/2025-05-20-fair.html").observations
    assert POOR not in [said(each.sentence) for each in earlier]


@pytest.mark.parametrize(
    "body",
    [
        "## Met\n- [[ada]]\n  - got lead: a mill\n",
        "## Objectives\n- [x] two customers\n\n## Met\n- [[ada]]\n",
        "## Met\n- new: Eve Marsh | wants: a job\n",
    ],
)
def test_a_series_is_not_poor_that_brought_an_exchange_an_objective_or_somebody_new(body: str) -> None:
    shown = view_of(series_of_three(y2025=body), "events/2026-05-20-fair.html").observations
    assert POOR not in [said(each.sentence) for each in shown]


def test_two_of_a_series_are_too_few_to_call_it_poor() -> None:
    notes = series_of_three()
    del notes["events/2024-05-20-fair.md"]
    shown = view_of(notes, "events/2026-05-20-fair.html").observations
    assert POOR not in [said(each.sentence) for each in shown]


def test_what_is_not_known_yet_is_asked_once_of_each_who_will_be_there() -> None:
    """Ada's stance is unknown, what Bo wants is unknown, what I could offer Cy is unknown; Dee comes along; of Eve's
    card an answer is missing; of Fay all is known."""
    earlier = "".join(f"- [[{name}]]\n" for name in ("ada", "bo", "cy", "fay")) + "- new: Eve Marsh | wants: a job\n"
    notes = {
        **PEOPLE,
        "contacts/ada.md": "---\nname: Ada\nwants: peace\n---\n",
        "contacts/cy.md": "---\nname: Cy Hay\nwants: peace\ncan_help_me: [advice]\n---\n",
        "contacts/dee.md": "---\nname: Dee\n---\n",
        "contacts/fay.md": "---\nname: Fay\nwants: peace\n---\n",
        "goals/two.md": "---\ntitle: Phase two\nstakeholders:\n  - unknown: Ada\n  - for: Bo\n---\n",
        "events/2025-05-20-fair.md": f"---\nseries: fair\n---\n## Met\n{earlier}",
        PATH: "---\nseries: fair\nwent_with: Dee\n---\n",
    }
    site = journal(notes, "2026-05-10")
    found = [(each.key, each.kind) for each in unknowns(site, expected_at(site, PATH))]
    assert found == [
        ("contacts/ada.md", "stance"),
        ("contacts/bo.md", "hopes"),
        ("contacts/cy.md", "offer"),
        ("card:eve marsh", "does"),
    ]
    view = view_of(notes, PAGE, "2026-05-10")
    assert [said(line.text) for line in view.unknown] == [
        "Where does Ada stand on “Phase two”?",
        "What is Bo hoping for? No note says so yet.",
        "What could you offer Cy Hay? How Cy can help you is noted.",
        "What does Eve Marsh do?",
    ]
    assert view_of(notes, PAGE).unknown == ()
