"""Where the notes name somebody in plain words."""

from __future__ import annotations

from journal_of import journal
from site_builder.relations.mentions import Mention, unlinked_mentions

WANTED = "contacts/beatriz.md"


def test_names_without_a_link_are_found_once_a_note() -> None:
    asked = journal(
        {
            WANTED: "---\nname: Beatriz Pombo\naliases: [Bea, Beatriz]\nstatus: wanted\n---\nBeatriz Pombo herself.\n",
            "meetings/2026-06-05-a.md": "---\nwith: Cy\n---\nWords. He knows BEATRIZ POMBO well.\n\n- Beatriz sings\n",
            "meetings/2026-06-06-b.md": "---\nwith: Cy\n---\nWords.\n\n- he spoke of Beatriz\n",
            "meetings/2026-06-07-linked.md": "---\nwith: Cy\n---\nOf [[beatriz]], Beatriz Pombo.\n",
            "meetings/2026-06-08-there.md": "---\nwith: beatriz\n---\nBeatriz Pombo at last.\n",
            "meetings/2026-06-09-other.md": "---\nwith: Cy\n---\nBeatrizia is a town; Bea is a short name.\n",
        }
    )
    assert unlinked_mentions(asked, WANTED) == (
        Mention("meetings/2026-06-05-a.md", "Words. He knows BEATRIZ POMBO well."),
        Mention("meetings/2026-06-06-b.md", "he spoke of Beatriz"),
    )


def test_a_name_that_is_a_pattern_is_a_name() -> None:
    asked = journal({WANTED: '---\nname: "A.*(b) [c]"\n---\n', "notes/n.md": "Axxb c\n\nAlso A.*(b) [c] here.\n"})
    assert [each.text for each in unlinked_mentions(asked, WANTED)] == ["Also A.*(b) [c] here."]
