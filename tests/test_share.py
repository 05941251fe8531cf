"""`--share`: what is private reaches no byte of a site for others."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from html import escape
from pathlib import Path
from textwrap import dedent
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands import SAMPLE, kith, tree_of, write_journal
from journal_of import database, put
from site_builder import pipeline
from site_builder.config import read_config
from site_builder.inventory import Inventory
from site_builder.output import OutputError
from site_builder.query import Database
from site_builder.session import Session
from site_builder.share import LeakError
from site_builder.share.leaks import LeakCheck, Secret, readings
from site_builder.share.phrases import words_of
from site_builder.share.sharing import Sharing
from site_builder.site.theme import Theme, theme_folder
from site_builder.text import decode_source, digest_of
from site_builder.workspace import Workspace, load_config

THEME = Theme(theme_folder())
DAY = date(2026, 11, 20)

ZORA = """\
---
name: Zora Quillfeather
aliases: [Zoralinchen]
private: true
---
The accordion lessons are hers.
"""


def cut(notes: Mapping[str, str], config: str = "", sharing: Sharing | None = None) -> dict[str, str]:
    """The notes as others may read them, by path."""
    sources = {path: decode_source(path, dedent(text).encode()) for path, text in notes.items()}
    inventory = Inventory(tuple(sorted(sources)))
    public, left = (sharing or Sharing()).shared(sources, inventory, read_config(config)[0], DAY)
    assert left.notes == tuple(sorted(public))
    return {path: source.text for path, source in public.items()}


def one(text: str, path: str = "meetings/2026-06-05-x.md") -> str:
    """The text of a note as others may read it, with Zora's private one beside it."""
    return cut({path: text, "contacts/zora-quillfeather.md": ZORA, "contacts/ada.md": "---\nname: Ada\n---\n"})[path]


def pages_of(notes: Mapping[str, str], db: Database | None = None) -> dict[str, bytes]:
    """All pages of the shared site of some notes, made in memory."""
    if db is None:
        db = database({})
    put(db, notes)
    db.set(pipeline.theme, "", THEME)
    db.set(pipeline.is_shared, "", True)
    return {which.path: pipeline.page(db, which) for which in pipeline.page_ids(db)}


def shared_journal(notes: Mapping[str, str]) -> pipeline.Asked:
    """The journal that is left of some notes."""
    return pipeline.Asked(database(cut(notes)))


def text_of(pages: Mapping[str, bytes]) -> str:
    """Names and contents of all pages, for what must not be there, in capitals or not."""
    return "\n".join(f"{path}\n{data.decode()}" for path, data in pages.items()).casefold()


# ---------------------------------------------------------------- what is cut


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("before\n::: private\nhush\n:::\nafter\n", "before\n\nafter\n"),
        ("before\n::: private\nhush\n", "before\n\n"),
        ("before\n::: secret word\nhush\n:::\nafter\n", "before\n\nafter\n"),
        ("- one\n  ::: private\n  - hush\n    more hush\n  :::\n- two\n", "- one\n\n- two\n"),
        ("- ::: private\n  hush\n  :::\n- two\n", "\n- two\n"),
        ("> quote\n> ::: private\n> hush\n> :::\n> end\n", "> quote\n\n> end\n"),
        ("::: private\na\n::: private\nhush\n:::\nhush\n:::\nafter\n", "\nafter\n"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n::: private\n| hush | 4 |\n:::\n", "| a | b |\n|---|---|\n| 1 | 2 |\n\n"),
        ("a <!-- hush --> b\n", "a   b\n"),
        ("<!-- hush --> b\n", "b\n"),
        ("- <!-- hush -->    got lead: b\n", "- got lead: b\n"),
        ("- a\n  %% hush %% b\n", "- a\n  b\n"),
        ("a\n\n<!-- hush\nhush -->     b\n", "a\n\n\nb\n"),
        ("- <!-- hush --> caution: hush\n- %% hush %% [ ] hush private:yes\n- b\n", "- b\n"),
        ("<!-- hush --> ::: private\nhush\n:::\nb\n", "\nb\n"),
        ("a\n<!-- hush\nhush -->\nb\n", "a\n\n\nb\n"),
        ("a %%hush%% b\n", "a   b\n"),
        ("- got inside: hush to:@ada\n- got lead: a to:@ada\n", "- got lead: a to:@ada\n"),
        ("- caution: hush\n  goes on\n\n  and on\n  - below\n- b\n", "- b\n"),
        ("- **Conflict:** hush\n- b\n- repaired:: hush\n", "- b\n"),
        ("- @ada caution: hush\n- b\n", "- b\n"),
        ("- [ ] caution: hush\n  - below\n- b\n", "- b\n"),
        ("> - caution: hush\n>   goes on\n> - b\n", "> - b\n"),
        ("- a\n- [ ] hush private:yes\n- prose hush private:yes\n- b [private:: yes]\n", "- a\n"),
        ("para hush\nprivate:yes\n\nnext\n", "\nnext\n"),
        ("# A\n## B private:yes\nhush\n### C\nhush\n## D\nd\n", "# A\n## D\nd\n"),
        ('- a\n- hush (private:yes)\n- hush **private:yes**\n- hush `private:yes`\n- hush private:"yes"\n', "- a\n"),
        ("- a\n- hush private:y\n- hush private:on\n- hush [private:yes]\n", "- a\n"),
        ("> hush\n> hush private:yes\n> hush\n>\n> b\n", ">\n> b\n"),
        ("> a\n\n> hush\nhush private:yes\nhush\n\nb\n", "> a\n\n\nb\n"),
        ("- caution:hush\n- cautoin: hush\n  - below\n- gave insde: hush\n- got inside – hush\n- b\n", "- b\n"),
        ("- caution： hush\n-\u00a0caution: hush\n\n- ⚠️ caution: hush\n- b\n", "\n- b\n"),
        ("- Ada, caution: hush\n- @ada: conflict: hush\n- Ada King: repaired: hush\n- b\n", "- b\n"),
        ("caution: hush\nhush\n\n• conflict: hush\n\nb\n", "\n\nb\n"),
        ("a\n```\nb\n\n::: private\nhush\n:::\n", "a\n```\nb\n\n\n"),
        ("a\n\n:: private\nhush\n::\nb\n", "a\n\nb\n"),
        ("a <!-- hush\n\nhush\n", "a \n"),
        ("a\n\n%%\nhush\n\nhush\n", "a\n\n\n"),
        ("`<!--` and 5 %% and \\<!-- stay\n\nb\n", "`<!--` and 5 %% and \\<!-- stay\n\nb\n"),
        ("- it is private: on Mondays\n- we go on, with caution: slowly\n", None),
        (
            "- caution is what we need\n- caution, she said: no\n",
            "- caution is what we need\n- caution, she said: no\n",
        ),
    ],
)
def test_what_is_private_is_cut_out_of_a_body(text: str, left: str | None) -> None:
    """Also where a slip makes it prose; without `left`, nothing is."""
    front = "---\ndate: 2026-06-05\nwith: Ada\n---\n"
    assert one(front + text) == front + (text if left is None else left)


