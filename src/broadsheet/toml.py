"""A file's bytes in TOML in, a value of a struct's type out; else what is wrong in it: the key, what it takes, and which key may be meant.

msgspec says it in the words of its own types (``Expected `int` >= 40 - at `$.gopher.width` ``); here it is said in TOML's:
`gopher.width: takes a whole number, at least 40`.
"""

import difflib
import re
import tomllib
from typing import TypeVar

import msgspec

from .errors import ConfigError
from .text import clean

File = TypeVar("File", bound=msgspec.Struct)

_KINDS = {"int": "a whole number", "float": "a number", "str": "a text in quotes", "bool": "true or false", "array": "a list", "object": "a table"}
_BOUNDS = {">=": "at least", "<=": "at most"}
_LONGEST = 60


def read(data: bytes, kind: type[File], where: str, keys: str) -> File:
    """*data*, the file named *where*, as a *kind*; `ConfigError` names file and key, and ends with *keys*, which says where the keys stand."""
    try:
        return msgspec.convert(tomllib.loads(data.decode("utf-8")), kind)
    except UnicodeDecodeError:
        raise ConfigError(f"{where}: is not UTF-8 text; save it as UTF-8") from None
    except msgspec.ValidationError as error:
        raise ConfigError(f"{where}: {_wrong(str(error), kind)}{keys}") from None
    except (ValueError, RecursionError) as error:  # TOMLDecodeError; a number of thousands of digits; lists nested as deep
        raise ConfigError(f"{where}: is not TOML: {clean(str(error))}") from None


def _wrong(said: str, file: type[msgspec.Struct]) -> str:
    """What is wrong in the *file*, with the key's name, from what msgspec *said* of it."""
    said, _, place = said.partition(" - at `$")
    key = place.strip("`.")
    if unknown := re.fullmatch(r"Object contains unknown field `(.+)`", said, re.DOTALL):
        return _unknown(key, clean(unknown[1])[:_LONGEST], file)
    if missing := re.fullmatch(r"Object missing required field `(.+)`", said):
        return f"{key}.{missing[1]}: is missing; ".removeprefix(".")
    if value := re.fullmatch(r"Invalid enum value (.+)", said, re.DOTALL):
        return f'{key}: takes a whole number or "off", not {clean(value[1])[:_LONGEST]}; '
    if kind := re.fullmatch(r"Expected `([a-z |]+)`(?: ([<>]=) (\S+))?(?:, got `([a-z]+)`)?", said):
        takes = " or ".join(_KINDS.get(each, each) for each in kind[1].split(" | ")) + (f", {_BOUNDS[kind[2]]} {kind[3]}" if kind[2] else "")
        return f"{key}: takes {takes}" + (f", not {_KINDS.get(kind[4], kind[4])}" if kind[4] else "") + "; "
    return f"{key}: {clean(said)}; "


def _unknown(table: str, key: str, file: type[msgspec.Struct]) -> str:
    """That *table* ("" for the *file* itself) has no such *key*, and which one may be meant."""
    kinds = {field.name: field.type for field in msgspec.structs.fields(file)}
    tables = {name: {field.name for field in msgspec.structs.fields(kind)} for name, kind in kinds.items() if hasattr(kind, "__struct_fields__")}
    known = tables.get(table, set()) if table else set(kinds)  # of what stands in a list, no keys are known here
    close = difflib.get_close_matches(key, sorted(known), n=1)
    homes = [f"[{name}]" for name, keys in tables.items() if key in keys and name != table]
    meant = f"did you mean {close[0]}? " if close else f"it stands in {' and '.join(homes)}; " if homes else ""
    return f"{f'{table}.' if table else ''}{key}: no such key; {meant}"
