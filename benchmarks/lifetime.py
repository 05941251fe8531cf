"""Write a journal of many years, for trying Kith at the size of a lifetime: `python benchmarks/lifetime.py DIR`.

People come in through others, are met in bursts and then in a rhythm of their own, drift away (and are marked dormant)
or stay, change jobs, and some only ever give or take. Everything is drawn from one seed: the same arguments write the
same bytes. The names are put together from syllables; nobody is meant.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

LAST = date(2026, 11, 20)
FIRST_NAMES = [
    a + b
    for a in ("Ma", "To", "El", "Ri", "Sa", "Ne", "Ka", "Lu", "Be", "Yo")
    for b in ("ra", "mas", "in", "ko", "lia", "den")
]
LAST_NAMES = [
    a + b
    for a in ("Hol", "Ber", "Var", "Lin", "Mor", "Tes", "Wes", "Gar", "Dun", "Pel")
    for b in ("berg", "ov", "dal", "sen", "ker", "man", "ton", "ini")
]
FUNCTIONS = ("it", "finance", "operations", "hr", "marketing", "sales", "legal", "management")
KINDS = ("coffee", "lunch", "call", "call", "video", "video", "email", "message", "visit", "dinner")
GIFTS = ("idea", "link", "lead", "contact", "advice", "feedback", "help", "time", "referral")
WORDS = (
    *("budget", "tower", "plan", "river", "garden", "system", "train", "review", "paper", "glass", "winter", "market"),
    *("signal", "bridge", "coffee", "story", "team", "engine", "letter", "harbour", "window", "contract", "summer"),
    *("map", "ladder", "archive", "ferry", "garage", "tender", "shelf", "station", "bakery", "lamp", "forest", "vote"),
)
CIRCLES = (("inner", 5, 30), ("close", 15, 80), ("active", 50, 170), ("wide", 150, 400))


@dataclass
class Person:
    """Somebody in the life that is told. `gap`: the days between meetings in their rhythm, 0 for met once or twice."""

    number: int
    name: str
    id: str
    met: date
    circle: str = ""
    gap: int = 0
    leaning: float = 0.5  # the share of exchanges in which I give
    fades: date | None = None
    orgs: list[tuple[date, int]] = field(default_factory=list)
    through: str = ""  # who introduced them, as it is typed
    has_file: bool = True

    def in_touch(self, day: date) -> bool:
        """Whether one may be met in company: new, or in a rhythm that has not faded."""
        return (day - self.met).days < 100 or bool(self.gap and day <= (self.fades or LAST))


def sentence(chance: random.Random, least: int = 5, most: int = 12) -> str:
    """A few words with a full stop."""
    return " ".join(chance.choices(WORDS, k=chance.randint(least, most))).capitalize() + "."


def people(chance: random.Random, count: int, years: int, orgs: int) -> list[Person]:
    """Everybody, in the order in which they were met."""
    start = LAST - timedelta(days=years * 365)
    days = sorted(chance.randint(0, years * 365 - 30) for _ in range(count))
    found: list[Person] = []
    room = {name: most for name, most, _ in CIRCLES}
    for number, day in enumerate(days):
        first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
        person = Person(
            number, f"{first} {last} {number}", f"{first}-{last}-{number}".lower(), start + timedelta(days=day)
        )
        for name, _, gap in CIRCLES:
            if room[name] and chance.random() < 0.12:
                room[name] -= 1
                person.circle = name
                person.gap = max(7, round(gap * chance.lognormvariate(0, 0.4)))
                break
        # Some two hundred are in a rhythm at a time: few people keep up with more (Dunbar 1993 has 150).
        if not person.circle and chance.random() < 0.12:
            person.gap = chance.randint(60, 400)
        person.leaning = chance.choices((0.5, 0.35, 0.65, 0.95, 0.05), (60, 14, 14, 6, 6))[0]
        if person.gap and chance.random() < 0.55:
            person.fades = person.met + timedelta(days=chance.randint(200, 1800))
        person.orgs = [(person.met, chance.randrange(orgs))]
        if chance.random() < 0.3:
            person.orgs.append((person.met + timedelta(days=chance.randint(300, 2000)), chance.randrange(orgs)))
        if found and chance.random() < 0.5:
            other = chance.choice(found[-80:])
            person.through = f"[[{other.id}]]" if other.has_file else other.name
        person.has_file = bool(person.circle) or chance.random() < 0.75 or bool(person.gap)
        found.append(person)
    return found


def meeting_days(chance: random.Random, person: Person) -> Iterator[date]:
    """The days on which somebody is met: a burst at first, then the rhythm, until it fades."""
    day = person.met
    end = min(person.fades or LAST, LAST)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        if day <= LAST:
            yield day
        day += timedelta(days=chance.randint(3, 25))
    while person.gap and day <= end:
        day += timedelta(days=max(2, round(person.gap * chance.lognormvariate(0, 0.5))))
        if day <= end:
            yield day


def let_go(person: Person) -> date | None:
    """The day on which somebody who faded was marked dormant. The owner goes through the quiet ones at the start of
    each quarter, and lets go of whoever has not been met for twice the time that was usual."""
    if person.fades is None:
        return None
    noticed = person.fades + timedelta(days=max(21, 2 * person.gap))
    month = (noticed.month - 1) // 3 * 3 + 4
    quarter = date(noticed.year + month // 12, month % 12, 1)
    return quarter if quarter <= LAST else None


def contact_text(chance: random.Random, person: Person) -> str:
    """A contact's file."""
    fields = [f"name: {person.name}"]
    if len(person.orgs) > 1:
        fields.append("org:\n" + "\n".join(f'  - {since}: "[[org-{org}]]"' for since, org in person.orgs))
    else:
        fields.append(f'org: "[[org-{person.orgs[0][1]}]]"')
    fields += [
        f"role: {chance.choice(WORDS).capitalize()} lead",
        f"function: {chance.choice(FUNCTIONS)}",
        f"met: {person.met}",
    ]
    if person.circle:
        fields += [f"circle: {person.circle}", f"why: {sentence(chance, 3, 6)}", f"trust: {chance.randint(1, 5)}"]
    if dormant := let_go(person):
        fields.append(f"status:\n  - {person.met}: active\n  - {dormant}: dormant")
    if person.through:
        fields.append(f'introduced_by: "{person.through}"')
    if chance.random() < 0.4:
        fields.append(f"wants: [{chance.choice(WORDS)}, {chance.choice(WORDS)}]")
    if chance.random() < 0.2:
        fields.append(f"birthday: {chance.randint(1, 12):02}-{chance.randint(1, 28):02}")
    return "---\n" + "\n".join(fields) + f"\n---\n{sentence(chance, 10, 30)}\n"


