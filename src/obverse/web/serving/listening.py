"""Where the workspace listens, and under which names it is reached.

This process listens itself and hands the open socket on: nobody can take the port in between, and who comes while the
pages are started again waits a moment instead of being turned away.
"""

from __future__ import annotations

import errno
import socket

_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_WHY = {
    errno.EADDRINUSE: "in_use",
    errno.EACCES: "not_allowed",
    errno.EPERM: "not_allowed",
}


class Unheard(Exception):  # noqa: N818 - told as a letter
    """Nobody can be listened to there; ``why`` is in_use, not_allowed or no_such_host."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def listen(host: str, port: int) -> socket.socket:
    """Listen at an address of this machine; port 0 takes a free one.

    Raises:
        Unheard: another program listens there, or this one may not, or the address is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as problem:
        raise Unheard(_WHY.get(problem.errno or 0, "no_such_host")) from problem


def names(host: str) -> list[str]:
    """The names under which the workspace answers where nothing else is told: this machine's own."""
    if host in _EVERYWHERE:
        return [*_LOOPBACK, *dict.fromkeys((socket.gethostname(), socket.getfqdn()))]
    told = f"[{host}]" if ":" in host else host
    return list(dict.fromkeys((*_LOOPBACK, told)))


def address(listening: socket.socket) -> str:
    """What to type into a browser on this machine."""
    host, port = listening.getsockname()[:2]
    if host in _EVERYWHERE:
        host = "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
