"""FORMAT.md's own examples mean what it says of them: the settings, and the three notes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from journal_of import facts, journal
from site_builder.config import read_config
from site_builder.notes.schema import Contact
from site_builder.pipeline import Asked
from site_builder.relations.exchanges import exchanges_with
from site_builder.settings import Config

FORMAT = (Path(__file__).parents[1] / "docs/format.md").read_text(encoding="utf-8")
ADA, GRACE, CHARLES, ENGINES = (
    *("contacts/ada-lovelace.md", "contacts/grace-hopper.md", "contacts/charles-babbage.md"),
    "orgs/analytical-engines.md",
)
COFFEE, DAYS = "meetings/2026-06-05-ada-coffee.md", "events/2026-05-20-compiler-days.md"


def three_notes(today: str = "2026-06-06") -> Asked:
    section = FORMAT.split("## Three notes")[1].split("\n## ")[0:8]
    notes = dict(re.findall(r"`([\w/.-]+\.md)`\n\n```markdown\n(.*?)```", "\n## ".join(section), re.S))
    return journal({**dict.fromkeys((GRACE, CHARLES, ENGINES), ""), **notes}, today)


def read(asked: Asked, path: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.role, "theirs" if each.theirs else "mine", each.people) for each in asked.resolved(path).statements]


def test_the_settings_of_the_format_are_the_defaults() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", FORMAT, re.S)
    config, findings = read_config(text)
    assert findings == ()
    of_a_user = {"today", "exclude", "edit_link", "theme", "types", "words"}
    defaults = {name: getattr(Config(), name) for name in of_a_user}
    lint = replace(config.lint, severity=())
    assert replace(config, lint=lint, **defaults) == Config()


def test_the_contact() -> None:
    asked = three_notes()
    fields = asked.entry(ADA).fields
    assert isinstance(fields, Contact)
    assert asked.resolved(ADA).ref("field:introduced_by") == GRACE
    assert [each.target for each in fields.org.all_at(date(2026, 6, 6))] == ["analytical-engines"]
    assert (fields.trust.at(date(2022, 1, 1)), fields.trust.at(date(2026, 6, 6))) == (2, 4)
    assert read(asked, ADA) == [
        ("move", "mine", (ADA,)),
        ("hope", "theirs", (ADA,)),
        ("item", "mine", (ADA,)),
        ("caution", "mine", (ADA,)),
    ]
    assert asked.resolved(ADA).statements[-1].line.private


def test_the_meeting() -> None:
    asked = three_notes()
    assert read(asked, COFFEE) == [
        ("exchange", "mine", (ADA,)),
        ("exchange", "mine", (ADA,)),
        ("exchange", "mine", (ADA,)),
        ("learned", "mine", (ADA,)),
        ("promise", "mine", (ADA,)),
        ("promise", "theirs", (ADA,)),
        ("promise", "mine", (ADA,)),
    ]
    (meeting,) = asked.resolved(COFFEE).interactions
    assert (meeting.kind, meeting.initiative, meeting.minutes, meeting.follow_up) == (
        *("coffee", "me", 60, date(2026, 7, 17)),
    )
    assert [(each.direction, each.kind) for each in exchanges_with(asked.statements(ADA), ADA)] == [
        *(("gave", "link"), ("gave", "intro"), ("got", "lead")),
    ]
    assert asked.resolved(COFFEE).statements[1].sides == ("", CHARLES)


def test_the_event() -> None:
    asked = three_notes()
    mary = "card:mary somerville"
    assert read(asked, DAYS) == [
        ("objective", "mine", ()),
        ("objective", "mine", ()),
        ("exchange", "mine", (CHARLES,)),
        ("promise", "mine", (CHARLES,)),
        ("stub", "mine", (mary,)),
    ]
    assert [(each.source, each.people, each.minutes) for each in asked.resolved(DAYS).interactions] == [
        ("company", (GRACE,), None),
        ("met", (CHARLES,), 15),
        ("met", (mary,), 20),
    ]
    promise, stub = asked.resolved(DAYS).statements[3:]
    assert (promise.line.deadline, stub.via) == (date(2026, 5, 23), (ADA,))
    assert dict(stub.line.answers) == {"does": "translator", "here for": "Turin jobs", "wants": "a reviewer"}
    assert facts(asked) == []
