"""An address and a port in, listening sockets out; `ServeError` says which port, why not, and what to do."""

import errno
import os
import socket

from ..errors import ServeError

BACKLOG = 1024


def listen(bind: str, port: int, option: str, *, shared: bool = False) -> list[socket.socket]:
    """Sockets that listen on every address that *bind* names. Port 0 takes a free one, the same on all. *option* is the word of the command line.

    *shared* sockets let others of the same user listen beside them (SO_REUSEPORT): the system deals the connections out.
    """
    try:
        found = socket.getaddrinfo(bind or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError):
        raise ServeError(f"{bind}: not an address of this machine; give --bind an address such as 127.0.0.1, 0.0.0.0 or ::") from None
    sockets: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in dict.fromkeys(found):
            listener = socket.socket(family, kind, protocol)
            sockets.append(listener)
            listener.setblocking(False)
            if os.name == "posix":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if shared:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            if family == socket.AF_INET6:
                # `::` alone means every address of both kinds; beside an IPv4 socket each has its own.
                both = all(entry[0] == socket.AF_INET6 for entry in found) and address[0] == "::"
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0 if both else 1)
            port = port or (sockets[0].getsockname()[1] if len(sockets) > 1 else 0)
            listener.bind((address[0], port, *address[2:]))
            listener.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        for opened in sockets:
            opened.close()
        raise ServeError(_reason(error, bind, port, option)) from None
    return sockets


def _reason(error: OSError | OverflowError, bind: str, port: int, option: str) -> str:
    code = error.errno if isinstance(error, OSError) else None
    given = "the setting metrics" if option == "metrics" else f"--{option} PORT"
    if code == errno.EADDRINUSE:
        return f"port {port} is in use on {bind}: stop the other program or choose another with {given}"
    if code == errno.EACCES:
        return (
            f"port {port} may not be opened by this user: choose one above 1023 with {given} and forward {port} to it, "
            "or give the program the right to (setcap cap_net_bind_service)"
        )
    if code == errno.EADDRNOTAVAIL:
        return f"{bind}: not an address of this machine; give --bind one that is, or 0.0.0.0 for all"
    return f"port {port} cannot be opened on {bind} ({error}); choose another with {given}"


def port_of(sockets: list[socket.socket]) -> int:
    """The port that *sockets* listen on."""
    return int(sockets[0].getsockname()[1])
