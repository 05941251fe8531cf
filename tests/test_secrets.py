"""Keys and tokens are looked for only where their marks stand: so those must stand in each of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from site_builder.notes import secrets


@pytest.mark.parametrize(
    ("pattern", "marks"), [(secrets._PRIVATE_KEY, secrets._KEY_MARKS), (secrets._TOKEN, secrets._TOKEN_MARKS)]
)
@given(data=st.data())
def test_every_key_and_token_has_its_mark(
    pattern: re.Pattern[str], marks: tuple[str, ...], data: st.DataObject
) -> None:
    typed = data.draw(st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii")))
    assert any(mark in typed for mark in marks)


@given(typed=st.from_regex(secrets._TOKEN, fullmatch=True, alphabet=st.characters(codec="ascii")))
def test_every_token_is_found(typed: str) -> None:
    assume(len(set(typed)) >= secrets._DISTINCT)
    found = list(secrets.find_secrets(f"It is {typed} there."))
    assert ["token" in what for _, what in found] == [True]
