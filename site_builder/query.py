"""Pure questions, remembered together with what they asked: the engine of the one build path.

The model is Salsa's (and rust-analyzer's): *inputs* are set from outside; *queries* are pure functions of the database
and their arguments. A query that runs records each input and query it asks. When an input changes, a remembered answer
is verified by asking its dependencies again, in the order they were asked, and is recomputed only if one of them
changed. An answer that comes out equal counts as unchanged, so the change stops there (early cut-off).

Nobody keeps a list of "what changed": a full build is the same questions asked of an empty memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from site_builder.text import digest_of

Args = ParamSpec("Args")
Value = TypeVar("Value")


class Input(Generic[Value]):
    """A kind of fact that comes from outside, one value a key. Asking for a key never set gives `absent`."""

    def __init__(self, name: str, absent: Value) -> None:
        self.name = name
        self.absent = absent

    def __call__(self, db: Database, key: str = "") -> Value:
        return db._read(self, key)  # type: ignore[no-any-return]


class Query(Generic[Args, Value]):
    """A pure function of the database and hashable arguments. Made by `@query`."""

    def __init__(self, function: Callable[Concatenate[Database, Args], Value], transient: bool) -> None:
        self.function = function
        self.name = function.__name__
        self.transient = transient
        self.__doc__ = function.__doc__

    def __call__(self, db: Database, *args: Args.args, **kwargs: Args.kwargs) -> Value:
        assert not kwargs, "queries take positional arguments, so that a question has one spelling"
        return db._ask(self, args)  # type: ignore[no-any-return]


def query(function: Callable[Concatenate[Database, Args], Value]) -> Query[Args, Value]:
    """A query whose answer is kept."""
    return Query(function, transient=False)


def transient_query(function: Callable[Concatenate[Database, Args], bytes]) -> Query[Args, bytes]:
    """A query for bytes too many to keep (a page): only their digest is remembered, and the last answer given."""
    return Query(function, transient=True)


@dataclass(slots=True)
class _Memo:
    value: Any
    changed: int  # the revision in which the value last became different
    verified: int  # the revision in which it was last known to be right
    needs: tuple[tuple[Any, Any], ...] = ()  # what was asked, in order: (Input, key) or (Query, arguments)


class CycleError(RuntimeError):
    """A query asked itself, through others: a bug in the pipeline, never a matter of the notes."""


class Database:
    """Inputs, and the remembered answers to queries about them. Belongs to one thread."""

    def __init__(self) -> None:
        self._revision = 1
        self._inputs: dict[tuple[Any, Any], _Memo] = {}
        self._memos: dict[tuple[Any, Any], _Memo] = {}
        self._asking: list[dict[tuple[Any, Any], None]] = []
        self._running: set[tuple[Any, Any]] = set()
        self._last: tuple[tuple[Any, Any], bytes] | None = None
        self.ran: list[tuple[str, tuple[Any, ...]]] | None = None
        """What really ran, for tests that assert it; `None` keeps no record."""

    def set(self, kind: Input[Value], key: str, value: Value) -> None:
        """Set an input. The same value again changes nothing."""
        cell = (kind, key)
        memo = self._inputs.get(cell)
        if (memo.value if memo else kind.absent) == value:
            return
        self._revision += 1
        self._inputs[cell] = _Memo(value, self._revision, self._revision)

    def forget(self, kind: Input[Any], key: str) -> None:
        """Take an input away: from now on it is absent."""
        self.set(kind, key, kind.absent)

    def digest(self, question: Query[Args, bytes], *args: Args.args, **kwargs: Args.kwargs) -> str:
        """The digest of a transient query's answer, which is computed only if something that it asked has changed."""
        assert question.transient and not kwargs
        cell = (question, args)
        self._note(cell)
        return str(self._up_to_date(cell).value)

    def sweep(self) -> None:
        """Drop the answers that nobody needed in the current revision, after everything alive has been asked."""
        self._memos = {cell: memo for cell, memo in self._memos.items() if memo.verified == self._revision}
        self._last = None

    def _read(self, kind: Input[Any], key: str) -> Any:
        cell = (kind, key)
        self._note(cell)
        memo = self._inputs.get(cell)
        return memo.value if memo else kind.absent

    def _ask(self, question: Query[Any, Any], args: tuple[Any, ...]) -> Any:
        cell = (question, args)
        self._note(cell)
        memo = self._up_to_date(cell)
        if not question.transient:
            return memo.value
        if self._last is None or self._last[0] != cell:
            self._run(cell)
        assert self._last is not None
        return self._last[1]

    def _note(self, cell: tuple[Any, Any]) -> None:
        if self._asking:
            self._asking[-1][cell] = None

    def _up_to_date(self, cell: tuple[Any, Any]) -> _Memo:
        memo = self._memos.get(cell)
        if memo is not None:
            if memo.verified == self._revision:
                return memo
            if all(self._changed(need) <= memo.verified for need in memo.needs):
                memo.verified = self._revision
                return memo
        value, needs = self._run(cell)
        if cell[0].transient:
            value = digest_of(value)
        if memo is not None and memo.value == value:
            memo.verified, memo.needs = self._revision, needs
            return memo
        self._memos[cell] = fresh = _Memo(value, self._revision, self._revision, needs)
        return fresh

    def _changed(self, cell: tuple[Any, Any]) -> int:
        """The revision in which a dependency last changed, after bringing it up to date."""
        if isinstance(cell[0], Input):
            memo = self._inputs.get(cell)
            return memo.changed if memo else 0
        return self._up_to_date(cell).changed

    def _run(self, cell: tuple[Any, Any]) -> tuple[Any, tuple[tuple[Any, Any], ...]]:
        question, args = cell
        if cell in self._running:
            raise CycleError(f"{question.name}{args} asked itself")
        self._running.add(cell)
        self._asking.append({})
        try:
            if self.ran is not None:
                self.ran.append((question.name, args))
            value = question.function(self, *args)
        finally:
            needs = tuple(self._asking.pop())
            self._running.discard(cell)
        if question.transient:
            self._last = (cell, value)
        return value, needs
