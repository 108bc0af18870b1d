"""A newspaper on 127.0.0.1, made for tests: articles in the manner of real sites, faults on demand, and a record of every request."""

import asyncio
import copy
import gzip
import hashlib
import html
import itertools
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from aiohttp import web

SECTIONS = ("Politik", "Wirtschaft", "Kultur", "Sport")
_BEGIN = ["Der Rat der Stadt", "Die Leiterin des Amtes", "Ein Sprecher der Werft", "Die Vorsitzende des Vereins", "Der Bürgermeister", "Eine Gruppe von Anwohnern"]
_DOES = ["beriet am Dienstag über", "verteidigte im Ausschuss", "kritisierte noch einmal", "begrüßte nach langem Streit", "prüft seit dem Frühjahr", "verschob"]
_WHAT = ["den Umbau der alten Brücke", "die Pläne für den Hafen", "das Konzert im Speicher", "den neuen Fahrplan der Fähre", "die Rettung des Freibads", "den Haushalt"]
_END = ["weil die Kosten gestiegen sind", "obwohl die Mehrheit knapp war", "bevor die Frist abläuft", "ohne einen Termin zu nennen", "und bat um Geduld bis zum Herbst"]


class Asked(NamedTuple):
    """One request as the server saw it."""

    time: float
    target: str
    headers: dict[str, str]
    status: int


class Story:
    """An article of the newspaper, which can be changed."""

    def __init__(self, number: int, section: str, published: datetime) -> None:
        self.number = number
        self.section = section
        self.author = "Jonna Ihde"
        self.published = published
        chance = random.Random(number)
        self.headline = f"{chance.choice(_BEGIN)} {chance.choice(_DOES)} {chance.choice(_WHAT)} ({number})"
        self.teaser = f"{chance.choice(_BEGIN)} {chance.choice(_DOES)} {chance.choice(_WHAT)}. Was das für die Stadt heißt, zeigt der Fall {number}."
        self.paragraphs = [
            " ".join(f"{chance.choice(_BEGIN)} {chance.choice(_DOES)} {chance.choice(_WHAT)}, {chance.choice(_END)}." for _ in range(5)) for _ in range(5)
        ]
        self.slug = "-".join(word.strip("().,").lower() for word in self.headline.split()[:6]).encode("ascii", "ignore").decode()

    @property
    def path(self) -> str:
        return f"/{self.section.lower()}/{self.slug}-{self.number}.html"


