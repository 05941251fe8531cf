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


@dataclass(slots=True, eq=False)
class _Memo:
    """An input or an answer: one object for its whole life, so that what needs it can hold on to it."""

    cell: tuple[Any, Any]  # (Input, key) or (Query, arguments)
    value: Any
    changed: int  # the revision in which the value last became different
    verified: int  # the revision in which it was last known to be right
    needs: tuple[_Memo, ...] = ()  # what was asked, in order


class CycleError(RuntimeError):
    """A query asked itself, through others: a bug in the pipeline, never a matter of the notes."""


class Database:
    """Inputs, and the remembered answers to queries about them. Belongs to one thread."""

    def __init__(self) -> None:
        self._revision = 1
        self._inputs: dict[tuple[Any, Any], _Memo] = {}
        self._memos: dict[tuple[Any, Any], _Memo] = {}
        self._asking: list[dict[_Memo, None]] = []
        self._running: set[tuple[Any, Any]] = set()
        self._last: tuple[_Memo, bytes] | None = None
        self.ran: list[tuple[str, tuple[Any, ...]]] | None = None
        """What really ran, for tests that assert it; `None` keeps no record."""

    def set(self, kind: Input[Value], key: str, value: Value) -> None:
        """Set an input. The same value again changes nothing."""
        memo = self._input(kind, key)
        if memo.value is value or memo.value == value:
            return
        self._revision += 1
        memo.value = value
        memo.changed = self._revision

    def forget(self, kind: Input[Any], key: str) -> None:
        """Take an input away: from now on it is absent."""
        self.set(kind, key, kind.absent)

    def digest(self, question: Query[Args, bytes], *args: Args.args, **kwargs: Args.kwargs) -> str:
        """The digest of a transient query's answer, which is computed only if something that it asked has changed."""
        assert question.transient and not kwargs
        memo = self._up_to_date((question, args))
        self._note(memo)
        return str(memo.value)

    def sweep(self) -> None:
        """Drop the answers that nobody needed in the current revision, after everything alive has been asked."""
        self._memos = {cell: memo for cell, memo in self._memos.items() if memo.verified == self._revision}
        self._last = None

    def _input(self, kind: Input[Any], key: str) -> _Memo:
        cell = (kind, key)
        memo = self._inputs.get(cell)
        if memo is None:
            memo = self._inputs[cell] = _Memo(cell, kind.absent, 0, 0)
        return memo

    def _read(self, kind: Input[Any], key: str) -> Any:
        memo = self._input(kind, key)
        self._note(memo)
        return memo.value

    def _ask(self, question: Query[Any, Any], args: tuple[Any, ...]) -> Any:
        memo = self._up_to_date((question, args))
        self._note(memo)
        if not question.transient:
            return memo.value
        if self._last is None or self._last[0] is not memo:
            self._run(memo.cell, memo)
        assert self._last is not None
        return self._last[1]

    def _note(self, memo: _Memo) -> None:
        if self._asking:
            self._asking[-1][memo] = None

    def _up_to_date(self, cell: tuple[Any, Any]) -> _Memo:
        memo = self._memos.get(cell)
        if memo is not None:
            self._verify(memo)
            return memo
        # An answer that is new to us has changed now: whoever asks for it asks for the first time.
        memo = _Memo(cell, None, self._revision, self._revision)
        memo.value, memo.needs = self._run(cell, memo)
        self._memos[cell] = memo
        return memo

    def _verify(self, memo: _Memo) -> None:
        """Bring an answer up to date: its needs first, in order; it is asked again only if one of them has changed."""
        if memo.verified == self._revision or isinstance(memo.cell[0], Input):
            return
        for need in memo.needs:
            self._verify(need)
            if need.changed > memo.verified:
                break
        else:
            memo.verified = self._revision
            return
        value, memo.needs = self._run(memo.cell, memo)
        if value != memo.value:
            memo.value, memo.changed = value, self._revision
        memo.verified = self._revision

    def _run(self, cell: tuple[Any, Any], memo: _Memo) -> tuple[Any, tuple[_Memo, ...]]:
        """Ask a query's function; of a transient answer, the value is its digest, and the answer is the last one."""
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
            self._last = (memo, value)
            value = digest_of(value)
        return value, needs