@pytest.mark.parametrize(
    ("front", "left"),
    [
        (
            "name: Ada\nprivate:\n  phone: 12345\n  # hush\n  note: |\n    hush\n    hush\nmet: 2020\n",
            "name: Ada\nmet: 2020\n",
        ),
        ("name: Ada\nprivate: {phone: 12345}\n", "name: Ada\n"),
        ("name: Ada\nprivate: [phone, Company]\nphone: 12345\ncompany: Hush\nmet: 2020\n", "name: Ada\nmet: 2020\n"),
        ("name: Ada\nphone:\n- 123\n- 456\nprivate: {phone: yes}\n", "name: Ada\n"),
        ("name: Ada\nprivate: no\nmet: 2020\n", "name: Ada\nmet: 2020\n"),
    ],
)
def test_private_fields_are_cut_out_of_the_front_matter(front: str, left: str) -> None:
    assert one(f"---\n{front}---\nA.\n", "contacts/bo.md") == f"---\n{left}---\nA.\n"


@pytest.mark.parametrize(
    "front",
    [
        "private: true\n",
        "Private: Yes\n",
        "private: perhaps\n",
        '"private": true\n',
        "private: [\n",
        "- oops\n  x: [\nprivate: true\n",
        "x\n",
    ],
)
def test_a_note_that_is_or_may_be_private_is_left_out(front: str) -> None:
    assert cut({"contacts/bo.md": f"---\n{front}---\nA.\n"}) == {}


def test_what_a_cut_makes_a_private_line_is_cut_too() -> None:
    text = "```\n<!-- a -->\n```\n::: private\n~~~\n:::\n\n    - caution: hush\n\n~~~\n::: private\nhush\n"
    assert "hush" not in one(text, "notes/x.md")


@pytest.mark.parametrize("slip", ["privat: true", "Private = true", "private - true", "pirvate:\n  phone: 1"])
def test_a_slip_in_the_word_private_shows_nothing(slip: str) -> None:
    assert "contacts/bo.md" not in cut({"contacts/bo.md": f"---\nname: Bo\n{slip}\nwhy: hush\n---\nhush\n"})


def test_a_field_that_is_called_otherwise_is_private_too() -> None:
    words = '[words]\nvertraulich = "private"\n'
    notes = {"contacts/bo.md": "---\nname: Bo\nvertraulich: true\n---\nhush\n"}
    assert cut(notes, words) == {}
    notes = {"contacts/bo.md": "---\nname: Bo\nvertraulich:\n  phone: hush\n---\nb\n"}
    assert "hush" not in cut(notes, words)["contacts/bo.md"]


