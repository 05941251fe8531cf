"""Prose that only looks like the grammar: it means nothing to Kith, and nothing is said about it."""

from __future__ import annotations

import pytest

from journal_of import facts, journal

PEOPLE = {
    "contacts/ada-lovelace.md": "---\nname: Ada Lovelace\naliases: [Ada]\nmet: 2020-01-01\n---\n",
    "contacts/bo.md": "---\nname: Bo\nmet: 2020-01-01\n---\n",
}
LINES = """\
at 10:30 we met, at 12:15 we parted
train: 18:04 from platform 3
note: she takes sugar
to do: nothing
https://example.org/due:2026-06-12/to:me
see http://example.org/?by:@bo&size:M
ratio 3:1, then 2:1, by:train
Ada: said that it rains
Bo: no, it does not
**Ada Lovelace**: the engine
summary: a good hour
decision: wait until autumn
pros: it is cheap
cons: it is slow
who: everybody
when: soon
where: Delft
wine: Barolo
text: her about Friday
task: none
tasks: none either
got it
got it: she is not interested
got here by:train
gave up
gave her the book back
gave a talk: it was good
Got positive feedback from the committee
gave notes, ideas: everything I had
got the lead - at last
got tie: 3 to 3
got ink: two bottles
asking price: 300
ask Ada about Turin
asks: too many
telling: nothing
learned a lot
learning: slow
earned: fifty guilders
questions: see below
wanted: a reviewer
next week: Turin
next to: the river
said nothing
saying: less is more
winner: Bo
winter: cold
conflicts: none
repairs: the roof
thanks: to everybody
introduction: a page
intro: happy to help with it
intro music: Bach
hope: she recovers soon
hoping: for rain
news: of the fair
newton: an apple
follow her: @ada_l on X
mail to ada@example.org
the report is due: 2026-06-12
due in June
done and dusted
moved to Lisbon
size:42 shoes
min:ten
[1] a footnote
[x](https://example.org) marks the spot
[link]: nowhere
(a) first, (b) second
5 - 3 - 2, a formation
a -> b -> c
1:1 with nobody
`gave link: the code`
`- [ ] not a task due:2026-06-12`
~~gave link: struck~~
"got lead: so she said"
“learned: as they say”
#tag and #another/tag
C# and F#: languages
{curly: braces}
50 % of 3 | 4 of 5
:-) and :: and :
--- a dash of it
2026-06-12: a day ahead
2026-06-04 was a Thursday
@nobody said so
e.g.: this, i.e.: that
""".splitlines()
BLOCKS = """\
> - [ ] I'll send the table due:2026-06-12
> - gave link: the paper
> gave link: the paper

> [!note] Plan
> - got lead: Turin

| gave | got |
| --- | --- |
| gave link: x | [ ] due:2026-06-12 |

```
- [ ] I'll send the table due:2026-06-12
- gave link: the paper
```

    - gave link: indented code

<!-- - gave link: the paper -->
%% - [ ] I'll send the table %%

She gave help: her own. I got lead: poisoning, he said. Due 2026-06-12, they say; learned: nothing.
"""
HEADINGS = "## Ada: what she gave\n\n## Plan B\n\n## 10:30 coffee\n\n## Got: nothing\n\n## Due 2026-06-12\n"


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("path", ["meetings/2026-06-04-coffee.md", "notes/reading.md"])
def test_a_line_that_only_looks_like_the_grammar(line: str, path: str) -> None:
    """In a list and in a paragraph alike."""
    front = "---\nwith: [Ada]\n---\n" if path.startswith("meetings") else ""
    for text in (f"- {line}\n", f"{line}\n", f"* {line}\n  - {line}\n"):
        asked = journal({**PEOPLE, path: front + text}, "2026-06-05")
        assert facts(asked) == []
        statements = asked.resolved(path).statements
        assert [(each.role, each.line.kind) for each in statements if each.line.kind != "prose"] == []


@pytest.mark.parametrize("body", [BLOCKS, HEADINGS])
def test_blocks_and_headings_that_only_look_like_the_grammar(body: str) -> None:
    path = "meetings/2026-06-04-coffee.md"
    asked = journal({**PEOPLE, path: "---\nwith: [Ada]\n---\n" + body}, "2026-06-05")
    assert facts(asked) == []
    assert [each for each in asked.resolved(path).statements if each.line.kind != "prose"] == []


def test_all_of_it_in_one_note() -> None:
    """One page of it, and not a word from Kith but what the meeting itself has to say."""
    path = "meetings/2026-06-04-coffee.md"
    text = "---\nwith: [Ada]\n---\n" + "".join(f"- {line}\n" for line in LINES) + "\n" + BLOCKS + HEADINGS
    asked = journal({**PEOPLE, path: text}, "2026-06-05")
    assert len(LINES) > 60
    assert facts(asked) == []
    assert {line.kind for line in asked.entry(path).lines} == {"prose"}
    assert len(asked.resolved(path).interactions) == 1
