"""Real newspapers' hosts on this machine: the corpus' pages at their own addresses, and around them a front page, navigation, feed, sitemap and
robots.txt made in the manner of each site. Nothing of a real page is in here: only hosts, and how their addresses are made.
"""

import asyncio
import functools
import gzip
import html
import json
import socket
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from aiohttp import abc, web

WORDS = "haus brücke markt wasser leute morgen strasse turm garten schule rathaus ufer fähre winter sommer hafen lager messe".encode("ascii", "ignore").decode().split()
SERVICES = {
    "de": ("Abo", "E-Paper", "Newsletter", "Podcasts", "Anmelden", "Stellenmarkt"),
    "en": ("Subscribe", "Newsletters", "Podcasts", "Sign in", "Jobs", "Crosswords"),
    "es": ("Suscríbete", "Newsletter", "Iniciar sesión", "Hemeroteca"),
    "fr": ("S'abonner", "Newsletters", "Se connecter", "Podcasts", "Jeux"),
    "no": ("Logg inn", "Abonnement", "Podcast", "Kontakt"),
    "sv": ("Logga in", "Prenumerera", "Podcast", "TV"),
    "pl": ("E-paper", "Newsletter", "Podcasty", "Kontakt"),
    "it": ("Abbonati", "Accedi", "Newsletter", "Meteo"),
    "tr": ("Abone", "Podcast", "Video", "Fotoğraf"),
    "ko": ("Login", "Newsletter", "Podcast"),
    "ru": ("Подкасты", "Newsletter", "Login"),
    "lt": ("Prenumerata", "Podcast", "Radio", "TV"),
}


class Site(NamedTuple):
    """A host: its language as its pages write it, its *manner*, how the addresses of its articles are made, and its sections by name.

    In *article* `{s}` is a section's step, `{w}` words, `{n}` a number, `{d}` a day.
    """

    host: str
    language: str
    manner: str
    article: str
    sections: dict[str, str]

    @property
    def home(self) -> str:
        return f"http://{self.host}/"


