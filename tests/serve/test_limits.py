"""Who is let in and who has to wait (protocols.md §21)."""

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.serve import limits, ports
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


def test_a_48_is_a_network_and_every_other_client_its_own() -> None:
    assert limits.network("2001:db8:1:2::/64") == "2001:db8:1::/48"
    assert limits.network(limits.key("2001:db8:1:ffff:8::1")) == "2001:db8:1::/48"
    assert [limits.network(each) for each in ("198.51.100.7", "", "/run/64", "a")] == ["198.51.100.7", "", "/run/64", "a"]


def crowd(number: int, site: int = 1) -> str:
    """One of the 65,536 clients that whoever has a /48 can be."""
    return limits.key(f"2001:db8:{site:x}:{number:x}::1")


def test_a_48_has_no_more_connections_than_so_many_clients() -> None:
    door = Door(Limits(per_address=2))
    assert sum(door.enter(crowd(number)) for number in range(1000)) == limits.SHARE * 4
    assert door.enter(crowd(1, site=2))
    assert door.enter("198.51.100.7")
    door.leave(crowd(0))
    assert door.enter(crowd(999))
    for number in (*range(1, limits.SHARE * 4), 999):
        door.leave(crowd(number))
    assert door._inside == {crowd(1, site=2): 1, "2001:db8:2::/48": 1, "198.51.100.7": 1}


def test_a_48_asks_no_more_than_so_many_clients_and_drives_nobody_out() -> None:
    door = Door(Limits(rate=2, burst=5))
    other = "198.51.100.7"
    assert [door.wait(other, 100) for _ in range(5)] == [0] * 5
    assert sum(door.wait(crowd(number), 100) == 0 for number in range(limits._REMEMBERED + 500)) == limits.SHARE * 5
    assert door.wait(other, 100), "what the other owes was forgotten over the crowd"
    assert door.wait(crowd(1, site=2), 100) == 0
    assert door.wait(crowd(60_000), 100 + 1) == 0


def test_a_full_house_drives_out_the_crowd_and_not_who_came_before_it() -> None:
    class Fake:
        state, client = "waiting", ""

        def abort(self) -> None:
            self.state = "gone"

    port = ports.Port([], Limits(connections=10, per_address=2))
    reader = Fake()
    assert port.entered(cast("Any", reader), "198.51.100.7")
    guests = [Fake() for _ in range(100)]
    assert sum(port.entered(cast("Any", guest), f"2001:db8:1:{number:x}::1") for number, guest in enumerate(guests)) == 100
    assert reader.state == "waiting"
    assert [guest.state for guest in guests] == ["gone"] * 91 + ["waiting"] * 9
    another = Fake()
    assert port.entered(cast("Any", another), "203.0.113.9")
    assert (reader.state, another.state) == ("gone", "waiting")
    for guest in (*guests, another):
        guest.state = "answering"
    assert not port.entered(cast("Any", Fake()), "192.0.2.1")
    assert "192.0.2.1" not in port.door._inside
    assert port.inside == 10
