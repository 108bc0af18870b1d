"""A page's path in, the folder that holds it in a tree out. Two paths of two pages never share a folder.

| path | folder |
|---|---|
| `/` | the tree itself |
| `/politik/x/!104` | `politik/x/!104` |
| `/~/newest` | `_/newest`: `~` at the beginning means a user's own pages to many servers |

A part that begins with `_` or `.`, or has the name of a file that stands in every folder, gets one `_` more; one that no file system takes is cut and told
apart by its digest.
"""

import posixpath
from hashlib import blake2b

# What stands in every folder, by form.
FILES = {"html": "index.html", "gmi": "index.gmi", "text": "index.txt", "gophermap": "gophermap", "gph": "index.gph"}
STYLE = "_/style.css"
_TAKEN = frozenset({*FILES.values(), "style.css"})
_LONGEST = 200


def folder(path: str) -> str:
    """The folder of the page at *path* (ASCII, beginning with `/`), relative to the tree, without a slash at its ends; "" for `/`."""
    first, *rest = path.strip("/").split("/")
    return "/".join(("_" if first == "~" else _part(first), *map(_part, rest))) if first else ""


def _part(part: str) -> str:
    if part.startswith(("_", ".")) or part in _TAKEN:
        part = f"_{part}"
    if len(part) > _LONGEST:
        part = f"{part[: _LONGEST - 40]}.{blake2b(part.encode(), digest_size=16).hexdigest()}"
    return part


def relative(file: str, place: str) -> str:
    """How a page in the folder *place* refers to *file* (both relative to the tree)."""
    return posixpath.relpath(file, place or ".")
