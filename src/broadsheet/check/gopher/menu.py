"""An answer's bytes in, the rows of a Gopher menu out, with all their mistakes (RFC 1436 §3.8): a reading of the checker's own."""

import re

import msgspec

_NUMBER = re.compile(rb"[0-9]{1,5}")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a menu. *raw* is the line without its end, *end* that end; *fields* are what tabs part."""

    raw: bytes
    end: bytes
    fields: tuple[bytes, ...]

    @property
    def kind(self) -> str:
        """The item's type."""
        return self.raw[:1].decode("latin-1")

    @property
    def display(self) -> bytes:
        """What is shown."""
        return self.fields[0][1:]

    @property
    def selector(self) -> bytes:
        """What is asked for."""
        return self.fields[1] if len(self.fields) > 1 else b""

    @property
    def host(self) -> str:
        """Where it is asked."""
        return self.fields[2].decode("latin-1").strip() if len(self.fields) > 2 else ""

    @property
    def port(self) -> int:
        """On which port; 0 where the field is no port."""
        field = self.fields[3].strip() if len(self.fields) > 3 else b""
        number = int(field) if _NUMBER.fullmatch(field) else 0
        return number if number < 65536 else 0

    @property
    def is_link(self) -> bool:
        """Whether there is something to ask for: information and errors are none."""
        return self.kind not in {"i", "3"} and len(self.fields) >= 4


class Menu(msgspec.Struct, frozen=True):
    """The rows before the dot that ends a menu; *ended*: whether that dot stands there; *rest*: what comes after it."""

    rows: tuple[Row, ...]
    ended: bool
    rest: bytes = b""

    @property
    def is_menu(self) -> bool:
        """Whether clients can take it for a menu: most of its rows have the fields of one."""
        whole = sum(len(row.fields) >= 4 for row in self.rows)
        return whole > 0 and 2 * whole >= len(self.rows)


def menu(answer: bytes) -> Menu:
    """The rows of *answer*."""
    rows: list[Row] = []
    lines = answer.split(b"\n")
    at = 0
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        raw = line.removesuffix(b"\r")
        at += len(line) + 1
        if raw == b".":
            return Menu(tuple(rows), ended=True, rest=answer[at:])
        if last and not raw:
            break
        end = b"" if last else (b"\r\n" if line.endswith(b"\r") else b"\n")
        rows.append(Row(raw=raw, end=end, fields=tuple(raw.split(b"\t"))))
    return Menu(tuple(rows), ended=False)


def is_error(answer: bytes) -> bool:
    """Whether *answer* says that there is nothing: a row of type 3 (RFC 1436 §3.8) before any link, or Gopher+'s own word (`--1`)."""
    if answer.startswith(b"--"):
        return True
    rows = menu(answer).rows
    return any(row.kind == "3" and len(row.fields) >= 2 for row in rows) and not any(row.is_link for row in rows)
