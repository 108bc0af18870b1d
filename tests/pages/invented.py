"""An edition of two invented papers, and how tests look at a page."""

from collections.abc import Callable

from broadsheet import pages
from broadsheet.archive import Archive, Refusal
from broadsheet.manners import of_path
from broadsheet.model import (
    Article,
    Block,
    Box,
    Embed,
    Entry,
    Figure,
    FrontBlock,
    FrontPage,
    Heading,
    Image,
    Link,
    Links,
    Listing,
    ListItem,
    Page,
    Paper,
    Paragraph,
    Person,
    Quote,
    Span,
    Table,
    Tag,
    Teaser,
    Verse,
)
from broadsheet.pages.numbering import runs

HOME = "https://bote.example"

BOTE = Paper(
    key="bote",
    name="Der Bote",
    address=f"{HOME}/",
    language="de",
    timezone="Europe/Berlin",
    sections=("Politik", "Stadt", "Kultur"),
    description="Zeitung für Kleinstadt",
    permission="Abdruck mit Quelle erlaubt",
)
COURIER = Paper(key="courier", name="The Courier", address="https://www.courier.example/", language="en", timezone="Europe/London")

BRIDGE = f"{HOME}/politik/die-bruecke-steht/!1000001/"
DESK = f"{HOME}/redaktion/"
COURIER_BRIDGE = "https://www.courier.example/news/bridge-2000001"


def text(*words: str) -> Paragraph:
    return Paragraph(tuple(Span(word) for word in words))


def bridge(body: tuple[Block, ...]) -> Article:
    """The article that has every part."""
    return Article(
        address=BRIDGE,
        aliases=("https://m.bote.example/politik/die-bruecke-steht/!1000001/", f"{HOME}/druck/1000001"),
        paper="Der Bote",
        language="de",
        kicker="Brückenbau",
        headline="Die Brücke steht",
        teaser="Nach sechs Tagen ist der Fluss wieder frei.",
        date="2024-12-03T17:42:00+01:00",
        modified="2024-12-04T08:00:00+01:00",
        authors=(Person("Anna Groß", address=DESK), Person("Emil Voss", "Foto", DESK)),
        sections=(Tag("Politik", f"{HOME}/politik/"), Tag("Stadt", f"{HOME}/stadt/")),
        tags=(Tag("Brücke", f"{HOME}/bruecke/!t500/"), Tag("Fluss"), Tag("brücke"), Tag("جسر")),
        related=(Link(f"{HOME}/stadt/artikel-10/!1000110/", "Wie es begann", "Rückblick"), Link("https://elsewhere.example/x", "Anderswo")),
        copyright="© Der Bote",
        body=body,
    )


FIRST = (text("Die Brücke steht seit gestern Abend."), text("Der Rat will heute beraten."))
BODY: tuple[Block, ...] = (
    Figure(Image(f"{HOME}/bild.jpg", "Die Brücke am Abend", "Emil Voss")),
    Paragraph(
        (
            Span("Kleinstadt hb | ", mark="dateline"),
            Span("Die Brücke steht. Der "),
            Span("Rat der ", f"{HOME}/anderer-titel/!1000111"),
            Span("Stadt", f"{HOME}/anderer-titel/!1000111", "emphasis"),
            Span(" berät, wie "),
            Span("hier", "https://www.bote.example/bruecke/!t500"),
            Span(" und "),
            Span("dort", "https://m.bote.example/stadt/artikel-12/!1000112/"),
            Span(" steht."),
        )
    ),
    Heading((Span("Der "), Span("Plan", "https://outside.example/plan"))),
    Box((Paragraph((Span("Im Kasten", f"{HOME}/gibt/es/nicht"),)),), "Kasten"),
    Table(((((Span("eins", "https://outside.example/1"),)), (Span("zwei"),)),), ((Span("A", "https://outside.example/head"),), (Span("B"),))),
    Listing((ListItem((Span("Punkt", COURIER_BRIDGE),)),)),
    Quote(((Span("Gesagt", f"{HOME}/"),),), "Ein Mensch"),
    Verse(((Span("Zeile", "mailto:post@bote.example"),),)),
    Embed("Video", f"{HOME}/stadt/artikel-13/!1000113/", "Zum Film"),
)