def test_a_note_without_anything_private_stays_as_it_is() -> None:
    notes = {"notes/x.md": "A.\r\n\r\n* b\n", "contacts/ada.md": "---\nname: Ada\n---\n"}
    sources = {path: decode_source(path, text.encode()) for path, text in notes.items()}
    public, _ = Sharing().shared(sources, Inventory(tuple(sorted(sources))), read_config("")[0], DAY)
    assert all(public[path] is sources[path] for path in notes)


# ---------------------------------------------------------------- someone


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("[[zora-quillfeather]] and [[Zora Quillfeather|her]]\n", "[[someone]] and [[someone]]\n"),
        ("[[contacts/zora-quillfeather#Top|x]] ![[zora-quillfeather]]\n", "[[someone]] someone\n"),
        ("[her](../contacts/zora-quillfeather.md) [x][1]\n\n[1]: ../contacts/zora-quillfeather.md\n", None),
        ("- [ ] @zora-quillfeather will come by:@Zoralinchen\n", "- [ ] [[someone]] will come by:[[someone]]\n"),
        ("- got lead: a to:@zora-quillfeather,@ada\n", "- got lead: a to:[[someone]],@ada\n"),
        ("![Zora Quillfeather](zora_quillfeather.png)\n", "![someone](someone.png)\n"),
        ("## Walk with ZORA QUILLFEATHER\n", "## Walk with someone\n"),
        ("Quillfeather-Lane is no Zora\n  Quillfeather. Zora\u0301  Quillfeather\n", None),
        ("`[[zora-quillfeather]]` Zoralinchen's zoralinchen\n", None),
        ("| [[zora-quillfeather\\|z]] | b |\n|---|---|\n", "| [[someone]] | b |\n|---|---|\n"),
        ("- intro: @ada -> @zora-quillfeather\n", "- intro: @ada -> [[someone]]\n"),
        ("- new: Zora Quillfeather | does: maps\n", "- new: someone | does: maps\n"),
    ],
)
def test_who_is_left_out_is_someone_elsewhere(text: str, left: str | None) -> None:
    found = one(text, "notes/x.md")
    assert found == left if left is not None else not re.search("(?i)zora[^l]*quill", found), found
    assert "Zoralinchen" not in found


def test_someone_in_the_front_matter() -> None:
    text = '---\ndate: 2026-06-05\nwith: {}\norg: "[[zora-quillfeather]]"\nmentor: "[[zora-quillfeather]]"\n---\n'
    for typed, left in (
        ('["[[zora-quillfeather]]", Ada]', '["someone", Ada]'),
        ("Zora Quillfeather, Ada", "someone, Ada"),
        ('"zoralinchen, Ada"', '"someone, Ada"'),
        ("[[zora-quillfeather]]", "someone"),
        ("[@zora-quillfeather]", "[someone]"),
    ):
        found = one(text.format(typed), "meetings/x.md")
        assert found == text.format(left).replace("[[zora-quillfeather]]", "someone"), found
    assert one('---\norg: "[[zora-quillfeather]]"\n---\n', "contacts/bo.md") == '---\norg: ""\n---\n'
    relations = "---\nrelations:\n  - manager: zoralinchen\n  - report: Ada\nintroduced_by: Zora Quillfeather\n---\n"
    assert one(relations, "contacts/bo.md") == relations.replace("zoralinchen", "someone").replace(
        "Zora Quillfeather", "someone"
    )


def test_a_part_of_a_name_where_the_note_speaks_of_that_person() -> None:
    assert one("[[zora-quillfeather]] came. Zora sang, as Quillfeather does.\n") == (
        "[[someone]] came. someone sang, as someone does.\n"
    )
    assert one("Zora is a book.\n") == "Zora is a book.\n"
    both = {
        "contacts/zora-quillfeather.md": ZORA,
        "contacts/zora-bell.md": "---\nname: Zora Bell\n---\n",
        "notes/x.md": "[[zora-quillfeather]] and [[zora-bell]]: Zora sang.\n",
    }
    assert cut(both)["notes/x.md"] == "[[someone]] and [[zora-bell]]: Zora sang.\n"


def test_names_that_are_words_or_other_peoples_too_stay_but_as_references() -> None:
    notes = {
        "contacts/will.md": "---\nname: Will\nprivate: true\n---\n",
        "contacts/ada-lovelace.md": "---\nname: Ada Lovelace\n---\n",
        "contacts/ada.md": "---\nname: Ada\nprivate: true\n---\n",
        "notes/x.md": "I will ask Will. Ada Lovelace and [[ada]] and [[will]]\n",
    }
    assert cut(notes)["notes/x.md"] == "I will ask someone. Ada Lovelace and [[someone]] and [[someone]]\n"


