"""Who is let in and who has to wait (protocols.md §21)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.serve import limits
from broadsheet.serve.limits import Door, Limits


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("::ffff:127.0.0.1", ""),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("", ""),
        ("/run/socket", "/run/socket"),
    ],
)
def test_a_client_is_an_address_or_a_64(address: str, client: str) -> None:
    assert limits.key(address) == client


def test_an_address_has_room_for_so_many() -> None:
    door = Door(Limits(per_address=2))
    assert [door.enter("a") for _ in range(5)] == [True, True, True, True, False]
    assert door.crowded("a")
    assert door.wait("a", 0) == 10
    assert door.enter("b")
    assert not door.crowded("b")
    door.leave("a")
    door.leave("a")
    assert not door.crowded("a")
    assert door.wait("a", 0) == 0
    for _ in range(2):
        door.leave("a")
    assert door.enter("a")


def test_this_machine_is_spared_unless_told_otherwise() -> None:
    door = Door(Limits(per_address=1, burst=1))
    assert all(door.enter("") for _ in range(50))
    assert not any(door.wait("", 0) for _ in range(50))
    strict = Door(Limits(per_address=1, burst=1, spare_loopback=False))
    assert [strict.enter("") for _ in range(3)] == [True, True, False]


def test_who_asks_too_often_waits_and_may_then_ask_again() -> None:
    door = Door(Limits(rate=2, burst=4))
    assert [door.wait("a", 100) for _ in range(4)] == [0, 0, 0, 0]
    seconds = door.wait("a", 100)
    assert seconds == 1
    assert door.wait("b", 100) == 0
    assert door.wait("a", 100 + seconds) == 0


@given(
    st.integers(1, 50),
    st.integers(1, 20),
    st.lists(st.floats(0, 5), min_size=1, max_size=200),
)
def test_never_more_than_the_burst_and_the_rate(burst: int, rate: int, gaps: list[float]) -> None:
    door = Door(Limits(rate=rate, burst=burst))
    now, answered = 1000.0, 0
    for gap in gaps:
        now += gap
        seconds = door.wait("a", now)
        answered += seconds == 0
        assert seconds >= 0
        if seconds:
            assert answered >= burst
            # Who waits as long as told is let in: asked of a copy, so that the run goes on undisturbed.
            paid = door._asked["a"]
            assert door.wait("a", now + seconds) == 0
            door._asked["a"] = paid
    assert answered <= burst + rate * (now - 1000.0) + 1


def test_memory_is_bounded() -> None:
    door = Door(Limits())
    for number in range(limits._REMEMBERED + 500):
        door.wait(str(number), number)
    assert len(door._asked) == limits._REMEMBERED
