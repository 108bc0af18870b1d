"""Who may ask the proxy, and who has to wait."""

from broadsheet.config import Proxy
from broadsheet.proxy.turns import Turns
from broadsheet.serve.limits import key


def test_a_48_takes_half_of_the_turns_at_most() -> None:
    turns = Turns(Proxy(on=True, connections=12, per_client=2))
    crowd = [key(f"2001:db8:1:{number:x}::1") for number in range(100)]
    let_in = [client for client in crowd if not turns.wait(client, 0)]
    assert len(let_in) == 6
    assert turns.wait("198.51.100.7", 0) == 0
    assert turns.wait(key("2001:db8:2::1"), 0) == 0
    turns.leave(let_in[0])
    assert turns.wait(crowd[99], 0) == 0


def test_one_client_has_its_own_and_all_have_no_more_than_there_are() -> None:
    turns = Turns(Proxy(on=True, connections=3, per_client=2))
    assert [turns.wait("198.51.100.7", 0) for _ in range(3)] == [0, 0, 5]
    assert [turns.wait(client, 0) for client in ("198.51.100.8", "198.51.100.9")] == [0, 5]
    turns.leave("198.51.100.8")
    assert turns.wait("198.51.100.9", 0) == 0