def test_a_meeting_called_after_someone_has_another_name_and_address() -> None:
    notes = {
        "contacts/zora-quillfeather.md": ZORA,
        "contacts/ada.md": "---\nname: Ada\n---\nSee [[2026-06-05-zora-tea]].\n",
        "meetings/2026-06-05-zora-tea.md": "---\nwith: [zora-quillfeather, Ada]\nkind: tea\n---\n",
        "meetings/2026-06-05-someone-tea.md": "---\nwith: Ada\n---\n",
        "meetings/Zora Quillfeather/2026-06-06.md": "---\nwith: zora-quillfeather\n---\n",
    }
    left = cut(notes)
    assert sorted(left) == [
        "contacts/ada.md",
        "meetings/2026-06-05-someone-tea-2.md",
        "meetings/2026-06-05-someone-tea.md",
        "meetings/someone/2026-06-06.md",
    ]
    assert "quillfeather" not in text_of(pages_of(left))


def test_a_meeting_with_someone_keeps_its_title_and_is_not_alone_with_the_other() -> None:
    notes = {
        "contacts/zora-quillfeather.md": ZORA,
        "contacts/ada.md": "---\nname: Ada\n---\n",
        "meetings/2026-06-05-a.md": "---\nwith: [zora-quillfeather, Ada]\nkind: coffee\n---\n",
        "meetings/2026-06-06-b.md": "---\nwith: zora-quillfeather\nkind: coffee\n---\n",
    }
    journal = shared_journal(notes)
    assert journal.people() == ("contacts/ada.md",), "someone is nobody's name"
    both, alone = (journal.resolved(path).interactions[0] for path in journal.paths("meeting"))
    assert (both.people, both.one_to_one(), both.counts(DAY)) == (("contacts/ada.md",), False, True)
    assert (alone.people, alone.counts(DAY)) == ((), False)
    pages = pages_of(cut(notes))
    assert b"<h1>Coffee with Ada and someone</h1>" in pages["meetings/2026-06-05-a.html"]
    assert b"<h1>Coffee with someone</h1>" in pages["meetings/2026-06-06-b.html"]
    assert not any("someone" in path for path in pages)


def test_no_line_about_someone_becomes_a_line_about_somebody_else() -> None:
    lines = """\
        - got lead: a to:@zora-quillfeather
        - gave link: b by:@zora-quillfeather
        - learned: Zora has twins
        - learned: [[zora-quillfeather]] has twins
        - [ ] Zora will send c
        - [ ] @zora-quillfeather to send d
        - [ ] I'll send e to:@zora-quillfeather
        - intro: @zora-quillfeather -> @ada
        - intro: @ada -> @zora-quillfeather
        - @zora-quillfeather said:
          - gave idea: below
        - caution: f to:@ada
        """
    notes = {
        "contacts/zora-quillfeather.md": ZORA,
        "contacts/ada.md": "---\nname: Ada\n---\n",
        "meetings/2026-06-05-a.md": "---\nwith: [zora-quillfeather, Ada]\n---\n" + dedent(lines) + "- told: g\n",
    }
    told = shared_journal(notes).resolved("meetings/2026-06-05-a.md").statements
    assert [(each.role, each.people, each.line.shown) for each in told] == [("told", ("contacts/ada.md",), "g")]


def test_an_events_met_list_and_dated_headings_with_someone() -> None:
    front = "---\ndate: 2026-06-05\nwent_with: [zora-quillfeather, Ada]\n---\n"
    event = front + "## Met\n- [[zora-quillfeather]] min:5\n  - gave idea: a\n- Ada\n"
    notes = {
        "contacts/zora-quillfeather.md": ZORA,
        "contacts/ada.md": "---\nname: Ada\n---\n## 2026-06-07 call with:@zora-quillfeather about it\n- learned: b\n",
        "events/fair.md": event,
    }
    journal = shared_journal(notes)
    found = [(each.source, each.people, each.unnamed) for each in journal.resolved("events/fair.md").interactions]
    assert found == [("company", ("contacts/ada.md",), True)]
    assert journal.resolved("events/fair.md").statements == ()
    call = journal.resolved("contacts/ada.md").interactions[0]
    assert (call.people, call.one_to_one(), call.title) == (("contacts/ada.md",), False, "it")


def test_notes_that_are_nobody_are_something() -> None:
    notes = {
        "meetings/2026-06-05-plot.md": "---\nprivate: true\nwith: Ada\n---\n",
        "events/ball.md": "---\nprivate: true\ndate: 2026-06-05\n---\n",
        "notes/x.md": "After [[2026-06-05-plot]] and [[ball|the ball]].\n",
        "meetings/2026-06-06.md": '---\nevent: "[[ball]]"\nwith: Ada\n---\n',
    }
    left = cut(notes)
    assert left["notes/x.md"] == "After something and something.\n"
    assert left["meetings/2026-06-06.md"] == '---\nevent: ""\nwith: Ada\n---\n'
    assert not shared_journal(notes).resolved("meetings/2026-06-06.md").interactions[0].event


def test_someone_is_a_word_of_every_journal() -> None:
    asked = pipeline.Asked(database({"meetings/2026-06-05.md": "---\nwith: [someone, Tom]\n---\n- learned: x\n"}))
    assert asked.people() == ("card:tom",)
    assert not [each for each in asked.all_reported() if not each.nudge]


