"""A Gopher menu in, the files out from which static servers make it: `gophermap` (gophernicus, pygopherd, Bucktooth) and `.gph` (geomyidae).

Gopher has no relative selectors that lead upwards, so selectors are whole, from the server's root; host and port of the own server are left to it.
"""

from collections.abc import Callable, Iterator

# The host that `render.menu` is told, by which its own items are known again (RFC 2606 §2).
HOST = "tree.invalid"


def gophermap(menu: str, selector: Callable[[str, str], str]) -> str:
    """*menu* (of `render.menu`) as a gophermap. *selector* says for a path and its item type what the selector is."""
    lines: list[str] = []
    for kind, text, target, host, port in _items(menu):
        if kind == "i":
            # With a tab, so that no first character of the text means anything to a server; with a selector, since some take none for a mistake.
            lines.append(f"i{text}\t{target or '-'}")
        elif host == HOST:
            lines.append(f"{kind}{text}\t{target if target.startswith('URL:') else selector(target, kind)}")
        else:
            lines.append(f"{kind}{text}\t{target}\t{host}\t{port}")
    return "\n".join([*lines, ""])


def gph(menu: str, selector: Callable[[str, str], str]) -> str:
    """*menu* as a page of geomyidae. `|` parts the fields of an item; a line of text that begins like an item begins with `t`.

    Behind a backslash `|` parts nothing, and a backslash cannot be escaped: a text gets a space behind its last one, what leads to such a selector is text.
    """
    lines: list[str] = []
    for kind, text, target, host, port in _items(menu):
        if kind == "i" or target.endswith("\\"):
            lines.append(f"t{text}" if text.startswith(("[", "t")) else text)
            continue
        if host == HOST:
            target, host, port = target if target.startswith("URL:") else selector(target, kind), "server", "port"
        text += " " * text.endswith("\\")
        lines.append("[" + "|".join((kind, *(field.replace("|", "\\|") for field in (text, target)), host, port)) + "]")
    return "\n".join([*lines, ""])


def _items(menu: str) -> Iterator[tuple[str, str, str, str, str]]:
    """Type, display string, selector, host and port of each line."""
    for line in menu.split("\r\n"):
        fields = line.split("\t")
        if len(fields) == 4:
            yield line[0], fields[0][1:], fields[1], fields[2], fields[3]
