"""What is found of a paper by its front page alone, in the manners of different sites."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import NetError
from broadsheet.gather import pattern
from broadsheet.gather.discover import Found, discover
from broadsheet.gather.fetch import Fetcher
from broadsheet.gather.outline import outline
from broadsheet.gather.sections import sections
from broadsheet.net.answer import Answer, Wanted, failed
from broadsheet.visit import Host, Robots

HOME = "https://bote.example/"
NAVIGATION = "<nav>{}</nav>"


class Site:
    """A site that answers from a table, without a network; and a memory that forgets."""

    def __init__(self, pages: dict[str, str | int]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    async def ask(self, address: str, wanted: Wanted, headers: object = None) -> Answer:
        self.asked.append(address)
        found = self.pages.get(address.removeprefix(HOME), 404)
        if isinstance(found, int):
            return Answer(address=address, status=found)
        if found.startswith("->"):
            return Answer(address=address, status=302, headers={"location": found[2:]})
        return Answer(address=address, status=200, body=found.encode())

    def host(self, name: str) -> Host:
        return Host(name=name)

    def put_host(self, host: Host) -> None: ...

    def robots(self, origin: str) -> Robots:
        return Robots(origin=origin)

    def put_robots(self, robots: Robots) -> None: ...


def found(pages: dict[str, str | int], budget: int | None = 40) -> tuple[Found, Site]:
    site = Site(pages)
    fetcher = Fetcher(site, site, pace_seconds=0.001, budget=budget)
    return asyncio.run(discover(HOME, "bote", fetcher)), site


def links(*pairs: tuple[str, str]) -> str:
    return "".join(f'<li><a href="{address}">{text}</a></li>' for text, address in pairs)


def front(menu: str, news: str, head: str = "", lang: str = "de") -> str:
    return f'<html lang="{lang}"><head><title>Nachrichten - Der Bote</title>{head}</head><body>{NAVIGATION.format(menu)}<main>{news}</main><footer><a href="/impressum">Impressum</a></footer>'


MENU = links(("Start", "/"), ("Politik", "/politik/"), ("Stadt", "/stadt/"), ("Bezirk Mitte", "/stadt/mitte/"), ("Kultur", "/kultur/"), ("E-Paper", "/epaper/"), ("Newsletter", "/newsletter/"))
NEWS = "".join(f'<h2><a href="/{part}/die-bruecke-ueber-den-fluss-{number}.html">Die Brücke über den Fluss steht, Folge {number}</a></h2>' for number in range(10_001, 10_013) for part in ("politik", "stadt"))


def names(result: Found) -> list[str]:
    return [name for name, _ in result.profile.sections]


def test_no_feed_no_sitemap_only_a_front_page() -> None:
    result, site = found({"": front(MENU, NEWS)})
    profile = result.profile
    assert (profile.name, profile.language, profile.timezone) == ("Der Bote", "de", "Europe/Berlin")
    assert names(result) == ["Politik", "Stadt", "Kultur"]
    assert profile.articles == ("/*/*-#.html",)
    assert (profile.feeds, profile.sitemaps) == ((), ())
    assert len(result.articles) == 24
    assert any("no feed" in note for note in result.notes)
    assert len(site.asked) == len(set(site.asked))


def test_a_feed_names_articles_whose_addresses_name_no_section() -> None:
    items = "".join(f"<item><title>Die Brücke {n}</title><link>{HOME}Die-Bruecke-steht/!{6000000 + n}/</link><category>{part}</category></item>" for n in range(20) for part in ("Öko", "Berlin"))
    menu = links(("öko", "/Oeko/!p4610/"), ("berlin", "/Berlin/!p4649/"), ("nord", "/Nord/!p4650/"), ("abo", "/abo/!p1/"), ("genossenschaft werden", "/!112355/"))
    result, _ = found({"": front(menu, "", '<link rel="alternate" type="application/rss+xml" href="/rss">'), "rss": f'<rss version="2.0"><channel><title>bote</title>{items}</channel></rss>'})
    assert names(result) == ["öko", "berlin", "nord"]
    assert pattern.matcher(result.profile.articles)(f"{HOME}Andere-Sache/!6099999/")
    assert not pattern.matcher(result.profile.articles)(f"{HOME}Nord/!p4650/")
    assert result.profile.feeds == (f"{HOME}rss",)


def test_a_feed_at_a_well_known_place_without_text() -> None:
    items = "".join(f"<item><link>/2027/01/{n:02}/ein-guter-tag-fuer-alle/</link></item>" for n in range(1, 20))
    result, site = found({"": front("", "", lang=""), "feed/": f'<rss version="2.0"><channel><title>Der Bote</title><language>nl-BE</language>{items}</channel></rss>'})
    assert result.profile.feeds == (f"{HOME}feed/",)
    assert (result.profile.language, result.profile.timezone) == ("nl-BE", "Europe/Brussels")
    assert result.profile.articles == ("/#/#/#/~",)
    assert f"{HOME}rss.xml" not in site.asked


def test_an_index_of_sitemaps_that_robots_names() -> None:
    urls = "".join(f"<url><loc>{HOME}archiv.php?id={number}</loc><lastmod>2027-01-15</lastmod></url>" for number in range(4000, 4040))
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    news = f'<urlset {space} xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">' + urls.replace("</url>", "<n:news><n:title>T</n:title></n:news></url>") + "</urlset>"
    index = f"<sitemapindex {space}><sitemap><loc>{HOME}alt.xml</loc></sitemap><sitemap><loc>{HOME}news.xml</loc></sitemap></sitemapindex>"
    menu = links(("Politik", "/ressort.php?r=politik"), ("Sport", "/ressort.php?r=sport"))
    result, _ = found({"": front(menu, ""), "robots.txt": f"Sitemap: {HOME}index.xml\n", "index.xml": index, "news.xml": news})
    assert result.profile.sitemaps == (f"{HOME}index.xml",)
    assert result.profile.articles == ("/archiv.php?id=#",)
    assert names(result) == ["Politik", "Sport"]
    assert len(result.articles) == 40


def test_several_languages_and_a_redirect_to_one() -> None:
    page = front(links(("Politique", "/fr/politique"), ("Culture", "/fr/culture")), NEWS.replace("/politik/", "/fr/politique/").replace("/stadt/", "/fr/culture/"), lang="fr_BE")
    result, _ = found({"": "->/fr/", "fr/": page})
    assert result.profile.address == f"{HOME}fr/"
    assert (result.profile.language, result.profile.timezone) == ("fr-BE", "Europe/Brussels")
    assert names(result) == ["Politique", "Culture"]


def test_a_word_of_service_is_a_section_where_feeds_put_articles_under_it() -> None:
    page = outline(front(links(("Politik", "/politik/"), ("Karriere", "/karriere/"), ("Ticker", "/ticker/"), ("Abo", "/abo/")), "").encode(), HOME)
    articles = [f"{HOME}politik/a-1.html", f"{HOME}ticker/b-2.html", f"{HOME}abo/c-3.html"]
    assert [name for name, _ in sections(page, articles, ["Politik"])] == ["Politik"], "that articles lie under its address is no proof"
    assert [name for name, _ in sections(page, articles, ["Politik", "KARRIERE"])] == ["Politik", "Karriere"]


@pytest.mark.parametrize("answer", [404, 503])
def test_a_front_page_that_cannot_be_read_is_said(answer: int) -> None:
    with pytest.raises(NetError, match=str(answer)):
        found({"": answer})


def test_robots_that_forbid_us_are_obeyed() -> None:
    with pytest.raises(NetError, match=r"robots\.txt"):
        found({"": front(MENU, NEWS), "robots.txt": "User-agent: Broadsheet\nDisallow: /\n"})


def test_the_budget_bounds_everything() -> None:
    _, site = found({"": front(MENU, NEWS)}, budget=4)
    assert len(site.asked) == 4


def test_a_failure_has_no_body() -> None:
    assert failed(HOME, "cut", "x").body == b""


@given(st.lists(st.tuples(st.text(max_size=12), st.sampled_from(["/", "/a/", "/a/b/", "/b?x=1", "https://x.example/", "", "//", "/a/b-1.html"])), max_size=12), st.booleans())
def test_any_navigation_gives_sections_of_this_site(pairs: list[tuple[str, str]], proven: bool) -> None:
    page = outline(front(links(*pairs), "").encode("utf-8", "replace"), HOME)
    result = sections(page, [f"{HOME}a/b-1.html"] if proven else [], [])
    assert all(address.startswith(HOME) and name for name, address in result)
    assert len({address for _, address in result}) == len(result)


def test_a_navigation_of_thousands_of_links_takes_no_minutes() -> None:
    """20,000 links beside 50,000 articles took six and a half."""
    home = outline(b"<nav>" + b"".join(b"<a href=/k%d/>Name %d</a>" % (number, number) for number in range(20_000)) + b"</nav>", "https://bote.example/")
    found = sections(home, (f"https://bote.example/k{number}/a-b-c.html" for number in range(50_000)), ())
    assert found[0] == ("Name 0", "https://bote.example/k0/")
    assert len(found) == 40
