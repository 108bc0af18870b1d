"""A path, a query and a protocol's form in, a `Reply` out: pages, made and set, kept while nothing has changed.

Pages are made by a few threads beside the loop. A page costs a few milliseconds, a search in a large archive more, and whoever else reads in
that moment would wait for both; the way to a thread and back costs about a tenth of a millisecond and is spared where the reply is kept.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b

import msgspec

from . import export, model, pages
from .manners import MANNERS, encoded, letters
from .pages import Answer, Edition
from .render import FORMS, Setting
from .serve import Reply

THREADS = 4
# Seconds for which a kept reply is given without asking the archive whether it still holds.
FRESH = 1.0
KEPT = 64 * 2**20

_Key = tuple[str, str, str]
_Stamp = tuple[tuple[str, str], ...]


class _Entry(msgspec.Struct):
    """A reply that is kept. It is known to hold where the archive's *stamp* is the one that it was last looked at under; *shown* is what it shows."""

    reply: Reply
    stamp: _Stamp
    shown: bytes


def reply(answer: Answer, protocol: str, setting: Setting) -> Reply:
    """*answer* in the form that its path asked for, else in the *protocol*'s own (`menu`, `gmi`, `html`). In the root of a manner menus and texts are set in
    it; gemtext and HTML have one charset, UTF-8, and stand there as text.
    """
    page, title, charset = answer.page, answer.page.title, "utf-8"
    manner = MANNERS.get(answer.manner)
    name = answer.form or ("text" if manner and protocol != "menu" else protocol)
    if manner and name in {"text", "menu"}:
        setting = msgspec.structs.replace(setting, manner=answer.manner, width=manner.width or setting.width)
        title, charset = letters(answer.manner, page.language)(title), manner.charset
    if name == "json":
        media, body = "application/json", model.to_json(answer.article) if answer.article else msgspec.json.encode(page)
    elif name in export.FEEDS:
        media, body = export.FEEDS[name].media_type, export.FEEDS[name].render(answer, setting).encode()
    else:
        form = FORMS[name]
        media, body = form.media_type, encoded(form.render(page, setting), charset)
    return Reply(
        status=page.status,
        media=media,
        body=body,
        language=page.language,
        title=title,
        charset=charset,
        tag=blake2b(body, digest_size=12).hexdigest(),
    )


def taken(edition: Edition, answer: Answer) -> Reply:
    """The day that *answer* lists, as the file that its path asked for."""
    made = export.TAKEN[answer.form]
    body = b"".join(made.write(export.listed(edition, answer)))
    page = answer.page
    return Reply(media=made.media_type, body=body, language=page.language, title=page.title, tag=blake2b(body, digest_size=12).hexdigest())


class Answers:
    """The edition's `Responder`. *settings* says for each protocol's form how its pages are set. `close` ends the threads."""

    def __init__(self, edition: Edition, settings: Mapping[str, Setting], *, kept: int = KEPT) -> None:
        self._edition = edition
        self._settings = settings
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="pages")
        self._limit = kept
        self._kept: OrderedDict[_Key, _Entry] = OrderedDict()
        self._size = 0
        self._making: dict[_Key, asyncio.Task[Reply]] = {}
        self._stamp: _Stamp = ()
        self._asked = -FRESH
        self._withdrawn = 0
        self.forget: Callable[[], None] = lambda: None
        """Called when an article was withdrawn: whoever keeps copies of what was answered lets go of them."""

    def close(self) -> None:
        """Begin nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def kept(self, path: str, query: str, form: str) -> Reply | None:
        """The reply where it is at hand and the archive was asked within the last second; it does not wait (`serve.Kept`)."""
        found = self._kept.get((form, path, query))
        if found is None or found.stamp is not self._stamp or asyncio.get_running_loop().time() - self._asked >= FRESH:
            return None
        self._kept.move_to_end((form, path, query))
        return found.reply

    async def respond(self, path: str, query: str, form: str) -> Reply:
        """The reply for *path* and *query* on the protocol whose own form is *form*. What many ask for at once is made once."""
        loop = asyncio.get_running_loop()
        key = form, path, query
        if loop.time() - self._asked >= FRESH:
            self._asked = loop.time()
            self._see(*await loop.run_in_executor(self._pool, self._changed))
        found = self._kept.get(key)
        if found is not None and found.stamp is self._stamp:
            self._kept.move_to_end(key)
            return found.reply
        making = self._making.get(key)
        if making is None:
            making = self._making[key] = loop.create_task(self._make(key))
            making.add_done_callback(lambda _: self._making.pop(key, None))
        # A reader who goes takes the page from nobody else who waits for it.
        return await asyncio.shield(making)

    async def _make(self, key: _Key) -> Reply:
        form, path, query = key
        stamp = self._stamp
        made, shown = await asyncio.get_running_loop().run_in_executor(self._pool, self._made, path, query, form, self._kept.get(key))
        # What nobody can ask for again is not kept: a crawler of nonsense would push out what is read.
        if stamp is self._stamp and made.status in {"ok", "input"}:
            self._keep(key, _Entry(made, stamp, shown))
        return made

    def _made(self, path: str, query: str, form: str, known: _Entry | None) -> tuple[Reply, bytes]:
        """The reply and what it shows. A page that shows what it showed when *known* was set is not set again: the same reply still holds."""
        answer = pages.answer(self._edition, path, query)
        shown = _shown(answer)
        if known is not None and shown and shown == known.shown:
            return known.reply, shown
        if answer.form in export.TAKEN:
            return taken(self._edition, answer), shown
        return reply(answer, form, self._settings[form]), shown

    def _changed(self) -> tuple[_Stamp, int]:
        archive = self._edition.archive
        return tuple((paper.key, archive.changed(paper.key)) for paper in archive.papers()), archive.withdrawals()

    def _see(self, stamp: _Stamp, withdrawn: int) -> None:
        is_removed = not {key for key, _ in self._stamp} <= {key for key, _ in stamp}
        if withdrawn != self._withdrawn or is_removed:  # the cases in which what is kept must not lie there until it is pushed out
            self._withdrawn = withdrawn
            self._kept.clear()
            self._size = 0
            self.forget()
        # The same stamp stays the same object: whether a reply holds is then a look at one pointer.
        if stamp != self._stamp:
            self._stamp = stamp

    def _keep(self, key: _Key, entry: _Entry) -> None:
        before = self._kept.pop(key, None)
        self._size += _weight(key, entry) - (_weight(key, before) if before else 0)
        self._kept[key] = entry
        while self._size > self._limit:
            self._size -= _weight(*self._kept.popitem(last=False))


def _shown(answer: Answer) -> bytes:
    """What a page shows, as a digest; "" for a feed and a file, whose articles are no part of their page."""
    if answer.form in export.FEEDS or answer.form in export.TAKEN:
        return b""
    alone = answer.article if answer.form == "json" else None
    return blake2b(msgspec.msgpack.encode(alone or answer.page), digest_size=16).digest()


def _weight(key: _Key, kept: _Entry) -> int:
    """About how many bytes a kept reply takes."""
    return len(kept.reply.body) + len(key[1]) + 4 * len(key[2]) + 800
