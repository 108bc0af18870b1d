"""A page in, the same page in the root of a manner out: every link to a page of the edition stays in that root."""

from functools import cache
from typing import Any, cast

import msgspec

from ..manners import within
from ..model import Image, Page

_ADDRESSES = frozenset({"href", "address", "search"})
_PLAIN = (msgspec.inspect.StrType, msgspec.inspect.IntType, msgspec.inspect.BoolType, msgspec.inspect.LiteralType)


def page(page: Page, manner: str) -> Page:
    """*page* with the paths of the edition's pages as the manner of that name has them; pictures and data have one place for all."""
    return cast("Page", _placed(page, manner))


@cache
def _parts(kind: type[msgspec.Struct]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of a kind of value that are addresses, and those that may hold some."""
    described = cast("msgspec.inspect.StructType", msgspec.inspect.type_info(kind))
    others = [field.name for field in described.fields if not isinstance(field.type, _PLAIN)]
    return tuple(field.name for field in described.fields if field.name in _ADDRESSES), tuple(others)


def _placed(value: Any, manner: str) -> Any:
    """*value* with the addresses in it placed; the same value where none changes."""
    if isinstance(value, tuple):
        values = cast("tuple[Any, ...]", value)
        placed = tuple([_placed(part, manner) for part in values])
        return placed if any(new is not old for new, old in zip(placed, values, strict=True)) else values
    if isinstance(value, Image) or not isinstance(value, msgspec.Struct):
        return value
    addresses, others = _parts(type(value))
    changed: dict[str, Any] = {}
    for name in addresses:
        part = getattr(value, name)
        if part and (placed := within(part, manner)) != part:
            changed[name] = placed
    for name in others:
        part = getattr(value, name)
        if (placed := _placed(part, manner)) is not part:
            changed[name] = placed
    return msgspec.structs.replace(value, **changed) if changed else value
