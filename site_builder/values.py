"""Value types: dataclasses that the type checker holds frozen, and that cost little to define and to build.

At run time a frozen dataclass sets each field through `object.__setattr__`, which makes building one six times as slow,
and each method that a dataclass is given is compiled when its module is imported, which was a third of a command's
start (measured in docs/design.md). So here `frozen=True` means what it says to mypy, which checks every line of this
package; at run time it gives what follows from it, equality and a hash by the fields, and only `__init__` is compiled.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses

    def dataclass(*, slots: bool, kw_only: bool = False, order: bool = False, **_: bool) -> Any:
        """What `dataclasses.dataclass` makes, but for the ways told above."""
        if order:
            return dataclasses.dataclass(slots=slots, kw_only=kw_only, order=True, unsafe_hash=True)

        def make(own: type) -> type:
            made = dataclasses.dataclass(slots=slots, kw_only=kw_only, repr=False, eq=False)(own)
            names = [each.name for each in dataclasses.fields(made)]
            values = attrgetter(*names) if names else lambda _: ()

            def is_equal(one: object, other: object) -> bool:
                return values(one) == values(other) if other.__class__ is one.__class__ else NotImplemented

            made.__eq__ = is_equal
            made.__hash__ = lambda one: hash(values(one))
            if "__repr__" not in own.__dict__:
                made.__repr__ = lambda one: _shown(one, names)
            return made

        return make

    def _shown(value: object, names: list[str]) -> str:
        fields = ", ".join(f"{name}={getattr(value, name)!r}" for name in names)
        return f"{type(value).__qualname__}({fields})"
