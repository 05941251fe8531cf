"""The journal that is measured: the generated life, of any number of notes, with meetings of about 1.1 KB."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lifetime import Person, journal_files, sentence

NOTES_A_YEAR = 1_200
MOST_YEARS = 60
SEED = 1


@dataclass(frozen=True, slots=True)
class Corpus:
    """The files of a journal by path. Two of them are edited: `meeting`, a late one with one contact, and `contact`,
    the file of whoever is met most. `who` is that contact's id."""

    files: dict[str, str]
    meeting: str
    contact: str
    who: str

    @property
    def notes(self) -> int:
        return sum(path.endswith(".md") for path in self.files)

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(len(text.encode()) for text in self.files.values())


def corpus(notes: int) -> Corpus:
    """A journal of about so many notes: one in six a contact (some have no file), the others meetings. A year has
    1,200, so that more notes are a longer life, up to sixty years. The same number gives the same bytes."""
    contacts = max(6, notes // 6)
    years = min(MOST_YEARS, max(1, round(notes / NOTES_A_YEAR)))
    files = dict(journal_files(contacts, notes - contacts, years, SEED, prose=long_prose))
    alone = [path for path in files if path.startswith("meetings/") and files[path].count("[[", 0, 200) == 1]
    mets: dict[str, int] = {}
    for path in files:
        if path.startswith("meetings/"):
            for who in _with(files[path]):
                mets[who] = mets.get(who, 0) + 1
    most = max((who for who in mets if f"contacts/{who}.md" in files), key=lambda who: (mets[who], who))
    return Corpus(files, max(alone), f"contacts/{most}.md", most)


def long_prose(chance: random.Random, company: Sequence[Person]) -> str:
    """Three paragraphs of about 280 characters each, with links to people, a web page, a stressed word, and now and
    then a quotation or a list."""
    known = [each for each in company if each.has_file]
    parts = []
    for number in range(3):
        said = [sentence(chance, 8, 16) for _ in range(3)]
        if known and chance.random() < 0.6:
            said.insert(1, f"So said [[{chance.choice(known).id}]], {sentence(chance, 3, 6).lower()}")
        if chance.random() < 0.2:
            said.append(
                f"See [the {sentence(chance, 2, 3).lower()[:-1]}](https://example.org/{chance.randint(1, 999)})."
            )
        if chance.random() < 0.3:
            said.append(f"It is *{sentence(chance, 1, 2).lower()[:-1]}* that counts.")
        parts.append(" ".join(said))
        if number == 1 and chance.random() < 0.15:
            parts.append(f"> {sentence(chance, 6, 12)}")
        if number == 1 and chance.random() < 0.15:
            parts.append("\n".join(f"- {sentence(chance, 3, 6)}" for _ in range(3)))
    return "\n\n".join(parts)


def write_files(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    """Write files below a folder."""
    made: set[Path] = set()
    for path, text in files:
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.write_text(text, encoding="utf-8")


def _with(text: str) -> list[str]:
    """The ids of the contacts with a file in a meeting's `with`."""
    line = next(line for line in text.split("\n") if line.startswith("with: "))
    return [part.partition("]]")[0] for part in line.split("[[")[1:]]