class Newspaper:
    """The server. *faults* are functions by target, each used up by one request: `faults[path] = [cut, slow]`."""

    def __init__(self, count: int = 20, *, sections: tuple[str, ...] = SECTIONS) -> None:
        self.sections = sections
        now = datetime.now(UTC)
        self.stories = [Story(100_000 + n, sections[n % len(sections)], now - timedelta(minutes=7 * n + 1)) for n in range(count)]
        self.robots: tuple[int, str] = (200, "User-agent: *\nDisallow: /intern/\n")
        self.faults: dict[str, list[Callable[[web.Request], web.StreamResponse | asyncio.Future[web.StreamResponse]]]] = {}
        self.redirects: dict[str, tuple[int, str]] = {}
        self.gone: dict[str, int] = {}
        self.feed_extra: list[str] = []
        self.front_extra: list[str] = []
        self.asked: list[Asked] = []
        self.counter = 0
        self.validators = True
        self.port = 0
        self.moved_to = ""
        self.added: dict[str, str] = {}
        self.copies: dict[str, Story] = {}
        self.canonical = True
        self.marks_next = True
        self.raw: dict[str, tuple[bytes, str]] = {}
        self.paged: dict[str, list[str]] = {}
        self.forms: dict[str, Story] = {}
        self.is_news_sitemap = False
        self.template: Callable[[Newspaper, Story], str] = page
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def __enter__(self) -> "Newspaper":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        async def start() -> web.AppRunner:
            app = web.Application()
            app.router.add_route("GET", "/{path:.*}", self._handle)
            runner = web.AppRunner(app, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.port = runner.addresses[0][1]
            self._ready.set()
            return runner

        runner = self._loop.run_until_complete(start())
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        if left := asyncio.all_tasks(self._loop):
            for task in left:
                task.cancel()
            self._loop.run_until_complete(asyncio.wait(left, timeout=5))
        self._loop.close()

    # what is asked

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        moment, target = time.monotonic(), request.path_qs
        place = len(self.asked)
        self.asked.append(Asked(moment, target, dict(request.headers), 0))
        if self.faults.get(target):
            made = self.faults[target].pop(0)(request)
            response = await made if asyncio.iscoroutine(made) or asyncio.isfuture(made) else made
        else:
            response = self._answer(request)
        self.asked[place] = self.asked[place]._replace(status=response.status)
        return response

    def _answer(self, request: web.Request) -> web.Response:
        target, path = request.path_qs, request.path
        if self.moved_to and request.host != self.moved_to:
            return web.Response(status=301, headers={"Location": f"http://{self.moved_to}{target}"})
        if target in self.redirects:
            status, place = self.redirects[target]
            return web.Response(status=status, headers={"Location": place})
        if target in self.gone:
            return web.Response(status=self.gone[target], text="weg")
        if target in self.raw:
            body, kind = self.raw[target]
            return web.Response(body=body, headers={"Content-Type": kind})
        if path == "/robots.txt":
            return web.Response(status=self.robots[0], text=self.robots[1], content_type="text/plain")
        if path == "/feed.xml":
            return self._given(request, self.feed(), "application/rss+xml")
        if path == "/sitemap.xml":
            return self._given(request, self.sitemap_index(), "application/xml")
        if path.startswith("/sitemap-"):
            return web.Response(body=gzip.compress(self.sitemap(path).encode()), content_type="application/gzip")
        if path == "/":
            return self._given(request, self.front(), "text/html")
        for section in self.sections:
            if path == f"/{section.lower()}/":
                return self._given(request, self.section(section), "text/html")
        if path in self.copies:
            return self._given(request, page(self, self.copies[path], canonical=False), "text/html")
        for story in self.stories:
            if target in self.paged.get(story.path, []):
                return self._given(request, self.part(story, target), "text/html")
        if target in self.forms:
            return self._given(request, page(self, self.forms[target]), "text/html")
        for story in self.stories:
            if path == story.path:
                return self._given(request, self.template(self, story), "text/html")
        return web.Response(status=404, text="Diese Seite gibt es nicht.")

    def _given(self, request: web.Request, text: str, kind: str) -> web.Response:
        body = text.encode()
        tag = f'"{hashlib.md5(body).hexdigest()}"'
        headers = {"ETag": tag, "Last-Modified": "Sun, 22 Nov 2026 08:00:00 GMT"} if self.validators else {}
        if self.validators and request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)

    # what is answered

    def links(self, stories: list[Story]) -> str:
        return "\n".join(
            f'<article class="teaser"><h2><a href="{story.path}">{html.escape(story.headline)}</a></h2><p>{html.escape(story.teaser)}</p></article>' for story in stories
        )

    def part(self, story: Story, target: str) -> str:
        """One page of an article that has several: its part of the paragraphs, and the way to the next page."""
        pages = self.paged[story.path]
        number, share = pages.index(target), -(-len(story.paragraphs) // len(pages))
        part = copy.copy(story)
        part.paragraphs = story.paragraphs[number * share : (number + 1) * share]
        links = "".join(f'<a href="{each}"{" rel=next" if n == number + 1 and self.marks_next else ""}>{n + 1}</a>' for n, each in enumerate(pages) if n != number)
        return page(self, part).replace("</article>", f'</article><div class="pager">{links}</div>', 1)

    def navigation(self) -> str:
        items = "".join(f'<li><a href="/{section.lower()}/">{section}</a></li>' for section in self.sections)
        return f'<header><nav class="main-nav"><ul><li><a href="/">Start</a></li>{items}<li><a href="/abo/">Abo</a></li></ul></nav></header>'

    def head(self, title: str) -> str:
        return (
            f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{html.escape(title)} | Kleinstädter Anzeiger</title>'
            '<meta property="og:site_name" content="Kleinstädter Anzeiger"><link rel="alternate" type="application/rss+xml" title="Neueste" href="/feed.xml">'
        )

    def front(self) -> str:
        extra = "".join(f'<p><a href="{address}">Noch eine Meldung aus der Stadt</a></p>' for address in self.front_extra)
        return (
            f"{self.head('Nachrichten')}</head><body>{self.navigation()}<main>{self.links(self.stories[:12])}{extra}</main>"
            '<footer><a href="/impressum/">Impressum</a><a href="/datenschutz/">Datenschutz</a></footer></body></html>'
        )

    def section(self, name: str) -> str:
        extra = self.added.get(f"/{name.lower()}/", "")
        mine = [story for story in self.stories if story.section == name][:40]
        return f"{self.head(name)}</head><body>{self.navigation()}<main><h1>{name}</h1>{self.links(mine)}{extra}</main></body></html>"

    def feed(self) -> str:
        items = "".join(
            f"<item><title>{html.escape(story.headline)}</title><link>http://127.0.0.1:{self.port}{story.path}?utm_source=feed</link><category>{story.section}</category>"
            f"<pubDate>{story.published:%a, %d %b %Y %H:%M:%S} GMT</pubDate><description>{html.escape(story.teaser)}</description></item>"
            for story in self.stories[:30]
        )
        extra = "".join(f"<item><title>Fremd</title><link>{html.escape(address)}</link></item>" for address in self.feed_extra)
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Kleinstädter Anzeiger</title><link>{self.address}</link><language>de</language>{items}{extra}</channel></rss>'

    def sitemap_index(self) -> str:
        count = (len(self.stories) + 499) // 500
        children = "".join(f"<sitemap><loc>{self.address}sitemap-{n}.xml.gz</loc><lastmod>{datetime.now(UTC):%Y-%m-%d}</lastmod></sitemap>" for n in range(count))
        return f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{children}</sitemapindex>'

    def sitemap(self, path: str) -> str:
        number = int("".join(filter(str.isdigit, path)) or 0)
        urls = "".join(
            f"<url><loc>{self.address.rstrip('/')}{story.path}</loc><lastmod>{story.published:%Y-%m-%dT%H:%M:%SZ}</lastmod></url>"
            for story in self.stories[number * 500 : number * 500 + 500]
        )
        return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}<url><loc>{self.address}abo/</loc></url></urlset>'

    # what was asked

    def counts(self) -> Counter[str]:
        """How often each target was asked for."""
        return Counter(asked.target for asked in self.asked)

    def pages(self) -> Counter[str]:
        """How often each article was asked for, by path."""
        paths = {story.path for story in self.stories}
        return Counter(path for asked in self.asked if (path := asked.target.partition("?")[0]) in paths)

    def gaps(self) -> list[float]:
        """The seconds between each request and the next."""
        moments = sorted(asked.time for asked in self.asked)
        return [later - earlier for earlier, later in itertools.pairwise(moments)]