SITES = (
    Site("www.braunschweiger-zeitung.de", "de", "feed", "/{s}/article{n}/{w}.html", {"Braunschweig": "/braunschweig/", "Politik": "/politik/", "Sport": "/sport/", "Kultur": "/kultur/"}),
    Site("www.abc.es", "es", "feed", "/{s}/{w}-{n}-nt.html", {"España": "/espana/", "Internacional": "/internacional/", "Sociedad": "/sociedad/", "Deportes": "/deportes/"}),
    Site("www.dagbladet.no", "no", "feed", "/{s}/{w}/{n}", {"Nyheter": "/nyheter", "Sport": "/sport", "Kjendis": "/kjendis", "Meninger": "/meninger"}),
    Site("www.aftonbladet.se", "sv", "no feed", "/{s}/a/Ard{n}/{w}", {"Nyheter": "/nyheter", "Sport": "/sportbladet", "Nöje": "/nojesbladet", "Ledare": "/ledare"}),
    Site("www.golem.de", "de", "bare feed", "/news/{w}-2404-{n}.html", {"Ticker": "/ticker/", "Politik": "/specials/politik/", "Auto": "/specials/auto/", "Karriere": "/karrierewelt/"}),
    Site("www.jungewelt.de", "de", "bare feed", "/artikel/{n}.{w}.html", {"Inland": "/inland/", "Ausland": "/ausland/", "Feuilleton": "/feuilleton/", "Sport": "/sport/"}),
    Site("www.sn.at", "de-AT", "index", "/{s}/welt/{w}-{n}", {"Salzburg": "/salzburg", "Politik": "/politik", "Panorama": "/panorama", "Kultur": "/kultur"}),
    Site("www.srf.ch", "de-CH", "index", "/{s}/{w}", {"International": "/news/international", "Schweiz": "/news/schweiz", "Wirtschaft": "/news/wirtschaft", "Panorama": "/news/panorama"}),
    Site("www.rp.pl", "pl", "menu", "/{s}/art{n}-{w}", {"Polityka": "/polityka", "Konflikty zbrojne": "/konflikty-zbrojne", "Prawo": "/prawo", "Ekonomia": "/ekonomia"}),
    Site("www.lefigaro.fr", "fr", "menu", "/{s}/{w}-{d}", {"International": "/international", "Politique": "/politique", "Société": "/actualite-france", "Culture": "/culture"}),
    Site("www.thenation.com", "en-US", "menu", "/article/{s}/{w}/", {"Politics": "/subject/politics/", "World": "/subject/world/", "Economy": "/subject/economy/", "Activism": "/subject/activism/"}),
    Site("de.euronews.com", "de", "languages", "/{s}/2024/04/30/{w}", {"Europa": "/my-europe", "Wirtschaft": "/business", "Green": "/green", "Kultur": "/culture"}),
    Site("fr.euronews.com", "fr", "languages", "/{s}/2024/04/30/{w}", {"Europe": "/my-europe", "Business": "/business", "Green": "/green", "Culture": "/culture"}),
    Site("www.aa.com.tr", "tr", "languages", "/tr/{s}/{w}/{n}", {"Gündem": "/tr/gundem", "Ekonomi": "/tr/ekonomi", "Dünya": "/tr/dunya", "Spor": "/tr/spor"}),
    Site("eyethunews.co.za", "en-ZA", "query", "/?p={n}", {"Izindaba": "/?cat=3", "Ezemidlalo": "/?cat=5", "Ezokungcebeleka": "/?cat=8"}),
    Site("www.kommersant.ru", "ru", "query", "/doc.aspx?DocsID={n}", {"Политика": "/rubric.aspx?id=2", "Экономика": "/rubric.aspx?id=3", "Мир": "/rubric.aspx?id=5", "Культура": "/rubric.aspx?id=8"}),
    Site("www.hankookilbo.com", "ko", "no feed", "/news/article/A20250515163300{n}", {"정치": "/News/Politics", "경제": "/News/Economy", "사회": "/News/Society", "국제": "/News/World"}),
    Site("taz.de", "de", "feed", "/{w}/!{n}/", {"Politik": "/Politik/!p4615/", "Öko": "/Oeko/!p4610/", "Gesellschaft": "/Gesellschaft/!p4611/", "Kultur": "/Kultur/!p4639/", "Berlin": "/Berlin/!p4649/"}),
    Site("www.lrt.lt", "lt", "index", "/naujienos/{s}/3/{n}/{w}", {"Lietuvoje": "/naujienos/lietuvoje", "Pasaulyje": "/naujienos/pasaulyje", "Verslas": "/naujienos/verslas", "Nuomonės": "/naujienos/nuomones"}),
    Site("www.corriere.it", "it", "no feed", "/{s}/25_gennaio_05/{w}-3c53a5b8-27fc-{n}xlk.shtml", {"Esteri": "/esteri/", "Politica": "/politica/", "Cronache": "/cronache/", "Cultura": "/cultura/"}),
)  # fmt: skip


class Replay:
    """The server of all `SITES`. *corpus* is the folder of the real pages."""

    def __init__(self, corpus: Path) -> None:
        self.sites = {site.host: site for site in SITES}
        self.real: dict[str, list[tuple[str, Path]]] = {}
        for line in (corpus / "truth.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            parts = urlsplit(row["url"])
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            self.real.setdefault(parts.hostname or "", []).append((target, corpus / "pages" / f"{row['id']}.html.gz"))
        self.asked: list[tuple[str, str, int]] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Replay":
        self._thread.start()
        assert self._ready.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)

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
        self._loop.close()

    def resolver(self) -> type[abc.AbstractResolver]:
        """A resolver that finds every one of the hosts here, and no other."""
        replay = self

        class Resolver(abc.AbstractResolver):
            def __init__(self, *_: Any, **__: Any) -> None:
                pass

            async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[abc.ResolveResult]:
                if host not in replay.sites:
                    raise OSError(f"{host} is no host of the replay")
                return [abc.ResolveResult(hostname=host, host="127.0.0.1", port=replay.port, family=socket.AF_INET, proto=0, flags=socket.AI_NUMERICHOST)]

            async def close(self) -> None:
                pass

        return Resolver

    async def _handle(self, request: web.Request) -> web.Response:
        site = self.sites[request.host.partition(":")[0]]
        response = self._answer(site, request.path_qs)
        self.asked.append((site.host, request.path_qs, response.status))
        return response

    def _answer(self, site: Site, target: str) -> web.Response:
        for real, page in self.real.get(site.host, []):
            if web.Request is not None and target == real:
                return web.Response(body=gzip.decompress(page.read_bytes()), content_type="text/html", charset="utf-8")
        if target == "/robots.txt":
            return web.Response(text=robots(site))
        if target in articles(site):
            return web.Response(text=invented(site, target), content_type="text/html")
        made = {"/": (front(site, self.listed(site)), "text/html")} | files(site, self.listed(site))
        if target not in made:
            return web.Response(status=404, text="404", content_type="text/html")
        body, kind = made[target]
        return web.Response(body=body if isinstance(body, bytes) else body.encode(), content_type=kind)

    def listed(self, site: Site) -> list[str]:
        """The addresses of all articles of *site*: the corpus' own first, where its addresses are made as the site's are now."""
        return [*(target for target, _ in self.real.get(site.host, []) if site.manner != "query"), *articles(site)]


