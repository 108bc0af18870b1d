"""A page in, the same page in the root of a manner out: every link to a page of the edition stays in that root."""

from typing import Any, cast

import msgspec

from ..manners import within
from ..model import Image, Page

_ADDRESSES = frozenset({"href", "address", "search", "location"})


def page(page: Page, manner: str) -> Page:
    """*page* with the paths of the edition's pages as the manner of that name has them; pictures and data have one place for all."""
    return cast("Page", _placed(page, manner))


def _placed(value: Any, manner: str) -> Any:
    """*value* with the addresses in it placed."""
    if isinstance(value, tuple):
        return tuple([_placed(part, manner) for part in cast("tuple[Any, ...]", value)])
    if isinstance(value, Image) or not isinstance(value, msgspec.Struct):
        return value
    parts = {name: getattr(value, name) for name in value.__struct_fields__}
    changed = {name: within(part, manner) if name in _ADDRESSES else _placed(part, manner) for name, part in parts.items()}
    changed = {name: part for name, part in changed.items() if part is not parts[name]}
    return msgspec.structs.replace(value, **changed) if changed else value
