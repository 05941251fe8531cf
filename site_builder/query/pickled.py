"""Values as bytes, and back. Nothing but values of this package's own types and a few plain ones is ever unpickled."""

from __future__ import annotations

import importlib
import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

TEXT, ONE_TEXT = b"=", b"-"  # a plain text, as many a mark and digest is, and a tuple of one; no pickle begins so
_PLAIN = {
    "builtins": {"frozenset", "set", "slice", "range", "complex", "bytearray"},
    "datetime": {"date", "datetime", "time", "timedelta"},
    "collections": {"Counter", "OrderedDict", "defaultdict"},
}


class Damaged(Exception):
    """A bundle, or something in one, is not as it was written."""


Kind = tuple[str, ...]
"""What a question is, without its arguments: the module and name of a query, and of a function that it is about. So
known, as no function is ever unpickled, let alone called by a pickle."""


class _Reducers(dict[type, Callable[[Any], tuple[Any, ...]]]):
    """How values of each type are packed: our own as their type and their fields, which is many times faster to read
    than what dataclasses say of themselves."""

    def __missing__(self, kind: type) -> Callable[[Any], tuple[Any, ...]]:
        own = fields(kind) if is_dataclass(kind) else ()
        if own and all(each.init and not each.kw_only for each in own):
            values = attrgetter(*(each.name for each in own))
            if len(own) == 1:
                self[kind] = lambda item: (kind, (values(item),))
            else:
                self[kind] = lambda item: (kind, values(item))
        else:
            self[kind] = lambda item: item.__reduce_ex__(5)
        return self[kind]


_REDUCERS = _Reducers()
_CLASSES: dict[tuple[str, str], type] = {}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        found = _CLASSES.get((module, name))
        if found is None:
            found = _CLASSES[module, name] = self._class(module, name)
        return found

    def _class(self, module: str, name: str) -> type:
        if name in _PLAIN.get(module, ()):
            return super().find_class(module, name)  # type: ignore[no-any-return]
        if module.partition(".")[0] == "site_builder" and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise Damaged(f"{module}.{name} is nothing that Kith packs")


def names_of(item: Any) -> Kind:
    """The module and name of a function or query, which must be one of a module of this package."""
    return item.__module__, getattr(item, "__qualname__", None) or item.name


def resolve(kind: Kind) -> tuple[Any, ...]:
    """The functions and queries that a kind of question names. Raises `Damaged`."""
    found = []
    for module, name in zip(kind[::2], kind[1::2], strict=True):
        if module.partition(".")[0] != "site_builder" or "." in name:
            raise Damaged(f"{module}.{name} is nothing of ours")
        try:
            found.append(getattr(importlib.import_module(module), name))
        except (ImportError, AttributeError) as error:
            raise Damaged(str(error)) from error
    return tuple(found)


def pack_value(value: object) -> bytes:
    """A value as bytes, which only `Bundle` reads again."""
    if type(value) is str:
        return TEXT + value.encode("utf-8", "surrogatepass")
    if type(value) is tuple and len(value) == 1 and type(value[0]) is str:
        return ONE_TEXT + value[0].encode("utf-8", "surrogatepass")
    return pickled(value)


def pickled(value: object) -> bytes:
    """A value as bytes that `pickle.loads` reads."""
    out = io.BytesIO()
    pickler = pickle.Pickler(out, 5)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(value)
    return out.getvalue()


def unpacked(data: bytes) -> Any:
    """The value that `pack_value` made bytes of. Raises `Damaged`."""
    if data[:1] == TEXT:
        return data[1:].decode("utf-8", "surrogatepass")
    if data[:1] == ONE_TEXT:
        return (data[1:].decode("utf-8", "surrogatepass"),)
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except Damaged:
        raise
    except Exception as error:
        raise Damaged(str(error)) from error
