"""Search without a browser: how texts fold, how a question is read, what answers it, what a change rewrites."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from http.client import HTTPConnection
from pathlib import Path

import pytest

from commands import kith, tree_of, write_journal
from journal_of import database, journal, put
from site_builder import pipeline
from site_builder.cli.search import all_records, people_called
from site_builder.serve import SiteServer
from site_builder.session import Session
from site_builder.site.addresses import search_address
from site_builder.site.search.answer import answer, cut, excerpt, marks_in, remarks_on
from site_builder.site.search.asking import Remark, Term, nearest, parse_question
from site_builder.site.search.files import segment_of
from site_builder.site.search.folding import find_word, fold
from site_builder.site.search.names import tags_named
from site_builder.site.search.records import Record, plain_lines, records_of

FOLDED = (
    ("Ada", "ada"),
    ("café CAFE\u0301", "cafe cafe"),
    ("Straße STRASSE", "strasse strasse"),
    ("Ångström", "angstrom"),
    ("ﬁne", "fine"),
    ("İstanbul ISTANBUL ıstanbul", "istanbul istanbul istanbul"),
    ("ΟΔΥΣΣΕΥΣ Ὀδυσσεύς", "οδυσσευσ οδυσσευσ"),
    ("Łódź, Søren, Æthelred", "lodz, soren, aethelred"),
    ("東京 ﾄｳｷｮｳ", "東京 トウキョウ"),
    ("がんばる", "がんばる"),
    ("한국", "한국"),
    ("हिन्दी", "हिन्दी"),
    ("❤️ 👩‍🔬", "❤ 👩🔬"),
    ("co\u00adoperate", "cooperate"),
    ("Bo’s “view” – now", 'bo\'s "view" - now'),
    ("Йод", "иод"),
)


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_what_compares_as_one(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "word", "at"),
    [
        ("the paper", "pap", 4),
        ("newspaper", "paper", -1),
        ("newspaper, paper", "paper", 11),
        ("o'brien", "brien", 2),
        ("ada@example.org", "example", 4),
        ("c++ and go", "c++", 0),
        ("a++b", "++", 1),
        ("我去東京了", "東京", 2),
        ("yes🎉party", "🎉", 3),
        ("yes🎉party", "party", 4),
        ("𝒳day", "day", -1),
    ],
)
def test_a_word_is_found_where_one_begins(text: str, word: str, at: int) -> None:
    assert find_word(text, word) == at


def test_a_closed_phrase_ends_where_a_word_ends() -> None:
    assert find_word("the papers", "the paper", 0, True) == -1
    assert find_word("the paper.", "the paper", 0, True) == 0


def text_of(question: str) -> list[str]:
    return [f"{'-' if each.excluded else ''}{each.kind}={each.value}" for each in parse_question(question).terms]


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("", []),
        ("  -  ", []),
        ("Turin hiring", ["text=turin", "text=hiring"]),
        ('"Loop  Notation" x', ["text=loop notation", "text=x"]),
        ("“loop notation”", ["text=loop notation"]),
        ('"loop nota', ["text=loop nota"]),
        ("-draft", ["-text=draft"]),
        ('-"a draft"', ["-text=a draft"]),
        ("person:Ada-Lovelace", ["person=ada lovelace"]),
        ('person:"Ada Lovelace"', ["person=ada lovelace"]),
        ("PERSON:@ada", ["person=ada"]),
        ("-person:ada", ["-person=ada"]),
        ("person:", []),
        ("tag:#Work/x", ["tag=work/x"]),
        ("tag:deep_Work", ["tag=deep work"]),
        ("type:people", ["type=people"]),
        ("after:2026-02 before:2026", ["after=2026-02-01", "before=2026-01-01"]),
        ("after:2026-02-30", []),
        ("foo:bar", ["text=foo:bar"]),
        ("https://example.org", ["text=https://example.org"]),
        ("12:30 x,", ["text=12:30", "text=x"]),
        ("-", []),
        ("a-b", ["text=a-b"]),
    ],
)
def test_how_a_question_is_read(question: str, terms: list[str]) -> None:
    assert text_of(question) == terms


def test_a_phrase_is_whole_once_it_is_closed() -> None:
    assert parse_question('"a b"').terms == (Term("text", "a b", '"a b"', whole=True),)
    assert parse_question('"a b').terms == (Term("text", "a b", '"a b'),)


def test_what_is_no_filter_is_said() -> None:
    (remark,) = parse_question("persn:ada").remarks
    assert (remark.typed, remark.instead) == ("persn:ada", "person:ada")
    assert remark.text.startswith("persn: is no filter, so it is searched as text.")
    (remark,) = parse_question("after:june").remarks
    assert remark == Remark("june is no date. Write after:2026, after:2026-06 or after:2026-06-05.", "after:june")
    assert parse_question("https://x.org").remarks == ()


def test_the_nearest_word() -> None:
    assert nearest("persno", ("tag", "person")) == "person"
    assert nearest("xylophone", ("tag", "person")) == ""
    assert nearest("adda", ("bo", "ada", "add")) == "ada"
    assert nearest("be", ("bo",)) == "bo"
    assert nearest("x", ("b", "bo")) == ""


NOTES = {
    "contacts/ada.md": """\
        ---
        name: Ada Lovelace
        aliases: [Countess]
        role: Programmer
        tags: [maths]
        org: "[[engines]]"
        side: personal
        ---
        Likes loops. See [[bo]].

        ## 2026-03-04 call
        About the Bernoulli numbers, with @bo.
        """,
    "contacts/bo.md": "---\nname: Bo Ek\n---\nKnows [[ada]].\n",
    "orgs/engines.md": "---\nname: Analytical Engines\n---\n",
    "notes/loops.md": "# Loops\n\nLovelace wrote of them.\nAnd of | more\n",
    "meetings/2026-05-01-a.md": "---\nwith: [Ada Lovelace, Tom]\n---\nCoffee, and *lo*ops in the\ngarden of Turin.\n",
    "meetings/2026-06-01-b.md": "---\nwith: [Bo Ek]\ntags: [work/plans]\n---\nNo loops. ::: x\n\n- gave idea: knots\n",
    "me.md": "---\nname: Mo\n---\n",
}


def found(question: str, notes: Mapping[str, str] = NOTES) -> list[str]:
    asked = journal(notes, "2026-07-01")
    answered = answer(parse_question(question), all_records(asked), people_called(asked))
    return [each.href.removesuffix(".html").replace(".html#", "#") for each in answered]


@pytest.mark.parametrize(
    ("question", "pages"),
    [
        ("bernoulli", ["people/ada#2026-03-04-call"]),
        ("tom", ["people/tom", "meetings/2026-05-01-a"]),
        ("loops", ["notes/loops", "meetings/2026-06-01-b", "meetings/2026-05-01-a", "people/ada"]),
        ("loops -turin", ["notes/loops", "meetings/2026-06-01-b", "people/ada"]),
        ("lovelace", ["people/ada", "meetings/2026-05-01-a", "people/ada#2026-03-04-call", "notes/loops", "people/bo"]),
        ('"the garden of turin"', ["meetings/2026-05-01-a"]),
        ('"garden of tur"', []),
        ("countess", ["people/ada"]),
        ("person:countess bernoulli", ["people/ada#2026-03-04-call"]),
        ("person:tom", ["meetings/2026-05-01-a", "people/tom"]),
        ("person:love type:meeting", ["meetings/2026-05-01-a", "people/ada#2026-03-04-call"]),
        ("-person:ada type:meeting", ["meetings/2026-06-01-b"]),
        ("tag:work", ["meetings/2026-06-01-b"]),
        ("tag:wor", []),
        ("maths", ["people/ada"]),
        ("type:person", ["people/ada", "people/bo", "people/tom"]),
        ("after:2026-05-01 before:2026-06-01", ["meetings/2026-05-01-a"]),
        ("before:2026-04 type:meeting", ["people/ada#2026-03-04-call"]),
        ("-after:2026", ["me", "notes/loops", "orgs/engines", "people/ada", "people/bo", "people/tom"]),
        ("personal", []),
        ("programmer engines", ["people/ada"]),
        ("lovelace loops", ["people/ada", "meetings/2026-05-01-a", "notes/loops"]),
        ("", []),
    ],
)
def test_what_answers_and_in_which_order(question: str, pages: list[str]) -> None:
    assert found(question) == pages


def test_a_record_holds_what_one_reads() -> None:
    asked = journal(NOTES, "2026-07-01")
    whole, section = records_of(asked, "contacts/ada.md")
    assert whole.text == "Likes loops. See Bo Ek.\norg: Analytical Engines\nrole: Programmer"
    assert section.text == "2026-03-04 call\nAbout the Bernoulli numbers, with @bo."
    assert (section.day, section.people, section.present) == ("2026-03-04", ("ada",), 1)
    meeting = records_of(asked, "meetings/2026-05-01-a.md")[0]
    assert meeting.people == ("ada", "tom")
    assert meeting.text == "Coffee, and loops in the garden of Turin.\nwith: Ada Lovelace · Tom"


def test_the_text_of_html() -> None:
    html = "<p>a\nb <em>c</em>&lt;i&gt;</p>\n<ul>\n<li>d<br>\ne</li></ul><table><tr><td>f</td><td>g</td></tr></table>"
    assert plain_lines(html) == "a b c<i>\nd\ne\nf g"


def test_a_line_around_its_marks() -> None:
    line = "x " * 100 + "the needle stands here " + "y " * 200
    marks, count = marks_in(parse_question("needle").terms, line)
    shown = cut(line, marks)
    assert count == 1
    assert [shown.text[start:end] for start, end in shown.marks] == ["needle"]
    assert shown.text.startswith("… x") and shown.text.endswith("y …") and len(shown.text) < 210


def test_marks_stand_where_the_letters_do() -> None:
    asked = parse_question("strasse cafe e")
    part = excerpt(asked, record("", "nothing\nDie Straße zum Cafe\u0301 e️s"))
    assert [part.text[start:end] for start, end in part.marks] == ["Straße", "Cafe\u0301", "e️"]


def record(title: str, text: str) -> Record:
    return Record("n.md", "n.html", "meeting", title, text=text)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("ada", "We sailed."),
        ("ada lunch", "We sailed."),
        ("ada turin", "Turin is far."),
        ("turin", "Turin is far."),
        ("turin person:ada", "Turin is far."),
        ("turin knows", "Ada knows Turin."),
    ],
)
def test_a_line_says_what_the_title_does_not(question: str, line: str) -> None:
    told = record("Lunch with Ada", "We sailed.\nTurin is far.\nAda knows Turin.\nwith: Ada")
    assert excerpt(parse_question(question), told).text == line


def test_a_dated_heading_says_nothing_that_title_and_day_do_not() -> None:
    told = Record(
        "n.md", "n.html#s", "meeting", "Call with Ada", day="2026-06-05", text="2026-06-05 call min:30\nRain."
    )
    assert excerpt(parse_question("ada"), told).text == "Rain."
    assert excerpt(parse_question("ada min:30"), told).text == "2026-06-05 call min:30"


def test_what_is_said_where_nothing_is_found() -> None:
    asked = journal(NOTES)
    people, tags = people_called(asked), tags_named(asked)

    def said(question: str) -> list[tuple[str, str]]:
        return [(each.text, each.instead) for each in remarks_on(parse_question(question), False, people, tags)]

    assert said("lovelase") == [("Nothing says “lovelase”.", "lovelace")]
    assert said("person:lovlace") == [("Nobody is called “lovlace”.", "person:lovelace")]
    assert said('-person:"bo ec"') == [("Nobody is called “bo ec”.", '-person:"bo ek"')]
    assert said("tag:math") == [("No note has the tag “math”.", "tag:maths")]
    assert said("type:meting")[0][1] == "type:meeting"


# ---------------------------------------------------------------- the data


def session_of(root: Path, notes: Mapping[str, str | bytes]) -> Session:
    return Session(write_journal(root, notes), date(2026, 7, 1))


def test_a_changed_note_rewrites_its_page_and_one_segment(tmp_path: Path) -> None:
    session = session_of(tmp_path, NOTES)
    session.refresh()
    session.build()
    folder = pipeline.search_folder(session.db)
    for path, pages in (
        ("meetings/2026-05-01-a.md", {f"{folder}/2026-05.js", "meetings/2026-05-01-a.html"}),
        ("notes/loops.md", {f"{folder}/{segment_of('notes/loops.md')}.js", "notes/loops.html"}),
    ):
        place = tmp_path / path
        place.write_text(place.read_text().rstrip("\n") + "\n\n> A quote, which no other page shows.\n")
        session.refresh()
        assert set(session.build().written) == pages


def test_a_month_that_comes_and_goes_is_listed(tmp_path: Path) -> None:
    session = session_of(tmp_path, NOTES)
    session.refresh()
    session.build()
    folder = pipeline.search_folder(session.db)
    note = tmp_path / "meetings/2026-04-01-c.md"
    note.write_text("---\nwith: [Bo Ek]\n---\nTea.\n")
    session.refresh()
    written = session.build().written
    assert {f"{folder}/2026-04.js", f"{folder}/segments.js"} <= set(written)
    assert f"{folder}/2026-05.js" not in written
    note.unlink()
    session.refresh()
    assert f"{folder}/2026-04.js" in session.build().removed


def test_the_index_of_names_changes_with_what_it_shows_only() -> None:
    db = database(NOTES, "2026-07-01")
    before = pipeline.search_file(db, "names")
    put(db, {**NOTES, "meetings/2026-05-01-a.md": NOTES["meetings/2026-05-01-a.md"] + "\nMore.\n"})
    db.ran = []
    assert db.digest(pipeline.search_file, "names")
    assert ("search_file", ("names",)) not in db.ran
    db.set(pipeline.today, "", date(2026, 7, 2))
    assert pipeline.search_file(db, "names") == before
    put(db, {**NOTES, "meetings/2026-06-28-c.md": "---\nwith: [Ada Lovelace]\n---\n"})
    assert b"28 June 2026" in pipeline.search_file(db, "names")


def data_of(db: object, name: str) -> object:
    """What a script hands over, read as `search.js` does."""
    script = pipeline.search_file(db, name).decode()  # type: ignore[arg-type]
    called, text = json.loads("[" + script.removeprefix("kithData(").removesuffix(");\n") + "]")
    assert called == name
    return json.loads(text)


def test_a_script_holds_data_and_nothing_else() -> None:
    hostile = "</script><img src=x onerror=alert(1)>\u2028\u2029<!--"
    db = database({"contacts/x.md": f'---\nname: "{hostile}"\ntags: ["{hostile}"]\n---\n`{hostile}`\n'})
    for name in pipeline.search_files(db):
        script = pipeline.search_file(db, name).decode()
        assert not set(script) & {"<", "\u2028", "\u2029"}
        assert script.count("\n") == 1
        assert "\\n" not in script
    (record,) = data_of(db, segment_of("contacts/x.md"))  # type: ignore[misc]
    assert record[2].startswith("</script><img src=x onerror=alert(1)>")


def test_the_folder_is_the_keys_and_does_not_tell_it() -> None:
    one, other = search_address("a" * 32), search_address("b" * 32)
    assert one != other
    assert one == search_address("a" * 32)
    assert "aaa" not in one and len(one) == len("search-") + 32


def test_every_build_has_the_folder_of_its_journal(tmp_path: Path) -> None:
    session = session_of(tmp_path, NOTES)
    session.refresh()
    session.build()
    folder = pipeline.search_folder(session.db)
    key = (tmp_path / ".kith/key").read_text().strip()
    assert folder == search_address(key)
    site = tree_of(session.folder)
    # Scripts can be loaded by whoever guesses their path: none may tell where the data are.
    assert not [path for path, data in site.items() if path.endswith((".js", ".css")) and folder.encode() in data]
    assert not [path for path, data in site.items() if key.encode() in data]
    again = Session(tmp_path, date(2026, 7, 1))
    again.refresh()
    assert again.build().written == ()


def test_the_server_gives_the_data_to_its_own_pages_only(tmp_path: Path) -> None:
    session = session_of(tmp_path, NOTES)
    session.refresh()
    session.build()
    path = f"{pipeline.search_folder(session.db)}/names.js"
    names = frozenset({path, "index.html"})
    with closing(SiteServer(session.folder, lambda: names, 0)) as server:
        server.start()

        def status(**headers: str) -> tuple[int, str | None]:
            with closing(HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
                connection.request("GET", f"/{path}", headers={key.replace("_", "-"): headers[key] for key in headers})
                given = connection.getresponse()
                return given.status, given.headers["Cross-Origin-Resource-Policy"]

        assert status(Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="no-cors") == (200, "same-origin")
        assert status(Sec_Fetch_Site="same-site", Sec_Fetch_Mode="no-cors")[0] == 403
        assert status(Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")[0] == 403
        assert status(Origin="http://127.0.0.1:1")[0] == 403
        assert status(Host="kith.example")[0] == 421


def test_private_words_are_found_by_their_owner_alone() -> None:
    notes = {"contacts/ada.md": "---\nname: Ada\n---\n::: private\nsecretive\n:::\n"}
    assert found("secretive", notes) == ["people/ada"]


# ---------------------------------------------------------------- the command


def test_the_command_tells_place_and_words(tmp_path: Path) -> None:
    write_journal(tmp_path, NOTES)
    result = kith("search", "loops", "garden of", "--journal", tmp_path, "--today", "2026-07-01")
    assert result.exit_code == 0
    assert result.stdout == (
        "meetings/2026-05-01-a.md:5: Meeting with Ada Lovelace and Tom · 2026-05-01 · "
        "Coffee, and loops in the garden of Turin.\n"
    )
    assert not (tmp_path / "output").exists()


def test_the_command_tells_the_line_of_a_section(tmp_path: Path) -> None:
    write_journal(tmp_path, NOTES)
    assert kith("search", "call", "-j", tmp_path).stdout.startswith("contacts/ada.md:11: Call with Ada Lovelace")
    assert kith("search", "bernoulli", "-j", tmp_path).stdout.startswith("contacts/ada.md:12: ")


def test_the_command_shows_so_many(tmp_path: Path) -> None:
    write_journal(tmp_path, NOTES)
    assert kith("search", "loops", "-n", "1", "-j", tmp_path).stdout.splitlines()[1:] == ["and 3 more"]
    assert len(json.loads(kith("search", "loops", "-n", "1", "--json", "-j", tmp_path).stdout)["found"]) == 4


def test_the_command_says_what_it_did_not_find(tmp_path: Path) -> None:
    write_journal(tmp_path, NOTES)
    result = kith("search", "person:lovlace", "x y", "-j", tmp_path)
    assert result.exit_code == 1
    assert result.stderr == (
        "Nothing found for person:lovlace, “x y”.\nNobody is called “lovlace”. Did you mean person:lovelace?\n"
    )
    assert kith("search", "person:", "-j", tmp_path).exit_code == 2


def test_the_json_of_the_command(tmp_path: Path) -> None:
    write_journal(tmp_path, NOTES)
    data = json.loads(kith("search", "person:tom turin", "--json", "-j", tmp_path).stdout)
    assert data["found"] == [
        {
            "type": "meeting",
            "title": "Meeting with Ada Lovelace and Tom",
            "path": "meetings/2026-05-01-a.md",
            "line": 5,
            "day": "2026-05-01",
            "people": [
                {"id": "ada", "name": "Ada Lovelace", "card": False},
                {"id": "tom", "name": "Tom", "card": True},
            ],
            "tags": [],
            "text": "Coffee, and loops in the garden of Turin.",
        }
    ]
    (card,) = json.loads(kith("search", "tom", "type:person", "--json", "-j", tmp_path).stdout)["found"]
    assert (card["type"], card["path"], card["line"]) == ("card", "", None)