def short_prose(chance: random.Random, company: Sequence[Person]) -> str:  # noqa: ARG001 - longer prose speaks of them
    """A paragraph or three."""
    return "\n\n".join(
        " ".join(sentence(chance, 8, 16) for _ in range(chance.randint(1, 4))) for _ in range(chance.randint(1, 3))
    )


Prose = Callable[[random.Random, Sequence[Person]], str]
"""Writes what was said, given the people who may be spoken of."""


def meeting_text(chance: random.Random, day: date, who: list[Person], around: Sequence[Person], prose: Prose) -> str:
    """A meeting's file: what was said, and sometimes lines."""
    named = ", ".join(f'"[[{each.id}]]"' if each.has_file else f'"{each.name}"' for each in who)
    head = [
        f"date: {day}",
        f"with: [{named}]",
        f"kind: {chance.choice(KINDS)}",
        f"initiative: {chance.choice(('me', 'them', 'both'))}",
    ]
    if chance.random() < 0.6:
        head.append(f"minutes: {chance.choice((15, 30, 45, 60, 90))}")
    lines = []
    subject = who[0]
    to = f" to:@{subject.id}" if len(who) > 1 else ""
    by = f" by:@{subject.id}" if len(who) > 1 else ""
    if chance.random() < 0.45:
        gave = chance.random() < subject.leaning
        lines.append(
            f"- {'gave' if gave else 'got'} {chance.choice(GIFTS)}: {sentence(chance, 3, 8)}{to if gave else by}"
        )
    if chance.random() < 0.35:
        lines.append(f"- learned: {sentence(chance, 4, 9)}")
    if chance.random() < 0.22:
        due = day + timedelta(days=chance.randint(3, 30))
        done = due + timedelta(days=chance.choice((-2, -1, 0, 0, 1, 9)))
        fate = chance.random()
        if done <= LAST and fate < 0.94:
            lines.append(f"- [x] I'll {sentence(chance, 3, 6).lower()}{to} due:{due} done:{max(done, day)}")
        elif due > LAST - timedelta(days=60):
            lines.append(f"- [ ] I'll {sentence(chance, 3, 6).lower()}{to} due:{due}")
        else:
            lines.append(f'- [-] I\'ll {sentence(chance, 3, 6).lower()}{to} due:{due} why:"{chance.choice(WORDS)}"')
    if chance.random() < 0.1:
        lines.append(f"- told: {sentence(chance, 3, 8)}")
    text = prose(chance, [*who, *around])
    return "---\n" + "\n".join(head) + f"\n---\n{text}\n" + ("\n" + "\n".join(lines) + "\n" if lines else "")


