"""What all tests share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).parent))
os.environ["KITH_CACHE"] = ""  # commands remember nothing, unless a test says where


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser, one for a module. Only modules that import `browsing` ask for it, and are skipped without one."""
    from browsing import chromium

    with chromium() as started:
        yield started
