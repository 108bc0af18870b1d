"""A list of articles that no archive holds."""

from broadsheet import pages
from broadsheet.archive import Head
from broadsheet.model import Article, Page, Paper
from broadsheet.pages import Listed, Piece

PAPER = Paper(key="bote", name="Der <Bote> & Co", address="https://bote.example/", language="de", timezone="Europe/Berlin", permission="Alles & mehr")


def listed(*made: Article) -> pages.Answer:
    """A list of *made*."""
    heads = [
        Head(
            id=number,
            paper="bote",
            address=article.address or "https://bote.example/x",
            kicker=article.kicker,
            headline=article.headline,
            teaser=article.teaser,
            date=article.date,
            modified=article.modified,
            language=article.language,
            authors=article.authors,
            sections=article.sections,
            tags=article.tags,
        )
        for number, article in enumerate(made, 1)
    ]
    pieces = tuple(Piece(head=head, article=article, paper=PAPER, path=f"/~/a/{head.id}", body=article.body) for head, article in zip(heads, made, strict=True))
    page = Page(path="/~/newest", kind="newest", title="Neueste", masthead=PAPER.name, language="de")
    return pages.Answer(page, "atom", listed=Listed(path="/~/newest", room="/~/newest", paper=PAPER, heads=tuple(heads), pieces=pieces))
