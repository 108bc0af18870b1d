"""An address of a Gopher or Gemini server in, a report out: what is wrong with it, whom that hurts, and which rule says so.

| module | what it knows |
|---|---|
| `target` | the address that a person typed |
| `exchange` | what is sent and what came, as values |
| `probe` | sockets: the one place that sends and waits |
| `findings` | rules and what was seen → findings |
| `gopher` · `gemini` | a protocol: what is asked, how it is read, the table of its rules |
| `report` | findings as lines or JSON |

The checker has a reading of the protocols of its own: it shares nothing with `serve`, so that a mistake there is seen here.
"""

from collections.abc import Callable

from . import report
from .findings import Finding, findings
from .gemini.rules import RULES as GEMINI
from .gemini.survey import survey as survey_gemini
from .gopher.rules import RULES as GOPHER
from .gopher.survey import survey as survey_gopher
from .probe import Settings, Wire
from .report import Report
from .target import Target, target

__all__ = ["Finding", "Report", "Settings", "Target", "check", "report", "target"]


def check(at: Target, settings: Settings | None = None, tick: Callable[[], None] = lambda: None) -> Report:
    """Ask the server *at* everything that its rules want to know; *tick* is called for each request. `NetError` where it cannot be reached at all."""
    wire = Wire(at, settings or Settings(), tick)
    wire.reach()
    if at.protocol == "gopher":
        seen = survey_gopher(wire, at)
        return _report(wire, len(seen.pages), findings(GOPHER, seen))
    found = survey_gemini(wire, at)
    return _report(wire, len(found.pages), findings(GEMINI, found))


def _report(wire: Wire, pages: int, found: tuple[Finding, ...]) -> Report:
    return Report(
        address=wire.target.address(),
        protocol=wire.target.protocol,
        pages=pages,
        requests=wire.requests,
        seconds=wire.seconds,
        complete=wire.complete,
        findings=found,
    )