def articles(site: Site) -> list[str]:
    """The addresses of invented articles of *site*, in turn of its sections."""
    found: list[str] = []
    steps = [path.strip("/").removeprefix("tr/").removeprefix("naujienos/").removeprefix("subject/") for path in site.sections.values()]
    for number in range(6 * len(steps)):
        words = "-".join(WORDS[(number * 5 + place * 7) % len(WORDS)] for place in range(6))
        day = (datetime(2024, 11, 22, tzinfo=UTC) - timedelta(days=number)).strftime("%Y%m%d")
        found.append(site.article.format(s=steps[number % len(steps)], w=words, n=7_715_044 + 37 * number, d=day))
    return found


def another_day(site: Site) -> list[str]:
    """The same addresses as they are made in other months."""
    days = (("25_gennaio_05", "26_febbraio_14"), ("/2024/04/30/", "/2026/11/01/"), ("-2404-", "-2611-"), ("A20250515", "A20261101"), ("202411", "202612"), ("202410", "202701"))
    return [functools.reduce(lambda made, day: made.replace(*day), days, target) for target in articles(site)]


def title(site: Site, target: str) -> str:
    """The headline of an article, by its address."""
    number = sum(map(ord, target))
    return " ".join(WORDS[(number + place * 5) % len(WORDS)] for place in range(7)).capitalize() + f" {number}"


def language(site: Site) -> str:
    return site.language.partition("-")[0]


def head(site: Site, name: str) -> str:
    """The head of a page."""
    label = site.host.removeprefix("www.").split(".")[0].capitalize()
    feed = '<link rel="alternate" type="application/rss+xml" title="RSS" href="/rss/alles.xml">' if site.manner in {"feed", "menu", "languages"} else ""
    feed = '<link rel="alternate" type="application/rss+xml" title="RSS" href="/?feed=rss2">' if site.manner == "query" else feed
    other = "".join(f'<link rel="alternate" hreflang="{tag}" href="http://{tag}.euronews.com/">' for tag in ("en", "fr", "de", "it")) if site.manner == "languages" else ""
    return (
        f'<!doctype html><html lang="{site.language}"><head><meta charset="utf-8"><title>{html.escape(name)} | {label}</title>'
        f'<meta property="og:site_name" content="{label}"><meta name="description" content="{label}">{feed}{other}</head>'
    )


def navigation(site: Site) -> str:
    """The navigation in the manner of *site*: sections, and what is none among them."""
    parts = [f'<a href="{path}">{html.escape(name)}</a>' for name, path in site.sections.items()]
    services = [f'<a href="/{number}-service/">{html.escape(name)}</a>' for number, name in enumerate(SERVICES[language(site)])]
    if site.manner == "menu":
        menu = "".join(f"<li>{each}</li>" for each in (*parts, *services))
        return f'<header><a href="/"><img src="/logo.svg" alt="Logo"></a><button>Menu</button></header><div class="offcanvas menu" hidden><ul>{menu}</ul></div>'
    if site.manner == "languages":
        tongues = "".join(f'<li><a href="http://{tag}.euronews.com/">{name}</a></li>' for tag, name in (("en", "English"), ("fr", "Français"), ("de", "Deutsch"), ("it", "Italiano")))
        return f'<header><nav class="lang"><ul>{tongues}</ul></nav><nav class="main"><ul>{"".join(f"<li>{each}</li>" for each in (*parts, *services))}</ul></nav></header>'
    if site.manner in {"bare feed", "query"}:
        return f'<div id="top"><div class="main-navigation">{" ".join((*parts, *services))}</div></div>'
    return f'<header><ul class="service">{"".join(services[:3])}</ul><nav><ul>{"".join(f"<li>{each}</li>" for each in (*parts, *services[3:]))}</ul></nav></header>'


