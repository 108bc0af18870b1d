"""How a page is to be set: one value, the same for every form."""

import msgspec


class Setting(msgspec.Struct, frozen=True):
    """How a page is to be set: *width* in display cells (40 to 120; plain and menu; 0 for the form's own), and for menus the public *host* and *port*.

    *manner* is the manner of the edition (`manners.MANNERS`) in which a plain page or a menu is set, "" for its own letters; with *hyphenate* their words
    are parted by the language's patterns. *origin* is where the form is served from (`https://edition.example`), for forms that need absolute
    addresses; "" where they do not.
    """

    width: int = 0
    host: str = "localhost"
    port: int = 70
    origin: str = ""
    manner: str = ""
    hyphenate: bool = False

    def at(self, width: int) -> "Setting":
        """The setting, with *width* where none was asked for."""
        return self if self.width else msgspec.structs.replace(self, width=width)
