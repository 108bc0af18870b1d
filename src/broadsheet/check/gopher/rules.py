"""The rules of Gopher: one table. `docs/check.md` tells what each is for; the numbers of points are those of the measurements that it sums up."""

from typing import TypeAlias

from ..findings import Rule as AnyRule
from . import pages, requests
from .seen import Seen

Rule: TypeAlias = AnyRule[Seen]

ALL = ("every client",)
TERMINALS = ("lynx", "w3m", "curl", "sacc", "bombadillo", "offpunk", "edbrowse")

RULES: tuple[Rule, ...] = (
    # what a request is
    Rule(id="gopher-root", severity="error", clients=ALL, source="RFC 1436 §1 and §2: the empty selector gives the root menu", judge=requests.root),
    Rule(id="gopher-lf", severity="error", clients=("w3m", "bombadillo"), source="measured: they end requests with LF alone", judge=requests.line_feed),
    Rule(
        id="gopher-pieces",
        severity="error",
        clients=("telnet", "clients behind Tor, a modem or a proxy"),
        source="RFC 1436, appendix: CR LF ends a selector, not its packet",
        judge=requests.pieces,
    ),
    Rule(
        id="gopher-plus-root",
        severity="error",
        clients=("UMN gopher",),
        source="Gopher+ §2.7; measured with UMN gopher 3.0.12: it opens a host with TAB $",
        judge=requests.plus_root,
    ),
    Rule(
        id="gopher-plus-item",
        severity="warning",
        clients=("UMN gopher",),
        source="Gopher+ §2.3 and §2.5: what stands behind the last TAB is no query",
        judge=requests.plus_item,
    ),
    Rule(
        id="gopher-encoded",
        severity="warning",
        clients=("lynx", "sacc", "bombadillo", "offpunk"),
        source="measured: some programs percent-decode and some do not",
        judge=requests.other_form,
    ),
    Rule(id="gopher-long", severity="warning", clients=ALL, source="RFC 1436, appendix: a selector has at most 255 characters", judge=requests.too_long),
    Rule(id="gopher-flood", severity="warning", clients=ALL, source="RFC 1436, appendix: a server need not read more than a selector", judge=requests.flood),
    Rule(
        id="gopher-stall",
        severity="warning",
        clients=("every client, when connections have run out",),
        source="measured: whoever may wait for good can take all connections",
        judge=requests.stall,
    ),
    Rule(id="gopher-beside", severity="error", clients=ALL, source="measured: one slow reader must not keep the others waiting", judge=requests.beside),
    Rule(id="gopher-close", severity="error", clients=ALL, source="RFC 1436 §1: the server closes the connection", judge=requests.left_open),
    Rule(id="gopher-reset", severity="warning", clients=ALL, source="RFC 9293 §3.10.7.4: a reset throws away what was not read yet", judge=requests.reset),
    # menus
    Rule(id="gopher-menu", severity="error", clients=ALL, source="RFC 1436 §3.8: type 1 is a menu", judge=pages.not_menu),
    Rule(
        id="gopher-menu-fields",
        severity="error",
        clients=("HTTP proxies", "lynx", "sacc", "bombadillo"),
        source="RFC 1436 §2 and appendix (DirEntity); measured: proxies drop the rest of a page after one such row",
        judge=pages.fields,
    ),
    Rule(
        id="gopher-menu-end",
        severity="warning",
        clients=("UMN gopher", "HTTP proxies"),
        source="RFC 1436 §1 and appendix (Lastline)",
        judge=pages.menu_end,
    ),
    Rule(
        id="gopher-line-end",
        severity="warning",
        clients=("UMN gopher", "clients that look for CR LF"),
        source="RFC 1436, appendix: a DirEntity ends with CR LF",
        judge=pages.line_end,
    ),
    Rule(
        id="gopher-line-length",
        severity="warning",
        clients=("HTTP proxies",),
        source="measured: proxies drop the rest of a page after one such row",
        judge=pages.line_length,
    ),
    Rule(
        id="gopher-display-length",
        severity="note",
        clients=("sacc", "UMN gopher", "HTTP proxies"),
        source="RFC 1436, appendix: fewer than 70 characters; measured: one proxy cuts after 80 bytes",
        judge=pages.display_length,
    ),
    Rule(id="gopher-long-word", severity="note", clients=("bombadillo",), source="measured with bombadillo: one letter a line", judge=pages.long_word),
    Rule(
        id="gopher-control",
        severity="error",
        clients=TERMINALS,
        source="RFC 1436, appendix: neither TAB, CR, LF nor NUL in a field; a terminal obeys what it is shown",
        judge=pages.control,
    ),
    Rule(
        id="gopher-encoding",
        severity="warning",
        clients=("lynx", "w3m", "sacc", "bombadillo", "offpunk"),
        source="measured: UTF-8 is what they show (RFC 1436 of 1993 has ISO Latin-1)",
        judge=pages.encoding,
    ),
    Rule(id="gopher-type", severity="note", clients=ALL, source="RFC 1436 §3.8", judge=pages.kinds),
    Rule(
        id="gopher-host",
        severity="error",
        clients=("HTTP proxies", "lynx", "sacc"),
        source="RFC 1436 §2 and appendix (DirEntity): every row names a host",
        judge=pages.host,
    ),
    Rule(
        id="gopher-port",
        severity="error",
        clients=("HTTP proxies", "lynx", "sacc"),
        source="RFC 1436 §2 and appendix (DirEntity): every row names a port",
        judge=pages.port,
    ),
    Rule(
        id="gopher-bind-address",
        severity="error",
        clients=ALL,
        source="RFC 1436, appendix: a row's host is where the reader finds it",
        judge=pages.bind_address,
    ),
    Rule(id="gopher-host-unknown", severity="error", clients=ALL, source="RFC 1436, appendix: a host is a fully qualified domain name", judge=pages.host_known),
    Rule(
        id="gopher-host-other",
        severity="note",
        clients=ALL,
        source="RFC 1436 §2: links carry the host and port that readers connect to",
        judge=pages.host_consistent,
    ),
    Rule(
        id="gopher-selector",
        severity="warning",
        clients=("lynx", "sacc", "bombadillo", "offpunk"),
        source="measured: A-Z a-z 0-9 / - _ . ! ~ pass unchanged; lynx mangles UTF-8",
        judge=pages.selectors,
    ),
    Rule(
        id="gopher-web-link",
        severity="warning",
        clients=("lynx", "w3m", "sacc", "bombadillo"),
        source="the URL: convention for links of type h",
        judge=pages.web_links,
    ),
    Rule(
        id="gopher-picture",
        severity="note",
        clients=("lynx", "w3m", "sacc"),
        source="convention: programs choose the viewer by the ending",
        judge=pages.pictures,
    ),
    Rule(id="gopher-title", severity="note", clients=("HTTP proxies",), source="measured: an i row with the selector TITLE names the page", judge=pages.titles),
    Rule(id="gopher-dead-link", severity="warning", clients=ALL, source="RFC 1436 §2: a row is something to get", judge=pages.dead),
    # texts
    Rule(id="gopher-text-dot", severity="warning", clients=("lynx", "w3m", "offpunk", "curl"), source="measured: they print the dot", judge=pages.text_dot),
    Rule(
        id="gopher-text-stuffed", severity="note", clients=("lynx", "w3m", "offpunk", "curl"), source="measured: they print both dots", judge=pages.text_stuffed
    ),
    Rule(
        id="gopher-text-control", severity="warning", clients=("curl", "sacc", "edbrowse"), source="a terminal obeys what it is shown", judge=pages.text_control
    ),
    # errors and hostile requests
    Rule(
        id="gopher-error-type",
        severity="error",
        clients=("lynx", "w3m", "sacc", "bombadillo", "UMN gopher"),
        source="RFC 1436 §3.8: type 3 is an error; a request does not say which type it expects",
        judge=requests.missing,
    ),
    Rule(
        id="gopher-error-form",
        severity="note",
        clients=("clients that fetch a text or a picture",),
        source="measured: one readable row and the dot",
        judge=requests.missing_form,
    ),
    Rule(
        id="gopher-error-internals",
        severity="error",
        clients=("the server's owner",),
        source="CWE-209: an error tells a stranger nothing of the inside",
        judge=requests.internals,
    ),
    Rule(
        id="gopher-reflected",
        severity="error",
        clients=TERMINALS,
        source="CWE-150: what a link asks for must not come back as commands or rows",
        judge=requests.reflected,
    ),
    Rule(id="gopher-climb", severity="error", clients=("the server's owner",), source="CWE-22: /../ is no way out", judge=requests.climbed),
    # what else programs look for
    Rule(id="gopher-search", severity="error", clients=ALL, source="RFC 1436 §3.8: type 7 takes words and gives a menu", judge=requests.search),
    Rule(
        id="gopher-url-page",
        severity="warning",
        clients=("UMN gopher", "w3m", "clients that do not know URL:"),
        source="the URL: convention for links of type h: the server gives a page that leads there",
        judge=requests.redirect,
    ),
    Rule(
        id="gopher-url-unsafe",
        severity="error",
        clients=("browsers behind an HTTP proxy", "w3m"),
        source="CWE-79: the address is escaped and of a known scheme",
        judge=requests.redirect_safe,
    ),
    Rule(id="gopher-caps", severity="note", clients=("Overbite",), source="the caps.txt convention (Overbite)", judge=requests.caps),
    Rule(id="gopher-robots", severity="note", clients=("crawlers",), source="RFC 9309, on Gopher by convention of its search engines", judge=requests.robots),
    Rule(id="gopher-http", severity="note", clients=("browsers",), source="measured: browsers take the port for a web server", judge=requests.http),
    Rule(
        id="gopher-tls",
        severity="note",
        clients=("curl (gophers)", "sacc"),
        source="measured: the first byte of TLS is 0x16, so one port can do both",
        judge=requests.tls,
    ),
)
