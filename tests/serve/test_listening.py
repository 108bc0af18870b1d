"""Ports are opened, or a sentence says why not and what to do."""

import socket

import pytest

from broadsheet.errors import ServeError
from broadsheet.serve.listening import listen, port_of


def test_a_free_port_is_taken() -> None:
    sockets = listen("127.0.0.1", 0, "gopher")
    try:
        assert port_of(sockets) > 0
        with socket.create_connection(("127.0.0.1", port_of(sockets)), timeout=2):
            pass
    finally:
        for each in sockets:
            each.close()


def test_every_address_of_a_name_has_the_same_port(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in ("127.0.0.1", "127.0.0.2")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: names)
    sockets = listen("two.example", 0, "gopher")
    try:
        assert [each.getsockname() for each in sockets] == [("127.0.0.1", port_of(sockets)), ("127.0.0.2", port_of(sockets))]
    finally:
        for each in sockets:
            each.close()


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
def test_all_addresses_of_both_kinds() -> None:
    sockets = listen("::", 0, "gopher")
    try:
        for host in ("127.0.0.1", "::1"):
            with socket.create_connection((host, port_of(sockets)), timeout=2):
                pass
    finally:
        for each in sockets:
            each.close()


def test_a_port_in_use_says_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ServeError, match=f"port {port} is in use on 127.0.0.1: stop the other program or choose another with --web PORT"):
            listen("127.0.0.1", port, "web")


def test_the_port_of_the_figures_is_a_setting() -> None:
    taken = listen("127.0.0.1", 0, "gopher")
    try:
        with pytest.raises(ServeError, match="choose another with the setting metrics"):
            listen("127.0.0.1", port_of(taken), "metrics")
    finally:
        taken[0].close()


@pytest.mark.parametrize("bind", ["203.0.113.9", "no.such.name.invalid", "..", "x" * 80])
def test_an_address_that_is_not_ours(bind: str) -> None:
    with pytest.raises(ServeError, match="not an address of this machine"):
        listen(bind, 0, "gopher")


def test_a_port_that_is_not_for_us(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(ServeError, match="port 70 may not be opened by this user: choose one above 1023 with --gopher PORT"):
        listen("127.0.0.1", 70, "gopher")


def test_a_port_that_is_none() -> None:
    with pytest.raises(ServeError, match="port 70000 cannot be opened"):
        listen("127.0.0.1", 70000, "gopher")
