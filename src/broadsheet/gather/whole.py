"""The first page of an article in, all of its pages out, asked for like any other: the later ones, or the one that has all of it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from .. import address as addresses
from ..net import meaning
from ..net.answer import PAGE, Answer
from ..siteconfig import Leads
from . import forms
from .fetch import Fetcher
from .outline import outline

Lead: TypeAlias = Callable[[Answer], Awaitable["Leads | Answer"]]
"""Where a page leads by the rules of its site (`siteconfig`), or the answer that says why that is not known."""


async def nowhere(_: Answer) -> Leads:
    """Where pages lead that nobody wrote rules for."""
    return Leads()


async def pages(fetcher: Fetcher, first: Answer, taken: set[str], lead: Lead = nowhere) -> tuple[list[Answer], Answer | None]:
    """The pages of the article at *first*, and the answer at which they ended, where that may be another one another time.

    They begin with *first*, or are the one page elsewhere that has all of it. Their comparable addresses are added to *taken*; what is in it is not
    asked for. What *lead* says goes before what the site says itself; neither leads to another site, nor does a redirect.
    """

    def is_other(address: str) -> bool:
        return not _is_own(address, first)

    led = await lead(first)
    if isinstance(led, Answer):
        return [first], led
    if led.single and _is_own(led.single, first) and addresses.comparable(led.single) != addresses.comparable(first.address):
        taken.add(addresses.comparable(led.single))
        answer = (await fetcher.get(led.single, PAGE, stop=is_other)).answer
        if meaning.meaning(answer) == "later":
            return [first], answer
        if meaning.meaning(answer) == "page" and addresses.comparable(answer.address) != addresses.comparable(first.address):
            taken.add(addresses.comparable(answer.address))
            return [answer], None
    found, size = [first], len(first.body)
    while len(found) < forms.MOST and size < PAGE.largest:
        where = led.following if _is_own(led.following, first) else ""
        if not where and not led.alone:
            page = await asyncio.to_thread(outline, found[-1].body, found[-1].address, found[-1].charset)
            where = forms.following(page, first.address, len(found))
        if not where or addresses.comparable(where) in taken:
            break
        taken.add(addresses.comparable(where))
        answer = (await fetcher.get(where, PAGE, stop=is_other)).answer
        if meaning.meaning(answer) == "later":
            return found, answer
        if meaning.meaning(answer) != "page":
            break
        found.append(answer)
        size += len(answer.body)
        led = await lead(answer)
        if isinstance(led, Answer):
            return found, led
    return found, None


def _is_own(address: str, first: Answer) -> bool:
    """Whether *address* is of the site of *first*: rules are for that alone."""
    return bool(address) and addresses.site(address) == addresses.site(first.address)
