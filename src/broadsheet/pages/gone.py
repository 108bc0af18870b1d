"""A request for what was withdrawn in, its tombstone out: that there was an article, since when it is gone, and why."""

from ..labels import date, label
from ..model import Block, Facts, Page, Paragraph, Span
from . import addresses, lists
from .edition import Answer, Request
from .times import local


def page(request: Request) -> Answer | None:
    """The page of status `gone`; None where nothing was withdrawn at the request's address."""
    paper = request.paper
    if paper is None:
        return None
    # `/~/a/<id>`, `/~/history/<id>` and what is below them
    parts = request.path.split("/")
    number = int(parts[3]) if len(parts) > 3 and parts[1:3] in (["~", "a"], ["~", "history"]) and parts[3].isascii() and parts[3].isdigit() else 0
    found = request.archive.withdrawal(paper.key, () if request.path.startswith("/~") else request.written, number if number < 1 << 62 else 0)
    if found is None:
        return None
    language = request.language
    main: list[Block] = [Facts((date(language, local(found.time, paper)[:10]),)), Paragraph((Span(label(language, "withdrawn-help")),))]
    if found.reason:
        main.append(Paragraph((Span(found.reason),)))
    return Answer(
        Page(
            path=addresses.local(request, "/~/missing"),
            kind="gone",
            title=label(language, "withdrawn"),
            masthead=request.masthead,
            language=language,
            main=tuple(main),
            navigation=lists.ways(request),
            search=addresses.search(request),
            status="gone",
        )
    )
