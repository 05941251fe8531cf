"""What `kith init` writes: every setting is there, and says its default truly."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

from site_builder.config import read_config
from site_builder.settings import Config

STARTER = (Path(__file__).parent.parent / "site_builder/starter/kith.toml").read_text(encoding="utf-8")
TOLD = {"exclude", "today", "edit_link", "theme", "types", "words", "kinds", "lint"}
"""Settings that are empty by default, and shown with an example."""


def uncommented() -> str:
    lines = (re.sub(r"^# (?=[\[\w\"][^#]*[=\]])", "", line) for line in STARTER.splitlines())
    return "\n".join(lines)


def test_as_it_is_written_it_changes_nothing() -> None:
    assert read_config(STARTER) == (Config(), ())


def test_every_setting_is_shown_with_its_default() -> None:
    config, findings = read_config(uncommented())
    assert findings == ()
    plain = Config()
    assert replace(config, **{name: getattr(plain, name) for name in TOLD}) == plain
    for name in sorted(TOLD - {"kinds"}):
        assert getattr(config, name) != getattr(plain, name), f"{name} is not shown"


def test_no_setting_is_left_out() -> None:
    for item in fields(Config):
        assert re.search(rf"^(# )?\[?{item.name.replace('_', '-')}\b", STARTER, re.M), item.name
