"""What a server says by itself, whatever the newspaper: caps.txt, robots.txt, the redirect page, the page for a browser at the wrong door."""

from html import escape

from .. import __version__
from ..manners import MANNERS

# Search and the other forms of a page are one page under many addresses: crawlers gain nothing there. Texts are the newspaper's: who
# archives or mines them asks the newspaper (protocols.md §17 names these four kinds of visitor).
_ROBOTS = """\
# Articles and lists may be indexed and read through proxies. Their texts belong to the newspaper.
User-agent: *
User-agent: indexer
User-agent: webproxy
Disallow: /~/search
Disallow: /~/find/
Disallow: /~/history
Disallow: /~/text/
Disallow: /~/gmi/
Disallow: /~/json/
Disallow: /~/file/
{manners}
Disallow: /~/gopher/
Disallow: /~/gemini/
Disallow: /~/raw/
Disallow: /~/lines/

User-agent: archiver
User-agent: researcher
Disallow: /
"""


def robots() -> bytes:
    """robots.txt, the same on all protocols (RFC 9309; the Gemini companion specification names the virtual user agents)."""
    return _ROBOTS.format(manners="\n".join(f"Disallow: /~/{manner}/" for manner in MANNERS)).encode()


def caps(tls_port: int | None) -> bytes:
    """caps.txt of the Gopher server: how its paths are built, that it speaks UTF-8, and TLS on the same port where it is served."""
    lines = (
        "CAPS",
        "",
        "CapsVersion=1",
        "ExpireCapsAfter=86400",
        "",
        "PathDelimeter=/",
        "PathIdentity=.",
        "PathParent=..",
        "PathParentDouble=FALSE",
        "PathKeepPreDelimeter=FALSE",
        "",
        "ServerSoftware=Broadsheet",
        f"ServerSoftwareVersion={__version__}",
        "ServerDefaultEncoding=UTF-8",
        *([] if tls_port is None else [f"ServerTLSPort={tls_port}"]),
    )
    return "".join(f"{line}\r\n" for line in lines).encode()


def _html(title: str, body: str, head: str = "") -> bytes:
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{head}<title>{title}</title>\n</head>\n'
        f"<body>\n<h1>{title}</h1>\n{body}</body>\n</html>\n"
    ).encode()


def redirect(address: str) -> bytes:
    """The page behind a `URL:` selector, for clients that do not follow such links themselves."""
    safe = escape(address, quote=True)
    return _html(
        "A link out of the Gopher edition",
        f'<p>This link leads to <a href="{safe}" rel="noreferrer">{safe}</a>.\nYour program goes there by itself in five seconds, or when you follow it.</p>\n',
        f'<meta http-equiv="refresh" content="5;url={safe}">\n<meta name="referrer" content="no-referrer">\n',
    )


def wrong_door(web: str, gopher: str, *, head: bool) -> bytes:
    """The whole HTTP answer for a browser that called the Gopher port. *web* is the web edition's address, or "" where there is none."""
    address = web or gopher
    what = "the web edition of this newspaper is at" if web else "this newspaper has no web edition here; with a Gopher program it is read at"
    safe = escape(address, quote=True)
    page = _html("This is a Gopher port", f'<p>Browsers speak another protocol: {what} <a href="{safe}">{safe}</a>.</p>\n')
    answer = (
        "HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Security-Policy: default-src 'none'\r\n"
        f"Content-Length: {len(page)}\r\nConnection: close\r\n\r\n"
    ).encode()
    return answer if head else answer + page


def plain_error(title: str, message: str) -> bytes:
    """A page of the web server's own for what never reached the edition: a malformed request, too many of them, a failure."""
    return _html(escape(title), f"<p>{escape(message)}</p>\n")
