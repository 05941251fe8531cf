"""Putting a finished file in the place of the one before, in one step."""
# Byte-true names, which pathlib does not offer.
# ruff: noqa: PTH105

from __future__ import annotations

import os
import time

PATIENCE = 1.0 if os.name == "nt" else 0.0
"""Seconds. Windows renames over no file that a program has open, and virus scanners open each new file for a moment."""


def put_in_place(finished: str, path: str) -> None:
    """Rename a file to the name of another, which is gone then. Raises `OSError`; both are as they were."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            os.replace(finished, path)
        except PermissionError:
            if time.monotonic() >= end:
                raise
            time.sleep(0.01)
        else:
            return
