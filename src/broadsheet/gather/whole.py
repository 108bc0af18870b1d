"""The first page of an article in, its later pages out, asked for like any other."""

import asyncio

from .. import address as addresses
from ..net import meaning
from ..net.answer import PAGE, Answer
from . import forms
from .fetch import Fetcher
from .outline import outline


async def rest(fetcher: Fetcher, first: Answer, taken: set[str]) -> tuple[list[Answer], Answer | None]:
    """The later pages of the article at *first*, and the answer at which they ended, where that may be another one another time.

    Their comparable addresses are added to *taken*; what is in it is not asked for.
    """
    pages, size = [first], len(first.body)
    while len(pages) < forms.MOST and size < PAGE.largest:
        page = await asyncio.to_thread(outline, pages[-1].body, pages[-1].address, pages[-1].charset)
        where = forms.following(page, first.address, len(pages))
        if not where or addresses.comparable(where) in taken:
            break
        taken.add(addresses.comparable(where))
        answer = (await fetcher.get(where, PAGE)).answer
        if meaning.meaning(answer) == "later":
            return pages[1:], answer
        if meaning.meaning(answer) != "page":
            break
        pages.append(answer)
        size += len(answer.body)
    return pages[1:], None
