"""A TLS session in memory: what the server sends at the end of the handshake, what it reads behind it (protocols.md §14)."""

import contextlib
import ssl
from typing import NamedTuple

import pytest

from broadsheet.serve.tls import Session

ANSWER = b"20 text/gemini\r\n" + b"The harbour freezes. " * 2000


class Ends(NamedTuple):
    """The server's and the client's end of a connection, the client's bytes either way, and what the server sent behind the client's last message."""

    ours: Session
    theirs: ssl.SSLObject
    incoming: ssl.MemoryBIO
    outgoing: ssl.MemoryBIO
    sent: bytes


def handshaken(server: ssl.SSLContext, client: ssl.SSLContext, earlier: ssl.SSLSession | None = None) -> Ends:
    """Both ends with the handshake done."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours, theirs = Session(server), client.wrap_bio(incoming, outgoing, server_hostname="localhost", session=earlier)
    sent = b""
    while not ours.open:
        with contextlib.suppress(ssl.SSLWantReadError):
            theirs.do_handshake()
        assert ours.feed(outgoing.read()) == b""
        sent = ours.outgoing()
        incoming.write(sent)
    return Ends(ours, theirs, incoming, outgoing, sent)


@pytest.fixture
def client() -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    return made


def test_the_end_of_the_handshake_is_answered_with_one_ticket(tls: ssl.SSLContext, client: ssl.SSLContext) -> None:
    """One record of a ticket's size: a client with Nagle's algorithm waits for it, and a second would be of no use."""
    sent = handshaken(tls, client).sent
    assert sent[:3] == b"\x17\x03\x03"
    assert len(sent) == 5 + int.from_bytes(sent[3:5], "big")


def test_who_comes_again_resumes_with_the_ticket(tls: ssl.SSLContext, client: ssl.SSLContext) -> None:
    ends = handshaken(tls, client)
    ends.ours.finish(ANSWER)
    ends.incoming.write(ends.ours.outgoing())
    got = b""
    while piece := ends.theirs.read(65536):
        got += piece
    assert got == ANSWER
    assert not ends.theirs.session_reused
    again = handshaken(tls, client, ends.theirs.session)
    assert again.theirs.session_reused
    assert again.sent, "and has a ticket for the next time"


@pytest.mark.parametrize("order", [["CHACHA20-POLY1305", "AES128-GCM-SHA256"], ["AES128-GCM-SHA256", "CHACHA20-POLY1305"]])
def test_the_clients_order_of_ciphers_counts(tls: ssl.SSLContext, client: ssl.SSLContext, order: list[str]) -> None:
    client.maximum_version = ssl.TLSVersion.TLSv1_2  # Python orders those of TLS 1.3 only from 3.15 on
    client.set_ciphers(":".join(f"ECDHE-ECDSA-{name}" for name in order))
    ends = handshaken(tls, client)
    ends.theirs.do_handshake()
    chosen = ends.theirs.cipher()
    assert chosen is not None
    assert chosen[0] == f"ECDHE-ECDSA-{order[0]}"


@pytest.mark.parametrize("size", [1, 7, 16384, 1 << 20])
def test_records_are_read_however_they_are_cut(tls: ssl.SSLContext, client: ssl.SSLContext, size: int) -> None:
    """Two requests' worth of records and the client's goodbye, cut anywhere: all of it is read, and nothing is waited for that has come."""
    ends = handshaken(tls, client)
    asked = [b"gemini://localhost/", b"x" * 40_000, b"\r\n"]
    for piece in asked:
        ends.theirs.write(piece)
    with pytest.raises(ssl.SSLWantReadError):
        ends.theirs.unwrap()
    data = ends.outgoing.read()
    got = b""
    for at in range(0, len(data), size):
        assert not ends.ours.closed
        got += ends.ours.feed(data[at : at + size])
    assert got == b"".join(asked)
    assert ends.ours.closed
