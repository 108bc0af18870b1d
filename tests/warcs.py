"""WARC files as crawlers write them, made by hand so that nothing of ours reads what it wrote itself (ISO 28500:2017)."""


def record(address: str, body: bytes, *, kind: str = "response", status: str = "200 OK", media: str = "text/html; charset=utf-8", headers: str = "") -> bytes:
    """One record with what a server answered; a `resource` has the body alone."""
    block = body if kind == "resource" else f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{headers}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:7e2d8a2e-0000-4000-8000-000000000001>\r\nWARC-Date: 2024-01-02T03:04:05Z\r\n"
        f"WARC-Target-URI: {address}\r\nContent-Type: {media if kind == 'resource' else 'application/http; msgtype=response'}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"
