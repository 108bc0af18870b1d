"""Time zones of papers by host and language."""

from zoneinfo import ZoneInfo

import pytest

from broadsheet import zones
from broadsheet.zones import zone_of


@pytest.mark.parametrize(
    ("host", "language", "zone"),
    [
        ("taz.de", "", "Europe/Berlin"),
        ("bbc.co.uk", "en-GB", "Europe/London"),
        ("BLATT.AT", "de", "Europe/Vienna"),
        ("faz.net", "de", "Europe/Berlin"),
        ("faz.net", "de-AT", "Europe/Vienna"),
        ("paper.example", "en-GB", "Europe/London"),
        ("paper.example", "en_ZA", "Africa/Johannesburg"),
        ("paper.example", "zh-Hans", "UTC"),
        ("paper.example", "en", "UTC"),
        ("asahi.com", "ja", "Asia/Tokyo"),
        ("localhost", "", "UTC"),
        ("", "", "UTC"),
    ],
)
def test_zone_of(host: str, language: str, zone: str):
    assert zone_of(host, language) == zone


def test_every_zone_exists():
    for name in zones._ZONES.values():
        ZoneInfo(name)
    assert set(zones._COUNTRIES.values()) <= set(zones._ZONES)
