"""A page in, text out. One module a form; none knows a page's kind, an archive or a socket.

| form | module | media type |
|---|---|---|
| `text` | `plain` | text/plain |
| `gmi` | `gemtext` | text/gemini |
| `html` | `html` | text/html |
| `menu` | `menu` | application/gopher-menu |

`FORMS` is that table for programs. `plain` and `menu` share `galley`, which sets a page's lines with the marks of `marks`, and
`braille`, which sets them without; `html.style()` is the
style sheet, at `html.STYLE_PATH`. `readback` is the way back: plain text in, `Article` out; `readgemtext` reads
anybody's gemtext.
"""

from collections.abc import Callable

import msgspec

from ..model import Page
from . import gemtext, html, marks, menu, plain
from .setting import Setting

__all__ = ["FORMS", "Form", "Setting", "gemtext", "html", "marks", "menu", "plain"]


class Form(msgspec.Struct, frozen=True):
    """A form: its media type without parameters (all are UTF-8), and the function that makes it."""

    media_type: str
    render: Callable[[Page, Setting], str]


FORMS: dict[str, Form] = {
    "text": Form("text/plain", plain.render),
    "gmi": Form("text/gemini", gemtext.render),
    "html": Form("text/html", html.render),
    "menu": Form("application/gopher-menu", menu.render),
}