def test_the_same_whoever_is_left_out() -> None:
    """Nothing tells one someone from another, or how many there are."""

    def pages(*people: str) -> dict[str, bytes]:
        notes = {
            f"contacts/{name}.md": f"---\nname: {name.title()} Vantongeren\nprivate: true\n---\n" for name in people
        }
        listed = ", ".join(people)
        notes["meetings/2026-06-05.md"] = f"---\nwith: [{listed}, Ada]\nkind: lunch\n---\nIt was [[{people[0]}]].\n"
        return pages_of(cut(notes))

    assert pages("zeno") == pages("abel") == pages("zeno", "abel") == pages("abel", "cleo", "zeno")


# ---------------------------------------------------------------- the check


PUBLIC = {
    "contacts/ada.md": "---\nname: Ada\n---\n- caution: she paints the harbour crane on:2026-01-01\n- a\n",
    "notes/x.md": "Good.\n",
}


def secrets(notes: Mapping[str, str]) -> set[str]:
    sharing = Sharing()
    cut(notes, sharing=sharing)
    return {secret.text for secret in sharing.secrets}


def test_what_are_secrets() -> None:
    found = secrets({**PUBLIC, "contacts/zora-quillfeather.md": ZORA})
    assert {"she paints the harbour crane", "Zora Quillfeather", "The accordion lessons are hers."} <= found


def test_what_is_also_public_is_no_secret() -> None:
    notes = {**PUBLIC, "notes/x.md": "I know: she paints the other crane.\n"}
    assert "she paints the harbour crane" in secrets(notes)
    notes["notes/x.md"] = "I know: She paints **the** harbour crane!\n"
    assert "she paints the harbour crane" not in secrets(notes)
    notes["notes/x.md"] = "::: private\nshe paints the harbour crane\n:::\n"
    assert "she paints the harbour crane" in secrets(notes), "twice private is not public"


def test_the_marks_of_a_private_block_are_no_secret() -> None:
    """`private` stands in the style sheet of every site."""
    sharing = Sharing()
    cut({"notes/x.md": ":::: private\nnot for the others\n::::\n\n- hush hush hush [private:: yes]\n"}, sharing=sharing)
    assert {secret.text for secret in sharing.secrets} >= {"not for the others"}
    assert not LeakCheck(sharing.secrets).leaks("kith.css", b".private { } .yes { } :::: private [private:: yes]")


def test_what_nobody_sees_hides_no_name_and_no_secret() -> None:
    assert "feather" not in one("---\ndate: 2026-06-05\n---\nZo\u00adra Quill\u2060feather\ufeff came.\n")
    check = LeakCheck([Secret("x.md", 1, "not for the others")])
    assert check.leaks("x.html", "No\u00adt for the oth\u200ders".encode())


def test_the_length_of_a_comment_is_private_too() -> None:
    texts = [f"a <!-- {word} --> b\n\nc %% {word} %%\n\n- <!-- {word}\n{word} -->\n" for word in ("no", "never said")]
    assert one(texts[0]) == one(texts[1])


def test_a_note_can_exempt_what_it_says() -> None:
    text = PUBLIC["contacts/ada.md"].replace("name: Ada", "name: Ada\nlint-ignore: [private-leak]")
    assert secrets({**PUBLIC, "contacts/ada.md": text}) == set()


@pytest.mark.parametrize(
    "write",
    [
        str,
        escape,
        quote,
        str.upper,
        json.dumps,
        lambda text: text.replace(" ", "-"),
        lambda text: text.replace("é", "e\u0301"),
        lambda text: text.replace("é", "e").lower(),
        lambda text: text.replace("é", "&#233;").replace("'", "&#39;"),
        lambda text: text.replace("the", "<em>the</em>").replace("a", "<b>a</b>"),
        lambda text: "<td>x</td><td>" + text.replace(" ", "\n  ") + "</td><td>y",
    ],
)
def test_a_secret_is_found_however_it_is_written(write) -> None:  # type: ignore[no-untyped-def]
    check = LeakCheck([Secret("notes/x.md", 3, "she won't say where the café & its cat are")])
    text = write("she won't say where the café & its cat are")
    assert check.leaks("a.html", f"<p>Before: {text}, after.</p>".encode())
    assert not check.leaks("a.html", b"<p>she won't say where</p><p>the cafe is.</p>")
    assert not check.leaks("a.html", f"<p>not{text.replace('she', 'she not', 1)}</p>".encode()) or "she" not in text


def test_a_secret_in_a_script_without_spaces() -> None:
    check = LeakCheck([Secret("notes/x.md", 1, "彼女は秋に会社を辞めるつもりだ")])
    assert check.leaks("a.html", "<p>昨日、彼女は秋に会社を辞めるつもりだと聞いた。</p>".encode())


def test_the_name_of_a_file_is_looked_at_too() -> None:
    assert LeakCheck([Secret("c.md", 1, "Zora Quillfeather")]).leaks("people/zora-quillfeather.html", b"")


