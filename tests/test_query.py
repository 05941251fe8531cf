"""The engine: what is asked again, and what is not."""

import pytest

from site_builder.query import (
    Bundle,
    CycleError,
    Database,
    Input,
    collected_query,
    drafted_query,
    late_query,
    light_query,
    query,
    transient_query,
)
from site_builder.text import digest_of

number = Input[int]("number", 0)
keys = Input[str]("keys", "")


@query
def parity(db: Database, key: str) -> int:
    return number(db, key) % 2


@query
def word(db: Database, key: str) -> str:
    return "odd" if parity(db, key) else "even"


@transient_query
def page(db: Database, key: str) -> bytes:
    return f"{key} is {word(db, key)}".encode()


def shouted(draft: tuple[str, str]) -> bytes:
    return " is ".join(draft).upper().encode()


@drafted_query(shouted)
def drafted(db: Database, key: str) -> tuple[str, str]:
    return key, word(db, key)


@query
def chosen(db: Database) -> int:
    return number(db, "b") if number(db, "a") else 0


@query
def listed(db: Database) -> tuple[str, ...]:
    return tuple(keys(db))


@query
def tens(db: Database, key: str) -> int:
    return number(db, key) // 10 * 10


@collected_query(listed, lambda _, key: (tens, (key,)), lambda unit, found: f"{found} {unit}" if found else "")
def measured(unit: str) -> None:
    """Each number, in some unit."""


@query
def told(db: Database) -> str:
    return ", ".join(f"{key} {text}" for key, text in measured(db, "m").items())


@light_query
def doubled(db: Database, key: str) -> int:
    return number(db, key) * 2


@query
def spelt(db: Database, key: str) -> str:
    return f"{key} {word(db, key)}"


@late_query
def sentence(db: Database) -> str:
    return " and ".join(spelt(db, key) for key in listed(db))


@query
def endless(db: Database) -> int:
    return endless(db)


def ran(db: Database) -> list[str]:
    assert db.ran is not None
    names = [name for name, _ in db.ran]
    db.ran.clear()
    return names


@pytest.fixture
def db() -> Database:
    db = Database()
    db.ran = []
    return db


def test_a_question_is_answered_once(db: Database) -> None:
    db.set(number, "a", 3)
    assert word(db, "a") == word(db, "a") == "odd"
    assert ran(db) == ["word", "parity"]


def test_a_change_stops_where_an_answer_comes_out_equal(db: Database) -> None:
    db.set(number, "a", 3)
    word(db, "a")
    ran(db)
    db.set(number, "a", 5)
    assert word(db, "a") == "odd"
    assert ran(db) == ["parity"]


def test_a_change_goes_as_far_as_it_matters(db: Database) -> None:
    db.set(number, "a", 3)
    word(db, "a")
    ran(db)
    db.set(number, "a", 4)
    assert word(db, "a") == "even"
    assert ran(db) == ["parity", "word"]


def test_the_same_input_again_changes_nothing(db: Database) -> None:
    db.set(number, "a", 3)
    word(db, "a")
    ran(db)
    db.set(number, "a", 3)
    word(db, "a")
    assert ran(db) == []


def test_only_what_was_asked_is_a_dependency(db: Database) -> None:
    db.set(number, "b", 7)
    assert chosen(db) == 0
    ran(db)
    db.set(number, "b", 8)
    assert chosen(db) == 0
    assert ran(db) == []
    db.set(number, "a", 1)
    assert chosen(db) == 8
    db.set(number, "b", 9)
    assert chosen(db) == 9


def test_an_input_taken_away_is_absent(db: Database) -> None:
    db.set(number, "a", 3)
    assert word(db, "a") == "odd"
    db.forget(number, "a")
    assert word(db, "a") == "even"


def test_a_draft_is_finished_elsewhere(db: Database) -> None:
    db.set(number, "a", 1)
    assert db.draft(drafted, "a") == ("a", "odd")
    assert not db.is_known(drafted, "a"), "until its digest is told"
    db.finished(drafted, digest_of(b"A IS ODD"), "a")
    db.ran = []
    assert db.digests(drafted, ("a", "b")) == [digest_of(b"A IS ODD"), ""]
    assert db.digest(drafted, "a") == digest_of(b"A IS ODD")
    assert db.ran == []
    db.set(number, "a", 3)
    assert db.digests(drafted, ("a",)) == [digest_of(b"A IS ODD")], "it asked for the word, not for the number"
    db.set(number, "a", 4)
    assert db.digests(drafted, ("a",)) == [""]
    assert drafted(db, "a") == b"A IS EVEN", "or here"
    assert db.digest(drafted, "a") == digest_of(b"A IS EVEN")


def test_a_draft_whose_matter_changes_before_it_is_finished_is_asked_again(db: Database) -> None:
    db.set(number, "a", 1)
    db.draft(drafted, "a")
    db.set(number, "a", 2)
    db.draft(drafted, "b")
    db.finished(drafted, digest_of(b"A IS ODD"), "a")
    assert db.digests(drafted, ("a",)) == [""]
    assert db.digest(drafted, "a") == digest_of(b"A IS EVEN")