def page(paper: Newspaper, story: Story, *, canonical: bool = True) -> str:
    """An article's page."""
    paper.counter += 1
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "datePublished": story.published.isoformat(timespec="seconds"),
        "author": {"@type": "Person", "name": story.author},
        "articleSection": story.section,
        "publisher": {"@type": "Organization", "name": "Kleinstädter Anzeiger"},
    }
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in story.paragraphs)
    own = f"""<link rel="canonical" href="{paper.address.rstrip('/')}{story.path}">""" if canonical and paper.canonical else ""
    return (
        f'{paper.head(story.headline)}{own}<script type="application/ld+json">{json.dumps(about)}</script></head>'
        f'<body>{paper.navigation()}<main><article><h1>{html.escape(story.headline)}</h1><p class="teaser">{html.escape(story.teaser)}</p>{body}</article>'
        f'<aside><h3>Meistgelesen</h3>{paper.links(paper.stories[:3])}</aside></main><footer>Aufrufe<a href="/impressum/">Impressum</a></footer></body></html>'
    )


def restless(paper: Newspaper, story: Story) -> str:
    """The same page with what is another at every look: readers and comments counted, an advertisement, other articles' teasers in and beside the text."""
    made = page(paper, story)
    turn = paper.counter
    others = [paper.stories[(turn + step) % len(paper.stories)] for step in (1, 4, 7, 10)]
    counts = f'<div class="meta"><span class="views">{1200 + 37 * turn} Aufrufe</span> <a class="comments" href="{story.path}#kommentare">{turn} Kommentare</a></div>'
    advert = f'<div class="ad ad-inline"><p>Anzeige</p><p>Nur noch {turn} Tage: das Fahrrad, mit dem die Stadt zur Arbeit fährt, für {99 + turn} Euro im Monat.</p></div>'
    also = f'<div class="related inline"><h4>Lesen Sie auch</h4>{paper.links(others[:2])}</div>'
    half = made.find("<p>", made.index('class="teaser">') + 700)
    made = f"{made[:half]}{advert}{also}{made[half:]}".replace("</h1>", f"</h1>{counts}", 1)
    return made.replace("<aside>", f'<aside><p class="stand">{turn} Leser sind gerade hier</p>{paper.links(others)}', 1)


# faults


def status(number: int, **headers: str) -> Callable[[web.Request], web.Response]:
    """An answer with that status."""
    return lambda _: web.Response(status=number, text="Fehler", headers={name.replace("_", "-"): value for name, value in headers.items()})


async def cut(request: web.Request) -> web.StreamResponse:
    """An answer that ends in the middle."""
    response = web.StreamResponse(headers={"Content-Type": "text/html", "Content-Length": "50000"})
    await response.prepare(request)
    await response.write(b"<!doctype html><p>Der Anfang")
    if request.transport is not None:
        request.transport.close()
    return response


async def long(request: web.Request) -> web.StreamResponse:
    """A whole page that claims to be longer than it is."""
    return await _raw(request, b"<!doctype html><html><body><p>Ein ganzer Satz.</p></body></html>", 100_000)


async def short(request: web.Request) -> web.StreamResponse:
    """A page that claims to be shorter than it is: what comes after belongs to no answer."""
    return await _raw(request, b" " * 64 + b"<!doctype html><html><body><p>Ein ganzer Satz.</p></body></html>", 64)


async def _raw(request: web.Request, body: bytes, claimed: int) -> web.StreamResponse:
    transport = request.transport
    if transport is not None:
        transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % claimed + body)
        transport.close()
    return web.Response()


async def hang_up(request: web.Request) -> web.StreamResponse:
    """No answer: the connection is closed."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


def slow(seconds: float) -> Callable[[web.Request], object]:
    """An answer that comes too late."""

    async def late(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return web.Response(text="<p>zu spät", content_type="text/html")

    return late


async def bomb(request: web.Request) -> web.StreamResponse:
    """100 MB of nothing in 100 kB."""
    return web.Response(body=_BOMB, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})


_BOMB = gzip.compress(bytes(100 << 20))