def test_a_leak_is_told_and_nothing_is_published(tmp_path: Path) -> None:
    root, out = write_journal(tmp_path / "j", PUBLIC), tmp_path / "out"
    assert kith("build", "--share", "-j", root, "-o", out).exit_code == 0
    before = tree_of(out)
    theme = root / "theme"
    theme.mkdir()
    (theme / "note.html").write_text(
        "{% extends 'kith/note.html' %}{% block crumb %}She  paints <b>the</b> harbour crane{% endblock %}"
    )
    (root / "notes/x.md").write_text("Changed.\n")
    (root / "kith.toml").write_text('schema = 1\ntheme = "theme"\n')
    result = kith("build", "--share", "-j", root, "-o", out)
    assert result.exit_code == 1
    assert "contacts/ada.md:4:1: error: What is private here would show in notes/x.html" in result.output
    assert "[private-leak]" in result.output
    assert tree_of(out) == before, "the site of before stays"
    assert kith("build", "-j", root).exit_code == 0, "the owner's own site may show it"


def test_a_leak_that_is_mended_is_published(tmp_path: Path) -> None:
    root = write_journal(tmp_path / "j", {**PUBLIC, "notes/x.md": "[a](paper.txt)\n"})
    (root / "notes/paper.txt").write_text("A list: she paints the harbour crane.")
    session = Session(root, share=True, today=DAY, output=tmp_path / "out")
    session.refresh()
    with pytest.raises(LeakError):
        session.build()
    (root / "notes/paper.txt").write_text("A list: nothing.")
    session.refresh()
    session.build()
    assert list((tmp_path / "out/files").glob("*.txt"))


def test_a_file_that_was_found_sound_is_known_by_its_bytes() -> None:
    check = LeakCheck([Secret("c.md", 1, "Zora Quillfeather")])
    assert not check.leaks("a.html", b"nothing")
    check.remember("a.html", digest_of(b"nothing"))
    assert check.leaks("b.html", b"zora quillfeather")
    assert check.knows("a.html", digest_of(b"nothing"))
    assert not check.knows("a.html", digest_of(b"something"))
    assert not check.knows("b.html", digest_of(b"zora quillfeather"))


# ---------------------------------------------------------------- the folder


def test_a_shared_site_and_the_owners_never_share_a_folder(tmp_path: Path) -> None:
    root = write_journal(tmp_path / "j", PUBLIC)
    assert kith("build", "--share", "-j", root).exit_code == 0
    assert kith("build", "-j", root).exit_code == 0
    assert (root / "output-shared/index.html").is_file()
    assert (root / "output/index.html").is_file()
    for arguments in (("--share", "-o", root / "output"), ("-o", root / "output-shared")):
        before = tree_of(root)
        result = kith("build", "-j", root, *arguments)
        assert result.exit_code == 2
        assert "holds" in result.output
        assert tree_of(root) == before
    assert "output-shared" not in "".join(load_sources(root)), "its pages are no attachments of the journal"


@pytest.mark.parametrize(
    "slip",
    [
        'exclude = ["secret/**"',
        'excludes = ["secret/**"]',
        'exclude = ["secret/**"]\n[[[',
    ],
)
def test_settings_that_cannot_be_read_make_no_shared_site(tmp_path: Path, slip: str) -> None:
    """What they leave out would be in it."""
    notes = {"contacts/ada.md": "Nice.\n", "secret/diary.md": "The orchard key.\n"}
    root = write_journal(tmp_path / "j", notes, f"schema = 1\n{slip}\n")
    result = kith("build", "--share", "-j", root)
    assert result.exit_code == 2
    assert "so no shared site is made. Line " in result.output
    assert not (root / "output-shared").exists()
    assert kith("build", "-j", root).exit_code == 0
    write_journal(root, {}, 'schema = 1\nexclude = ["secret/**"]\n')
    assert kith("build", "--share", "-j", root).exit_code == 0
    assert not any(b"orchard" in data for data in tree_of(root / "output-shared").values())


def test_git_leaves_a_shared_site_alone_until_its_owner_says_otherwise(tmp_path: Path) -> None:
    root = write_journal(tmp_path / "j", PUBLIC)
    assert kith("build", "--share", "-j", root).exit_code == 0
    marks = root / "output-shared/.gitignore"
    reason, patterns = marks.read_text().split("\n*\n")
    assert "made private later" in reason and "built site is private" not in reason
    assert patterns == "!.gitignore\n"
    marks.write_text("")
    assert kith("build", "--share", "-j", root).exit_code == 0
    assert marks.read_text() == ""


def load_sources(root: Path) -> list[str]:
    inventory = Workspace(root, load_config(root)[0]).scan().inventory
    return [*inventory.notes, *(each.path for each in inventory.attachments)]


