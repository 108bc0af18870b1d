"""The rules of Gemini: one table. "Gemini" is the network protocol's specification, "gemtext" that of the page format (both of 0.24)."""

from typing import TypeAlias

from ..findings import Rule as AnyRule
from . import pages, requests, secure
from .requests import refused
from .seen import Seen

Rule: TypeAlias = AnyRule[Seen]

ALL = ("every client",)
CLIENTS = ("amfora", "bombadillo", "offpunk")
OWNER = ("the server's owner",)
REQUESTS = "Gemini, Requests"

RULES: tuple[Rule, ...] = (
    # TLS and the certificate
    Rule(id="gemini-tls", severity="error", clients=ALL, source="Gemini, Use of TLS", judge=secure.handshake),
    Rule(id="gemini-sni", severity="error", clients=ALL, source="Gemini, Use of TLS; RFC 6066 §3", judge=secure.server_name),
    Rule(id="gemini-tls-version", severity="error", clients=ALL, source="Gemini, Use of TLS: 1.2 or newer; RFC 8996", judge=requests.old_tls),
    Rule(id="gemini-plaintext", severity="error", clients=ALL, source="Gemini, Use of TLS: mandatory", judge=requests.plain),
    Rule(id="gemini-close-notify", severity="error", clients=CLIENTS, source="Gemini, Closing connections; RFC 8446 §6.1", judge=secure.notify),
    Rule(id="gemini-close", severity="error", clients=ALL, source="Gemini, Closing connections", judge=secure.left_open),
    Rule(id="gemini-certificate-dates", severity="error", clients=("amfora", "bombadillo"), source="RFC 5280 §4.1.2.5", judge=secure.dates),
    Rule(
        id="gemini-certificate-lifetime",
        severity="warning",
        clients=CLIENTS,
        source="Gemini, Server certificate validation: trust on first use",
        judge=secure.lifetime,
    ),
    Rule(id="gemini-certificate-name", severity="warning", clients=("amfora", "bombadillo"), source="RFC 9525 §6", judge=secure.names),
    Rule(id="gemini-certificate-key", severity="warning", clients=ALL, source="NIST SP 800-57 part 1: RSA of 2,048 bits", judge=secure.key),
    Rule(
        id="gemini-certificate-changes",
        severity="error",
        clients=CLIENTS,
        source="Gemini, Server certificate validation: trust on first use",
        judge=secure.changes,
    ),
    # requests that are due an answer
    Rule(id="gemini-root", severity="error", clients=ALL, source=REQUESTS, judge=requests.root),
    Rule(id="gemini-bare-host", severity="warning", clients=CLIENTS, source="RFC 3986 §6.2.3: no path and / are the same", judge=requests.bare),
    Rule(
        id="gemini-pieces",
        severity="error",
        clients=("clients behind Tor, a modem or a proxy",),
        source="Gemini, Requests: CR LF ends a request, not its packet",
        judge=requests.pieces,
    ),
    Rule(id="gemini-longest", severity="warning", clients=ALL, source="Gemini, Requests: at most 1,024 bytes", judge=requests.longest),
    Rule(id="gemini-missing", severity="error", clients=("crawlers", "every client"), source="Gemini, Status 51", judge=requests.missing),
    # requests that are due a refusal
    Rule(
        id="gemini-too-long",
        severity="error",
        clients=OWNER,
        source="Gemini, Requests: at most 1,024 bytes; Status 59",
        judge=refused("a request of 1,025 bytes", 59, "too-long"),
    ),
    Rule(id="gemini-empty", severity="error", clients=CLIENTS, source="Gemini, Status 59", judge=refused("an empty request", 59, "empty")),
    Rule(
        id="gemini-relative",
        severity="error",
        clients=CLIENTS,
        source="Gemini, Requests: an absolute URI; Status 59",
        judge=refused("a relative address", 59, "relative"),
    ),
    Rule(
        id="gemini-no-scheme",
        severity="warning",
        clients=CLIENTS,
        source="Gemini, Requests: an absolute URI; Status 59",
        judge=refused("an address without scheme", 59, "schemeless", also=frozenset({53})),
    ),
    Rule(
        id="gemini-utf8", severity="error", clients=CLIENTS, source="Gemini, Requests; RFC 3986 §2", judge=refused("an address that is not UTF-8", 59, "utf8")
    ),
    Rule(
        id="gemini-userinfo",
        severity="error",
        clients=CLIENTS,
        source="Gemini, Requests: no userinfo; Status 59",
        judge=refused("an address with a user name", 59, "userinfo"),
    ),
    Rule(
        id="gemini-fragment",
        severity="error",
        clients=CLIENTS,
        source="Gemini, Requests: no fragment; Status 59",
        judge=refused("an address with a fragment", 59, "fragment"),
    ),
    Rule(
        id="gemini-foreign-host",
        severity="error",
        clients=("readers behind a proxy", *OWNER),
        source="Gemini, Status 53",
        judge=refused("an address of another host", 53, "foreign-host"),
    ),
    Rule(
        id="gemini-foreign-port",
        severity="error",
        clients=("readers behind a proxy", *OWNER),
        source="Gemini, Status 53",
        judge=refused("an address of another port", 53, "foreign-port"),
    ),
    Rule(
        id="gemini-foreign-scheme",
        severity="error",
        clients=("readers behind a proxy", *OWNER),
        source="Gemini, Status 53",
        judge=refused("an address of another protocol", 53, "foreign-scheme", "foreign-gopher", also=frozenset({59})),
    ),
    Rule(id="gemini-no-cr", severity="warning", clients=CLIENTS, source="Gemini, Requests: CR LF ends a request", judge=requests.no_return),
    Rule(
        id="gemini-stall",
        severity="warning",
        clients=("every client, when connections have run out",),
        source="measured: whoever may wait for good can take all connections",
        judge=requests.stall,
    ),
    Rule(id="gemini-beside", severity="error", clients=ALL, source="measured: one slow reader must not keep the others waiting", judge=requests.beside),
    Rule(id="gemini-internals", severity="error", clients=OWNER, source="CWE-209: a refusal tells a stranger nothing of the inside", judge=requests.internals),
    Rule(
        id="gemini-reflected",
        severity="error",
        clients=CLIENTS,
        source="CWE-150: what a link asks for must not come back as commands or as an answer",
        judge=requests.reflected,
    ),
    Rule(id="gemini-climb", severity="error", clients=OWNER, source="CWE-22: /../ is no way out", judge=requests.climbed),
    # answers
    Rule(id="gemini-status", severity="error", clients=ALL, source="Gemini, Responses", judge=pages.status),
    Rule(id="gemini-meta", severity="error", clients=ALL, source="Gemini, Responses: no CR, no LF; at most 1,024 bytes", judge=pages.meta),
    Rule(id="gemini-media-type", severity="warning", clients=ALL, source="Gemini, Status 20; RFC 2045 §5.1", judge=pages.media),
    Rule(id="gemini-charset", severity="error", clients=ALL, source="Gemini, Status 20; gemtext, charset parameter", judge=pages.charset),
    Rule(id="gemini-lang", severity="note", clients=("screen readers",), source="gemtext, lang parameter; RFC 5646", judge=pages.language),
    Rule(id="gemini-control", severity="warning", clients=("bombadillo", "offpunk"), source="a terminal obeys what it is shown", judge=pages.control),
    Rule(id="gemini-link", severity="warning", clients=CLIENTS, source="gemtext, Link lines; RFC 3986 §2", judge=pages.links),
    Rule(id="gemini-fence", severity="warning", clients=ALL, source="gemtext, Preformatting toggle lines", judge=pages.fences),
    Rule(id="gemini-wrapped", severity="note", clients=("clients on narrow screens",), source="gemtext, Text lines: one a paragraph", judge=pages.wrapped),
    Rule(id="gemini-feed", severity="note", clients=("amfora", "offpunk"), source="Subscribing to Gemini pages", judge=pages.feeds),
    Rule(id="gemini-atom", severity="warning", clients=("amfora", "offpunk"), source="RFC 4287 §2 and §4.2.6", judge=pages.atom),
    Rule(id="gemini-dead-link", severity="warning", clients=ALL, source="Gemini, Status 51", judge=pages.dead),
    Rule(
        id="gemini-redirect",
        severity="error",
        clients=CLIENTS,
        source="Gemini, Redirection: at most five, and with a warning to other protocols",
        judge=pages.redirects,
    ),
    Rule(id="gemini-slow-down", severity="warning", clients=("crawlers", "amfora"), source="Gemini, Status 44: an integer of seconds", judge=pages.slow_down),
    Rule(id="gemini-input-prompt", severity="warning", clients=CLIENTS, source="Gemini, Status 10: the meta is the prompt", judge=requests.question),
    Rule(
        id="gemini-input-empty",
        severity="warning",
        clients=("bombadillo", "offpunk"),
        source="Gemini, Status 10: an empty answer is none, so the question comes again",
        judge=requests.empty_answer,
    ),
    Rule(id="gemini-input-query", severity="error", clients=ALL, source="Gemini, Status 10: the answer as query, spaces as %20", judge=requests.answer),
    Rule(
        id="gemini-robots",
        severity="note",
        clients=("crawlers", "web proxies"),
        source="robots.txt for Gemini (companion specification)",
        judge=requests.robots,
    ),
)
