"""A page in, plain text out: the form that reads back. Lines of at most the setting's width in cells, addresses excepted; see `marks`."""

from ..model import Page
from .galley import compose
from .setting import Setting


def render(page: Page, setting: Setting) -> str:
    """*page* as plain text; every line ends in a line feed, none is a `.` alone."""
    return "\n".join(line.text for line in compose(page, setting.width) if line.form != "menu") + "\n"
