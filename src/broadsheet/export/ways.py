"""A page in, the same page with other addresses out: in its text, its lists and its navigation. Made for files, it has no search and no feeds."""

from collections.abc import Callable

from msgspec.structs import replace

from ..model import Block, Link, Links, Page, Teaser
from . import piece


def page(page: Page, way: Callable[[str], str]) -> Page:
    """*page* with every address as *way* has it; where that is "" the text stays and the link goes, in the navigation both."""

    def link(one: Link) -> Link:
        return replace(one, address=way(one.address))

    def block(one: Block) -> Block:
        match one:
            case Teaser():
                return Teaser(link(one.link))
            case Links():
                return Links(tuple(map(link, one.links)))
            case _:
                return one

    main = piece.placed(tuple(map(block, page.main)), way)
    navigation = tuple(one for one in map(link, page.navigation) if one.address)
    return replace(page, main=main, navigation=navigation, search="", feeds=())