def front(site: Site, listed: list[str]) -> str:
    """The front page: a dozen teasers, the navigation, a footer."""
    teasers = "".join(
        f'<article><h2><a href="{html.escape(target)}">{html.escape(title(site, target))}</a></h2><p>{html.escape(title(site, target[::-1]))}.</p></article>'
        for target in listed[:18]
    )
    footer = '<a href="/impressum/">Impressum</a><a href="/kontakt/">Kontakt</a>' + ('<a href="/rss/alles.xml">RSS</a>' if site.manner == "bare feed" else "")
    return f"{head(site, 'Start')}<body>{navigation(site)}<main>{teasers}</main><footer>{footer}</footer></body></html>"


def invented(site: Site, target: str) -> str:
    """An article's page."""
    text = "".join(f"<p>{' '.join(title(site, f'{target}{place}{line}') + '.' for line in range(4))}</p>" for place in range(6))
    return f"{head(site, title(site, target))}<body>{navigation(site)}<main><article><h1>{html.escape(title(site, target))}</h1>{text}</article></main></body></html>"


def robots(site: Site) -> str:
    """Its robots.txt."""
    rules = "User-agent: *\nDisallow: /suche/\n"
    named = {"no feed": "news.xml", "index": "sitemaps/index.xml", "menu": "sitemap.xml"}.get(site.manner, "")
    return rules + (f"Sitemap: {site.home}{named}\n" if named else "")


def files(site: Site, listed: list[str]) -> dict[str, tuple[str | bytes, str]]:
    """Feeds and sitemaps by their place."""
    now = datetime.now(UTC)
    full = [f"{site.home.rstrip('/')}{html.escape(target)}" for target in listed]
    names = list(site.sections)

    def rss(*, text: bool, categories: bool) -> str:
        items = ""
        for number, (target, address) in enumerate(zip(listed, full, strict=True)):
            steps = [name for name, path in site.sections.items() if target.startswith(path.rstrip("/") + "/")]
            category = f"<category>{html.escape((steps or [names[number % len(names)]])[0])}</category>" if categories else ""
            more = f"<description>{html.escape(title(site, target[::-1]))}</description><pubDate>{now - timedelta(hours=number):%a, %d %b %Y %H:%M:%S} GMT</pubDate>" if text else ""
            items += f"<item><title>{html.escape(title(site, target))}</title><link>{address}</link>{category}{more}</item>"
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{site.host}</title><link>{site.home}</link><language>{site.language}</language>{items}</channel></rss>'

    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    urls = "".join(f"<url><loc>{address}</loc><lastmod>{now - timedelta(hours=number):%Y-%m-%d}</lastmod></url>" for number, address in enumerate(full))
    plain = f'<?xml version="1.0"?><urlset {space}>{urls}<url><loc>{site.home}kontakt/</loc></url></urlset>'
    news = "".join(
        f"<url><loc>{address}</loc><news:news><news:publication_date>{now - timedelta(hours=number):%Y-%m-%dT%H:%M:%SZ}</news:publication_date>"
        f"<news:title>{html.escape(title(site, target))}</news:title></news:news></url>"
        for number, (target, address) in enumerate(zip(listed, full, strict=True))
    )
    xml, feed = "application/xml", "application/rss+xml"
    if site.manner == "feed":
        return {"/rss/alles.xml": (rss(text=True, categories=True), feed), "/sitemap.xml": (plain, xml)}
    if site.manner == "no feed":
        return {"/news.xml": (f'<?xml version="1.0"?><urlset {space} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{news}</urlset>', xml)}
    if site.manner == "bare feed":
        return {"/rss/alles.xml": (rss(text=False, categories=False), feed)}
    if site.manner == "index":
        children = "".join(f"<sitemap><loc>{site.home}sitemaps/{n}.xml.gz</loc><lastmod>{now - timedelta(days=30 * n):%Y-%m-%d}</lastmod></sitemap>" for n in range(3))
        parts = {f"/sitemaps/{n}.xml.gz": (gzip.compress(plain.encode()), "application/gzip") for n in range(3)}
        return {"/sitemaps/index.xml": (f'<?xml version="1.0"?><sitemapindex {space}>{children}</sitemapindex>', xml)} | parts
    if site.manner == "menu":
        return {"/rss/alles.xml": (rss(text=True, categories=False), feed), "/sitemap.xml": (plain, xml)}
    if site.manner == "languages":
        return {"/rss/alles.xml": (rss(text=True, categories=False), feed)}
    return {"/?feed=rss2": (rss(text=True, categories=True), feed)}
