"""A finished check in, plain lines or JSON out."""

import msgspec

from ..text import clean
from .findings import SEVERITIES, Finding, Severity


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A finished check: what was found, and how much was asked for it. *complete* is False where the time ran out before everything was tried."""

    address: str
    protocol: str
    pages: int
    requests: int
    seconds: float
    complete: bool
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """How many findings are of *severity*."""
        return sum(finding.severity == severity for finding in self.findings)


def json(report: Report) -> bytes:
    """*report* as one line of JSON; docs/check.md has the shape."""
    counts = {f"{severity}s": report.count(severity) for severity in SEVERITIES}
    whole = msgspec.to_builtins(report)
    found = whole.pop("findings")
    return msgspec.json.encode({**whole, "seconds": round(report.seconds, 1), **counts, "findings": found})


def text(report: Report) -> str:
    """*report* in plain lines: each finding with what was sent and what came, then one line that sums up."""
    parts = [_finding(finding) for finding in report.findings]
    counts = ", ".join(f"{number} {severity}{'' if number == 1 else 's'}" for severity in SEVERITIES if (number := report.count(severity)))
    rest = "" if report.complete else "; the time ran out before everything was tried"
    pages = f"{report.pages} page{'' if report.pages == 1 else 's'}"
    parts.append(f"{clean(report.address)}: {pages}, {report.requests} requests, {report.seconds:.0f} seconds: {counts or 'nothing found'}{rest}\n")
    return "\n".join(parts)


def _finding(finding: Finding) -> str:
    others = finding.times - 1
    where = f"{finding.where[0]}{f' and {others} more' if others else ''}" if finding.where else ""
    lines = (
        f"{finding.severity} {finding.rule}: {finding.message}",
        f"  where: {where}" if where else "",
        f"  sent:  {finding.sent}" if finding.sent else "",
        f"  came:  {finding.came}",
        f"  hurts: {', '.join(finding.clients)}",
        f"  rule:  {finding.source}",
    )
    return "".join(f"{line}\n" for line in lines if line)
