"""Value types: dataclasses that the type checker holds frozen.

At run time a frozen dataclass sets each field through `object.__setattr__`, which makes building one six times as slow,
and its class three times (measured in docs/design.md). So here `frozen=True` means what it says to mypy, which checks
every line of this package, and at run time gives only what follows from it: equality and a hash by the fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, **how: Any) -> Any:
        return dataclasses.dataclass(cls, unsafe_hash=frozen, **how)
