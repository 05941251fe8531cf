"""Value types: equal, hashed and shown by their fields, as a frozen dataclass is."""

import dataclasses
from typing import Any

import pytest

from site_builder.finding import Finding
from site_builder.text import Span
from site_builder.values import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    one: Any
    two: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
    one: Any
    two: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


@dataclass(frozen=True, slots=True)
class Named:
    name: str

    def __repr__(self) -> str:
        return self.name


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    one: Any
    two: tuple[int, ...] = ()


def test_values_are_equal_and_hashed_by_their_fields() -> None:
    assert Pair(1, (2,)) == Pair(1, (2,))
    assert hash(Pair(1, (2,))) == hash(Pair(1, (2,)))
    assert Pair(1) != Pair(2)
    assert Pair(1) != Other(1)
    assert Pair(1) != 1
    assert len({Pair(1), Pair(1), Pair(2), Nothing(), Nothing()}) == 3
    assert Finding("a.md", "note", "rule", "said") < Finding("b.md", "note", "rule", "said")
    assert hash(Span(1, 2)) == hash(Span(1, 2))


def test_values_are_shown_as_a_dataclass_is() -> None:
    assert repr(Pair("a", (1,))) == repr(Model("a", (1,))).replace("Model", "Pair")
    assert repr(Named("own")) == "own"
    assert repr(Nothing()) == "Nothing()"


def test_values_have_no_other_fields_and_can_be_replaced() -> None:
    with pytest.raises(AttributeError):
        Pair(1).three = 3  # type: ignore[attr-defined]
    assert dataclasses.replace(Pair(1), two=(5,)) == Pair(1, (5,))
    assert [each.name for each in dataclasses.fields(Pair)] == ["one", "two"]