def test_a_folder_marked_by_nobody_is_refused(tmp_path: Path) -> None:
    root = write_journal(tmp_path / "j", PUBLIC)
    kith("build", "-j", root, "-o", tmp_path / "out")
    (tmp_path / "out/CACHEDIR.TAG").unlink()
    session = Session(root, share=True, output=tmp_path / "out")
    session.refresh()
    with pytest.raises(OutputError):
        session.build()


def test_what_is_for_the_owner_alone_is_not_shared(tmp_path: Path) -> None:
    settings = 'schema = 1\nedit-link = "vscode://file{path}:{line}"\n'
    broken = {**PUBLIC, "notes/x.md": "- got lead – x\n[[nowhere]]\n", "goals/g.md": "---\ndue: never\n---\n"}
    root = write_journal(tmp_path / "j", broken, settings)
    for options, there in (((), True), (("--share",), False)):
        assert kith("build", "-j", root, "-o", tmp_path / f"out{there}", *options).exit_code == 0
        tree = tree_of(tmp_path / f"out{there}")
        everything = b"\n".join(tree.values())
        assert (str(root).encode() in everything) is there
        assert ("health.html" in tree) is there
        assert (b"health.html" in everything) is there
        assert (b"Findings about this note" in everything) is there
        assert (b"What is private is left out" in everything) is not there


def test_attachments_of_private_places_are_not_copied(tmp_path: Path) -> None:
    notes = {
        "contacts/zora-quillfeather.md": ZORA + "![a](zora.png)\n",
        "notes/x.md": "::: private\n![b](hush.png)\n:::\n![c](loud.png)\n![Zora Quillfeather](zora-quillfeather.png)\n",
    }
    root = write_journal(tmp_path / "j", notes)
    for name in ("contacts/zora.png", "notes/hush.png", "notes/loud.png", "notes/zora-quillfeather.png"):
        (root / name).write_bytes(b"\x89PNG " + name.encode())
    assert kith("build", "--share", "-j", root, "-o", tmp_path / "out").exit_code == 0
    assert [path.name.split("-")[0] for path in (tmp_path / "out/files").iterdir()] == ["loud"]


def test_share_of_the_past_is_the_past_shared(tmp_path: Path) -> None:
    notes = {
        "contacts/zora-quillfeather.md": ZORA,
        "contacts/ada.md": "---\nname: Ada\n---\n- caution: hush on:2025-01-01\n- got lead: late on:2026-03-01\n"
        "- got lead: early on:2025-03-01\n",
    }
    root = write_journal(tmp_path / "j", notes)
    session = Session(root, share=True, as_of=date(2025, 6, 1), output=tmp_path / "out")
    session.refresh()
    assert pipeline.source(session.db, "contacts/ada.md").text.endswith("---\n- got lead: early on:2025-03-01\n")  # type: ignore[union-attr]
    assert session.build().written


# ---------------------------------------------------------------- the sample


def found_in(rows: list[str], value: str) -> int:
    return sum(row.count(value) for row in rows)


@pytest.mark.slow
def test_the_shared_sample_holds_nothing_private(tmp_path: Path) -> None:
    """Apart from the build's own check: each private line is found by hand in the notes, and looked for plainly."""
    session = Session(SAMPLE, share=True, output=tmp_path / "out")
    session.refresh()
    session.build()
    tree = tree_of(tmp_path / "out")
    readable = [" ".join(words) for path, data in tree.items() for words in readings(path.encode() + b"\n" + data)]
    notes = {path: path.read_text() for path in sorted(SAMPLE.rglob("*.md"))}
    line = r"^\s*- ((?:caution|conflict|repaired|gave inside|got inside):.*|.*private:yes)$"
    found = [match[1] for text in notes.values() for match in re.finditer(line, text, re.M)]
    found += [
        row
        for text in notes.values()
        for block in re.findall(r"^::: private\n(.*?)^:::$", text, re.M | re.S)
        for row in block.splitlines()
    ]
    found += [
        row
        for text in notes.values()
        for block in re.findall(r"^private:\n((?:  .*\n)+)", text, re.M)
        for row in block.splitlines()
    ]
    whole = [text for text in notes.values() if re.search(r"^private: true$", text, re.M)]
    found += [row.removeprefix("- ") for text in whole for row in text.partition("\n---\n")[2].splitlines()]
    values = [re.sub(r"^\s*(?:[\w ]+: )?|\s(?:private:yes|to:\S+)", "", row) for row in found]
    public = "\n".join(notes.values())
    values = [value for value in values if len(value) >= 12 and public.count(value) == found_in(found, value)]
    assert len(values) >= 60
    assert len(whole) >= 4
    for value in [*values, "Margit", "Vennegoor", "555 01 88"]:
        wanted = " ".join(words_of(value))
        assert not any(f" {wanted} " in f" {text} " for text in readable), value
    assert len(session._sharing.secrets) >= 100  # type: ignore[union-attr]
    assert "meetings/2026-09-16-someone-tamsin-soup.html" in tree
    assert b"Lunch with Tamsin Okoro-Blythe and someone" in tree["meetings/2026-09-16-someone-tamsin-soup.html"]
    report = session.build()
    assert (report.written, report.removed) == ((), ())


