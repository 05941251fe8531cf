"""The engine: what is asked again, and what is not."""

import pytest

from site_builder.query import CycleError, Database, Input, query, transient_query

number = Input[int]("number", 0)


@query
def parity(db: Database, key: str) -> int:
    return number(db, key) % 2


@query
def word(db: Database, key: str) -> str:
    return "odd" if parity(db, key) else "even"


@transient_query
def page(db: Database, key: str) -> bytes:
    return f"{key} is {word(db, key)}".encode()


@query
def chosen(db: Database) -> int:
    return number(db, "b") if number(db, "a") else 0


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
    db.set(number, "c", 1)
    word(db, "a")
    ran(db)
    db.sweep()
    word(db, "a")
    assert ran(db) == []
    word(db, "b")
    assert ran(db) == ["word", "parity"]


def test_a_cycle_is_an_error_of_ours(db: Database) -> None:
    with pytest.raises(CycleError):
        endless(db)
