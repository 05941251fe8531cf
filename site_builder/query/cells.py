"""What can be asked: inputs, and queries about them; and how a question is known in another process."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

from site_builder.query.pickled import Kind, names_of, pack_value

if TYPE_CHECKING:
    from site_builder.query.database import Database

Args = ParamSpec("Args")
Value = TypeVar("Value")
Key = TypeVar("Key", bound=str)
Draft = TypeVar("Draft")
Cell = tuple[Any, Any]
"""What is asked: an `Input` and its key, or a `Query` and its arguments."""


class Input(Generic[Value]):
    """A kind of fact that comes from outside, one value a key. Asking for a key never set gives `absent`.

    `mark` gives bytes that are equal for equal values, in any process; only they are packed.
    """

    def __init__(self, name: str, absent: Value, mark: Callable[[Value], bytes] | None = None) -> None:
        self.name = name
        self.absent = absent
        self.mark = mark or _mark_of
        self.transient = False

    def __call__(self, db: Database, key: str = "") -> Value:
        return db._read(self, key)  # type: ignore[no-any-return]


class Query(Generic[Args, Value]):
    """A pure function of the database and hashable arguments. Made by `@query` and its sisters."""

    def __init__(
        self,
        function: Callable[Concatenate[Database, Args], Value],
        transient: bool = False,
        light: bool = False,
        late: bool = False,
        finish: Callable[[Any], bytes] = bytes,
    ) -> None:
        self.function = function
        self.finish = finish
        self.name = function.__name__
        self.transient = transient
        self.light = light
        self.late = late
        self.index: Query[..., dict[Any, Any]] | None = None
        self.collects: tuple[Query[[], tuple[str, ...]], Callable[..., Cell], Callable[..., Any]] | None = None
        self.readers: list[Query[..., Any]] = []
        self.__module__ = function.__module__
        self.__doc__ = function.__doc__

    def __call__(self, db: Database, *args: Args.args, **kwargs: Args.kwargs) -> Value:
        assert not kwargs, "queries take positional arguments, so that a question has one spelling"
        return db._ask(self, args)  # type: ignore[no-any-return]


def query(function: Callable[Concatenate[Database, Args], Value]) -> Query[Args, Value]:
    """A query whose answer is kept."""
    return Query(function)


def light_query(function: Callable[Concatenate[Database, Args], Value]) -> Query[Args, Value]:
    """A query whose answer is never packed, as what was made from it is what is needed later."""
    return Query(function, light=True)


def late_query(function: Callable[Concatenate[Database, Args], Value]) -> Query[Args, Value]:
    """A query that, as transient ones, stands at the end of what is asked. What is needed for such alone waits, where a
    change has reached it, until a late or transient query is asked from outside."""
    return Query(function, late=True)


def transient_query(function: Callable[Concatenate[Database, Args], bytes]) -> Query[Args, bytes]:
    """A query for bytes too many to keep (a page), which no other query asks for: only their digest is remembered, and
    the last answer given. When something that it asked has changed, it waits until it is asked itself."""
    return Query(function, transient=True, late=True)


def drafted_query(
    finish: Callable[[Draft], bytes],
) -> Callable[[Callable[Concatenate[Database, Args], Draft]], Query[Args, bytes]]:
    """A transient query of which the function gives what the bytes are made of. `finish`, which asks nothing, makes
    them of it, here or in another process (`Database.draft`)."""

    def make(function: Callable[Concatenate[Database, Args], Draft]) -> Query[Args, bytes]:
        made: Query[Args, Any] = Query(function, transient=True, late=True, finish=finish)
        return made

    return make


def keyed_query(
    index: Query[[], dict[Key, Any]],
) -> Callable[[Callable[[Database, Key], Value]], Query[[Key], Value]]:
    """A query that asks for nothing but an index, and looks at that only for its own argument: it is asked again only
    if that entry has changed."""

    def make(function: Callable[[Database, Key], Value]) -> Query[[Key], Value]:
        made: Query[[Key], Value] = Query(function)
        made.index = index
        index.readers.append(made)
        return made

    return make


def collected_query(
    over: Query[[], tuple[str, ...]],
    cell_of: Callable[..., Cell],
    through: Callable[..., Any] = lambda *given: given[-1],
) -> Callable[[Callable[Args, Any]], Query[Any, dict[str, Any]]]:
    """A query for what another gives for each key of a list, where that is not empty: by key, in the order of the list.

    `cell_of` says, from the arguments and a key, what is asked; the key is the last thing in it. `through` makes of the
    arguments and the answer what is collected. When some answers have changed, only those are looked at.
    """

    def make(declared: Callable[Args, Any]) -> Query[Any, dict[str, Any]]:
        def collect(db: Database, *args: Any) -> dict[str, Any]:
            answers = ((key, through(*args, db._ask(*cell_of(*args, key)))) for key in over(db))
            return {key: answer for key, answer in answers if answer}

        collect.__name__, collect.__doc__, collect.__module__ = declared.__name__, declared.__doc__, declared.__module__
        made: Query[Any, dict[str, Any]] = Query(collect)
        made.collects = over, cell_of, through
        return made

    return make


def key_of(cell: Cell) -> str:
    """The key of what a collected query asks: the last of its arguments."""
    last = cell[1][-1]
    return key_of((None, last)) if isinstance(last, tuple) else last


def _mark_of(value: object) -> bytes:
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def asked_in(cell: Cell) -> tuple[int, Kind, bytes]:
    """A question as packed: the number by which it is known in any process, its kind, and its arguments."""
    (kind, _), args = _parts_of(cell)
    # An input is found by its mark alone.
    return mark_of_cell(cell), kind, b"" if isinstance(cell[0], Input) else pack_value(args)


def mark_of_cell(cell: Cell) -> int:
    """The number by which a question is known in any process; its arguments are told apart by their `repr`."""
    (_, named), args = _parts_of(cell)
    text = f"{named} {args!r}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "little")


def cell_of(asked: tuple[Any, ...], args: Any) -> Cell:
    """A question again."""
    if len(asked) == 3:
        args = ((asked[2], *args[0]), *args[1:])
    return asked[0], args if len(asked) == 1 else (asked[1], *args)


_KINDS: dict[Any, tuple[Kind, str]] = {}


def _parts_of(cell: Cell) -> tuple[tuple[Kind, str], Any]:
    """The kind of a question, also as text, and its arguments: an input's key, or what follows the function that a
    query is about and the one that this is about in turn."""
    asked, args = cell
    about: tuple[Any, ...] = ()
    if type(args) is tuple and args and callable(args[0]):
        about, args = args[:1], args[1:]
        if args and type(args[0]) is tuple and args[0] and callable(args[0][0]):
            about, args = (*about, args[0][0]), (args[0][1:], *args[1:])
    found = _KINDS.get((asked, about))
    if found is None:
        kind: Kind = (asked.name,) if isinstance(asked, Input) else names_of(asked)
        for each in about:
            kind += names_of(each)
        found = _KINDS[asked, about] = kind, str(kind)
    return found, args
