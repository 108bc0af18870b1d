"""A page in, plain text out: the form that reads back. Lines of at most the setting's width in cells, addresses excepted; see `marks`."""

from ..manners import MANNERS
from ..model import Page
from . import braille, galley
from .setting import Setting

WIDTH = 75


def render(page: Page, setting: Setting) -> str:
    """*page* as plain text; every line ends in a line feed, none is a `.` alone."""
    compose = braille.compose if setting.manner and MANNERS[setting.manner].is_braille else galley.compose
    return "\n".join(line.text for line in compose(page, setting.at(WIDTH)) if line.form != "menu") + "\n"
