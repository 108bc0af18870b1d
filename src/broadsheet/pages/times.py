"""A moment as a source or the archive wrote it in, the same moment by the clock of the paper's own place out: what a reader there would see."""

from datetime import datetime

from ..archive import moments
from ..model import Paper

# Also what a paper has whose zone is not known: then the clock of the source is nearer to the reader than that of Greenwich.
_UNKNOWN = "UTC"


def local(iso: str, paper: Paper | None) -> str:
    """*iso* (ISO 8601) in the time zone of *paper*; as it stands where it is a day, names no zone itself, or the paper's zone is not known."""
    if paper is None or paper.timezone == _UNKNOWN or "T" not in iso:
        return iso
    try:
        moment = datetime.fromisoformat(iso)
        return moment.astimezone(moments.zone(paper.timezone)).isoformat(timespec="seconds") if moment.tzinfo else iso
    except (ValueError, OverflowError):  # no date, or beyond what a calendar can say
        return iso
