"""An address of anybody's Gopher or Gemini server in, what is wrong with it out: the command `check`."""

from typing import Annotated

from cyclopts import Parameter

from .cli_common import progress, show, show_json
from .errors import UsageError

FOUND = 7


def check(
    address: Annotated[str, Parameter(help="gopher://HOST[:PORT]/ or gemini://HOST[:PORT]/")],
    /,
    *,
    pages: Annotated[int, Parameter(help="How many pages are visited at most, the root included.")] = 20,
    timeout: Annotated[float, Parameter(help="Seconds that an answer may stay silent.")] = 10,
    patience: Annotated[float, Parameter(help="Seconds after which a server should let go of a client that asks nothing.")] = 30,
    json: Annotated[bool, Parameter(name="--json", help="Print JSON.")] = False,
) -> int:
    """Check a Gopher or Gemini server: what breaks the specifications, and what breaks readers' programs.

    For example:

    - `broadsheet check gopher://localhost:7070/`
    - `broadsheet check gemini://capsule.example/ --pages 50 --json`
    """
    from . import check as checks  # with the libraries of certificates, which no other command needs

    if not 1 <= pages <= 1000:
        raise UsageError(f"--pages: {pages} is not between 1 and 1000")
    if not (0 < timeout <= 120 and 0 < patience <= 600):
        raise UsageError("--timeout takes up to 120 seconds, --patience up to 600, both more than 0")
    settings = checks.Settings(pages=pages, timeout=timeout, patience=patience)
    with progress("requests") as tick:
        report = checks.check(checks.target(address), settings, tick)
    if json:
        show_json(checks.report.json(report))
    else:
        show(checks.report.text(report).removesuffix("\n"))
    return FOUND if report.count("error") else 0