def test_a_draft_that_nobody_finishes_is_asked_again(db: Database) -> None:
    db.set(number, "a", 1)
    db.draft(drafted, "a")
    other = Database()
    other.set(number, "a", 1)
    other.absorb(Bundle(memoryview(b"".join(db.pack()))), other.size)
    for each in (db, other):
        assert each.digests(drafted, ("a",)) == [""]
        assert each.digest(drafted, "a") == digest_of(b"A IS ODD")


def test_the_same_digests_are_asked_for_again(db: Database) -> None:
    those = ("a", "b")
    assert db.digests(page, those) == ["", ""], "not asked yet"
    told = [db.digest(page, each) for each in those]
    assert db.digests(page, those) == db.digests(page, those) == told
    db.set(number, "b", 1)
    assert db.digests(page, those) == [told[0], ""]
    assert db.digests(page, ("b",)) == [""]


def test_of_a_transient_answer_only_the_digest_is_kept(db: Database) -> None:
    db.set(number, "a", 3)
    first = db.digest(page, "a")
    assert page(db, "a") == b"a is odd"
    assert ran(db) == ["page", "word", "parity"], "the last answer is still at hand"
    page(db, "b")
    ran(db)
    assert page(db, "a") == b"a is odd"
    assert ran(db) == ["page"]
    db.set(number, "a", 5)
    assert db.digest(page, "a") == first
    assert ran(db) == ["parity"]


def test_after_a_sweep_only_the_living_are_remembered(db: Database) -> None:
    word(db, "a"), word(db, "b")
    db.set(number, "b", 2)
    word(db, "a")
    ran(db)
    db.sweep()
    word(db, "a")
    assert ran(db) == []
    word(db, "b")
    assert ran(db) == ["word", "parity"]


def test_of_what_is_collected_only_what_changed_is_asked(db: Database) -> None:
    for key, value in zip("abcd", (10, 3, 30, 40), strict=True):
        db.set(number, key, value)
    db.set(keys, "", "abd")
    assert told(db) == "a 10 m, d 40 m"
    assert ran(db) == ["told", "measured", "listed", "tens", "tens", "tens"]
    db.set(number, "b", 25)
    assert told(db) == "a 10 m, b 20 m, d 40 m"
    assert ran(db) == ["tens", "told"]
    db.set(number, "b", 26)
    assert told(db) == "a 10 m, b 20 m, d 40 m"
    assert ran(db) == ["tens"]


def test_what_is_collected_keeps_the_order_of_its_list(db: Database) -> None:
    """A key that comes is asked, one that goes is not, and the list may turn round."""
    for key, value in zip("abcd", (10, 20, 30, 40), strict=True):
        db.set(number, key, value)
    db.set(keys, "", "abd")
    told(db)
    ran(db)
    db.set(keys, "", "bcd")
    assert told(db) == "b 20 m, c 30 m, d 40 m"
    assert ran(db) == ["listed", "tens", "told"]
    db.set(keys, "", "dcb")
    assert told(db) == "d 40 m, c 30 m, b 20 m"
    assert ran(db) == ["listed", "told"]
    db.set(number, "a", 50)  # nobody asks it any more
    assert told(db) == "d 40 m, c 30 m, b 20 m"
    db.set(keys, "", "")
    assert told(db) == ""
    db.set(keys, "", "a")
    db.set(number, "a", 60)
    assert told(db) == "a 60 m"


def test_what_only_late_questions_need_waits_for_one(db: Database) -> None:
    db.set(keys, "", "ab")
    assert sentence(db) == "a even and b even"
    assert word(db, "a") == "even"
    ran(db)
    db.set(number, "a", 1)
    assert word(db, "a") == "odd"
    assert ran(db) == ["parity", "word"]
    assert sentence(db) == "a odd and b even"
    assert ran(db) == ["spelt", "sentence"]


def test_what_waits_is_brought_right_where_another_question_asks_it(db: Database) -> None:
    db.set(keys, "", "ab")
    sentence(db)
    db.set(number, "a", 1)
    assert word(db, "b") == "even"
    ran(db)
    assert spelt(db, "a") == "a odd"
    assert ran(db) == ["parity", "word", "spelt"]
    assert sentence(db) == "a odd and b even"


def test_a_cycle_is_an_error_of_ours(db: Database) -> None:
    with pytest.raises(CycleError):
        endless(db)


def test_what_can_be_had_again_is_let_go_if_it_is_so_much() -> None:
    db = Database()
    assert [doubled(db, key) for key in "abc"] == [0, 0, 0]
    db.ran = []
    db.let_go(least=4)
    assert [doubled(db, key) for key in "abc"] == [0, 0, 0]
    assert db.ran == []
    db.let_go(least=3)
    assert [db._is_again[node] for node in range(db.size)].count(1) == 0
    assert [doubled(db, key) for key in "abc"] == [0, 0, 0]
    assert db._is_again.count(1) == 3