# ---------------------------------------------------------------- properties

TOKENS = st.integers(10**6, 10**7 - 1).map(lambda number: f"hush{number}hush{number}")
MANNERS = (
    "- caution: {0}",
    "- gave inside: {0} on:2026-01-01",
    "  - got inside: {0} on:2026-01-01\n    {1}",
    "- conflict: {0} to:@ada\n  - {1}",
    "- repaired: {0}",
    "- learned: {0} private:yes",
    "- {0} `{1}` private:yes",
    "::: private\n{0}\n\n- got lead: {1}\n:::",
    "- open\n  ::: private\n  {0}\n  ::: private\n  {1}\n  :::\n  :::",
    "> ::: private\n> {0}\n> :::",
    "## Heading {0} private:yes\n{1}",
    "<!-- {0} -->",
    "a %%{0}%% b",
    "::: hidden\n[{0}](https://example.org/{1})\n:::",
    "> - caution: {0}\n> {1}",
    "::: private\n| {0} | b |\n|---|---|\n| {1} | c |\n:::",
)
REFERENCES = (
    "[[{id}]]",
    "[[{id}|her]] there",
    "[[{name}]]",
    "- @{id} came",
    "- got lead: x to:@{id}",
    "- [ ] {name} will write",
    "# About {name}",
    "![{name}]({id}.png)",
    "[x](../contacts/{id}.md)",
    "| {name} | [[{id}]] |\n|---|---|",
    "- intro: @ada -> [[{id}]]",
    "- new: {name} | does: it",
    "{name} is mentioned",
)


@st.composite
def journals(draw: st.DrawFn) -> tuple[dict[str, str], list[str], list[str]]:
    """Notes, what in them is private, and what is public."""
    hidden, shown = [], []
    people = []
    for _ in range(draw(st.integers(0, 2))):
        word = draw(st.integers(10**5, 10**6 - 1))
        people.append((f"zq{word}-vw{word}", f"Zq{word} Vw{word}"))
        hidden += [f"zq{word}", f"vw{word}"]
    notes = {}
    for key, name in people:
        secret = draw(TOKENS)
        hidden.append(secret)
        notes[f"contacts/{key}.md"] = f"---\nname: {name}\nprivate: true\nwhy: {secret}\n---\n{secret}\n"
    for path in ("contacts/ada.md", "meetings/2026-06-05-ada.md", "events/fair.md", "notes/x.md", "orgs/acme.md"):
        front, body = ["title: x"], []
        if path.startswith(("meetings", "events")):
            front.append("date: 2026-06-05")
        who = draw(st.sampled_from(people)) if people else None
        if who and draw(st.booleans()):
            field = {"meetings": "with", "events": "went_with", "contacts": "introduced_by"}.get(path.split("/")[0])
            front += [f"{field}: {draw(st.sampled_from(who))}"] if field else [f'mentor: "[[{who[0]}]]"']
        if draw(st.booleans()):
            secret = draw(TOKENS)
            hidden.append(secret)
            front.append(f"private:\n  phone: {secret}")
        for _ in range(draw(st.integers(0, 4))):
            kind = draw(st.sampled_from(("private", "public", "reference")))
            if kind == "private":
                one, two = draw(TOKENS), draw(TOKENS)
                hidden += [one, two]
                body.append(draw(st.sampled_from(MANNERS)).format(one, two))
            elif kind == "public":
                token = draw(TOKENS).replace("hush", "loud")
                shown.append(token)
                # The paragraph that ends what came before stands for everything private below a heading.
                body.append(f"# Next\n\n{token}")
            elif who:
                body.append(draw(st.sampled_from(REFERENCES)).format(id=who[0], name=who[1]))
        notes[path] = "---\n" + "\n".join(front) + "\n---\n" + "\n\n".join(body) + "\n"
    return notes, hidden, shown


def trimmed(notes: Mapping[str, str]) -> dict[str, list[str]]:
    return {path: [line.rstrip() for line in text.rstrip().splitlines()] for path, text in notes.items()}


@pytest.mark.slow
@given(made=journals(), more=journals())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_private_token_is_in_any_byte_and_all_public_ones_are(
    made: tuple[dict[str, str], list[str], list[str]], more: tuple[dict[str, str], list[str], list[str]]
) -> None:
    sharing, db = Sharing(), database({})
    for notes, hidden, shown in (made, more, made):
        left = cut(notes, sharing=sharing)
        assert trimmed(cut(left)) == trimmed(left), "what is left has nothing private in it"
        pages = pages_of(left, db)
        text = text_of(pages)
        for token in hidden:
            assert token not in text, token
        for token in shown:
            assert token in text, token
        assert not [leak for path, data in pages.items() for leak in sharing._check.leaks(path, data)]
        assert pages == pages_of(cut(notes)), "incremental is clean"
