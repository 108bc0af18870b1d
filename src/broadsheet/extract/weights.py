"""What each value of each slot of `evidence` and `company` is worth, for each role: the table in `weights.json`, made ready to add up.

`keep`: the text belongs to the running text (or is the standfirst), judged by itself; `company`: the same, judged among the others; of those that do,
`subhead` and `teaser` tell the two from paragraphs.
"""

import json
from functools import cache
from pathlib import Path
from typing import Final

from . import company, evidence

_FORMED: Final = (*evidence.SLOTS, *evidence.FORM)
SLOTS: Final = {"keep": evidence.SLOTS, "company": company.SLOTS, "subhead": _FORMED, "teaser": _FORMED}  # by role
ROLES: Final = tuple(SLOTS)
NAMED: Final = ("own", "parent name", "above", "inline")  # slots whose values are words of class and id


class Weights:
    """One role's table: a dictionary for each of its `SLOTS` (*slots*), *own*, *parent*, *above*, *inline* for words of class and id."""

    __slots__ = ("above", "bias", "inline", "own", "parent", "slots")

    def __init__(self, table: dict[str, dict[str, float]], slots: tuple[str, ...]) -> None:
        self.bias = table["bias"][""]
        self.slots: tuple[dict[str | int, float], ...] = tuple({_value(key): weight for key, weight in table.get(slot, {}).items()} for slot in slots)
        self.own, self.parent, self.above, self.inline = (table.get(name, {}) for name in NAMED)


def _value(key: str) -> str | int:
    """A value as `evidence` gives it: JSON's keys are strings."""
    return int(key) if key.lstrip("-").isdigit() else key


@cache
def weights() -> dict[str, Weights]:
    """The tables of the package, by role."""
    read: dict[str, dict[str, dict[str, float]]] = json.loads(Path(__file__).with_name("weights.json").read_text("utf-8"))
    return ready(read)


def ready(read: dict[str, dict[str, dict[str, float]]]) -> dict[str, Weights]:
    """The tables *read*, role → slot → value → weight, made ready."""
    return {role: Weights(read[role], SLOTS[role]) for role in ROLES}