def fill(archive: Archive) -> None:
    """All that stands in the edition."""
    archive.put_paper(BOTE)
    archive.put_paper(COURIER)
    for number in range(10, 55):
        day = f"2024-{11 if number < 30 else 12}-{number % 28 + 1:02}"
        section = ("Politik", "Stadt", "Kultur")[number % 3]
        archive.put(
            "bote",
            Article(
                address=f"{HOME}/stadt/artikel-{number}/!1000{number + 100}/",
                language="de",
                kicker=f"Reihe {number}",
                headline=f"Artikel Nummer {number}",
                teaser=f"Was im Artikel {number} steht.",
                date=f"{day}T{number % 24:02}:10:00+01:00",
                authors=(Person("Anna Groß", address=DESK),),
                sections=(Tag(section, f"{HOME}/{section.lower()}/"),),
                tags=(Tag("Brücke", f"{HOME}/bruecke/!t500/"),) if number % 2 else (Tag("Fluss"),),
                body=(text("Ein Text mit ", "Wörtern."),),
            ),
        )
    archive.put("bote", bridge(FIRST))
    archive.put("bote", bridge(BODY))
    archive.put("bote", Article(address=f"{HOME}/archiv?artikel=4711", headline="Aus dem Archiv", language="de", body=(text("Altes"),)))
    archive.put("bote", Article(address=f"{HOME}/straße/%C3%BCber/", headline="Über die Straße", language="de", body=(text("Umlaute"),)))
    archive.put("bote", Article(address="https://blog.bote.example/eintrag", headline="Im Blog", body=(text("Blog"),)))
    archive.put("bote", Article(address=f"{HOME}/courier/zu-gast", headline="Zu Gast", body=(text("Gast"),)))
    archive.put("bote", Article(address=f"{HOME}/nackt", headline="Nackt"))
    archive.put(
        "bote",
        Article(address=f"{HOME}/english/plain", headline="A Plain Day", language="en", date="2024-10-01", completeness="excerpt", body=(text("One two"),)),
    )
    archive.put(
        "courier",
        Article(
            address=COURIER_BRIDGE,
            headline="Bridge Stands",
            language="en",
            date="2024-12-03T10:00:00Z",
            sections=(Tag("News"),),
            tags=(Tag("Bridge"),),
            body=(Paragraph((Span("As the neighbours say", BRIDGE),)),),
        ),
    )
    archive.put_front("bote", FrontPage("2024-12-01T06:00:00+01:00", (FrontBlock("", (Link(f"{HOME}/stadt/artikel-11/!1000111/", "Gestern oben"),)),)))
    archive.put_front("bote", FRONT)
    for number in range(25):
        archive.put_refusal("bote", Refusal(f"/srv/geheim/ordner/seite-{number}.html", f"2024-12-03T10:00:{number:02}Z", "no-article", "in /srv/geheim"))


FRONT = FrontPage(
    "2024-12-03T18:00:00+01:00",
    (
        FrontBlock(
            "",
            (
                Link(f"{HOME}/politik/noch-ein-titel/!1000001", "Die Brücke, endlich"),
                Link(f"{HOME}/stadt/artikel-10/!1000110/", "Artikel zehn", "Vorne", "Eigener Anriss"),
            ),
        ),
        FrontBlock("Draußen", (Link("https://outside.example/a", "Nicht von hier", teaser="Fremd"), Link(f"{HOME}/verschwunden", "Nicht im Archiv"))),
        FrontBlock("Räume", (Link(f"{HOME}/kultur/"),)),
    ),
)

Get = Callable[..., pages.Answer]


def teasers(page: Page) -> list[Link]:
    return [block.link for block in page.main if isinstance(block, Teaser)]


def headings(page: Page) -> list[str]:
    return ["".join(span.text for span in block.spans) for block in page.main if isinstance(block, Heading)]


def below(page: Page, heading: str) -> tuple[Link, ...]:
    """The links below *heading*, whether lines or teasers."""
    place = next(place for place, block in enumerate(page.main) if isinstance(block, Heading) and block.spans[0].text == heading)
    found: list[Link] = []
    for block in page.main[place + 1 :]:
        if isinstance(block, Teaser):
            found.append(block.link)
        elif isinstance(block, Links):
            found += block.links
        else:
            break
    return tuple(found)


def links(page: Page) -> list[str]:
    """Every address to which *page* leads: in its text, its lists, its navigation."""
    found = [link.address for link in page.navigation] + ([page.search] if page.search else [])

    def visit(blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            if isinstance(block, Teaser):
                found.append(block.link.address)
            elif isinstance(block, Links):
                found.extend(link.address for link in block.links)
            elif isinstance(block, (Box, Entry)):
                visit(block.blocks)
            elif isinstance(block, Embed):
                found.append(block.address)
            else:
                found.extend(span.href for spans in runs(block) for span in spans)

    visit(page.main)
    return [address for address in found if address]


def walk(edition: pages.Edition, start: str = "/") -> dict[str, Page]:
    """Every page that a reader reaches from *start* by the edition's own links, by path; the roots of other manners have the same pages."""
    seen: dict[str, Page] = {}
    ways = [start]
    while ways:
        path = ways.pop()
        if path in seen:
            continue
        seen[path] = pages.answer(edition, path).page
        ways += [address for address in links(seen[path]) if address.startswith("/") and of_path(address) == of_path(start)]
    return seen
