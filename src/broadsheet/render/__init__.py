"""A page in, text out. One module a form; none knows a page's kind, an archive or a socket.

| form | module | media type |
|---|---|---|
| `text` | `plain` | text/plain |
| `gmi` | `gemtext` | text/gemini |
| `html` | `html` | text/html |
| `menu` | `menu` | application/gopher-menu |

`readback` is the way back: plain text in, `Article` out.
"""

import msgspec


class Setting(msgspec.Struct, frozen=True):
    """How a page is to be set: *width* in display cells (40 to 120; plain and menu), and for menus the public *host* and *port*.

    *origin* is where the form is served from (`https://edition.example`), for forms that need absolute addresses; "" where they do not.
    """

    width: int = 75
    host: str = "localhost"
    port: int = 70
    origin: str = ""
