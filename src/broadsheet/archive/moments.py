"""A date as a source gives it and a time zone in, a moment or a day out. No clock but `now` and `ago`.

A moment is a whole number of microseconds since 1970 in UTC; `UNKNOWN` stands before all others.
"""

import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import lru_cache

UNKNOWN = -(1 << 62)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=256)
def zone(name: str) -> zoneinfo.ZoneInfo:
    """The time zone of that IANA name; UTC for a name that nobody knows."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return zoneinfo.ZoneInfo("UTC")


def _parsed(date: str, zone_name: str) -> datetime | None:
    """*date* as a time with a zone: the paper's, where it names none."""
    try:
        time = datetime.fromisoformat(date)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=zone(zone_name))


def moment(date: str, zone_name: str = "UTC") -> int:
    """The moment of *date* (ISO 8601); a day without time is its first moment in the zone; `UNKNOWN` for what is no date."""
    time = _parsed(date, zone_name)
    return UNKNOWN if time is None else (time - _EPOCH) // timedelta(microseconds=1)


def day(date: str, zone_name: str = "UTC") -> str:
    """The day `YYYY-MM-DD` on which *date* (ISO 8601) falls in the zone; `""` for what is no date."""
    time = _parsed(date, zone_name)
    if time is None:
        return ""
    try:
        return time.astimezone(zone(zone_name)).date().isoformat()
    except OverflowError:  # the first and last hours of what a calendar can say
        return time.date().isoformat()


def ago(days: int) -> int:
    """The moment that many days before the present one."""
    return (datetime.now(UTC) - timedelta(days=days) - _EPOCH) // timedelta(microseconds=1)


def now() -> str:
    """The present moment in ISO 8601, in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