def journal_files(
    contacts: int, meetings: int, years: int, seed: int, prose: Prose = short_prose
) -> Iterator[tuple[str, str]]:
    """The files of the journal, with their texts; the meetings nearest to today are kept if there would be more of them
    than asked for."""
    chance = random.Random(seed)
    orgs = max(6, contacts // 40)
    everybody = people(chance, contacts, years, orgs)
    days: list[tuple[date, Person]] = []
    while len(days) < meetings:
        # Too few meetings: everybody with a rhythm is met more often, and the life is told again.
        for person in everybody if days else ():
            person.gap = max(5, round(person.gap * 0.9 * len(days) / meetings)) if person.gap else 0
        days = [(day, person) for person in everybody for day in meeting_days(chance, person)]
    days = sorted(days, key=lambda each: (each[0], each[1].number))[-meetings:]
    yield "kith.toml", f'schema = 1\ntoday = "{LAST}"\n'
    yield "me.md", '---\nname: Mo Writer\norg: "[[org-0]]"\n---\n'
    for number in range(orgs):
        extra = f"functions: [{', '.join(FUNCTIONS[:5])}]\n" if number < 3 else ""
        yield f"orgs/org-{number}.md", f"---\nname: Org {number}\n{extra}---\n"
    for person in everybody:
        if person.has_file:
            yield f"contacts/{person.id}.md", contact_text(chance, person)
    for number, (day, person) in enumerate(days):
        who = [person]
        around = everybody[max(0, person.number - 40) : person.number]
        if chance.random() < 0.15:
            others = [each for each in around if each.has_file and each.in_touch(day)]
            who += chance.sample(others, min(len(others), chance.choice((1, 1, 2, 3, 7))))
        yield f"meetings/{day.year}/{day}-{number:06}.md", meeting_text(chance, day, who, around, prose)


def write_journal(folder: Path, contacts: int, meetings: int, years: int, seed: int) -> None:
    """Write the journal."""
    files = 0
    for path, text in journal_files(contacts, meetings, years, seed):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        files += 1
    print(f"{files - 1} notes in {folder}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write a journal of many years.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--contacts", type=int, default=2000)
    parser.add_argument("--meetings", type=int, default=10_000)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    write_journal(chosen.folder, chosen.contacts, chosen.meetings, chosen.years, chosen.seed)


if __name__ == "__main__":
    main()
