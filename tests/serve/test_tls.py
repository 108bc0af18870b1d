"""A TLS session in memory: what the server sends at the end of the handshake (protocols.md §14)."""

import ssl

import pytest

from broadsheet.serve.tls import Session

ANSWER = b"20 text/gemini\r\n" + b"The harbour freezes. " * 2000


def handshaken(server: ssl.SSLContext, client: ssl.SSLContext, earlier: ssl.SSLSession | None = None) -> tuple[Session, ssl.SSLObject, ssl.MemoryBIO, bytes]:
    """Both ends with the handshake done, the client's incoming bytes, and what the server sent behind the client's last message."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours, theirs = Session(server), client.wrap_bio(incoming, outgoing, server_hostname="localhost", session=earlier)
    with pytest.raises(ssl.SSLWantReadError):
        theirs.do_handshake()
    assert ours.feed(outgoing.read()) == b""
    incoming.write(ours.outgoing())
    theirs.do_handshake()
    assert ours.feed(outgoing.read()) == b""
    assert ours.open
    return ours, theirs, incoming, ours.outgoing()


@pytest.fixture
def client() -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    return made


def test_the_end_of_the_handshake_is_answered_with_one_ticket(tls: ssl.SSLContext, client: ssl.SSLContext) -> None:
    """One record of a ticket's size: a client with Nagle's algorithm waits for it, and a second would be of no use."""
    sent = handshaken(tls, client)[-1]
    assert sent[:3] == b"\x17\x03\x03"
    assert len(sent) == 5 + int.from_bytes(sent[3:5], "big")


def test_who_comes_again_resumes_with_the_ticket(tls: ssl.SSLContext, client: ssl.SSLContext) -> None:
    ours, theirs, incoming, ticket = handshaken(tls, client)
    ours.finish(ANSWER)
    incoming.write(ticket + ours.outgoing())
    got = b""
    while piece := theirs.read(65536):
        got += piece
    assert got == ANSWER
    assert not theirs.session_reused
    again = handshaken(tls, client, theirs.session)
    assert again[1].session_reused
    assert again[-1], "and has a ticket for the next time"
