"""People who answer a real server over real connections, as a browser without scripts does."""

from __future__ import annotations

import http.client
import re
from typing import Any
from urllib.parse import urlencode, urlsplit

_RECEIPT = re.compile(r"[0-9A-F]{4}(?:-[0-9A-F]{4}){3}")


class Answering:
    """One connection to a server."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address)

    def post(self, path: str, typed: dict[str, Any]) -> tuple[int, str]:
        """Post a form; the status and the page."""
        connection = http.client.HTTPConnection(str(self.host.hostname), self.host.port, timeout=60)
        try:
            body = urlencode(typed, doseq=True)
            connection.request(
                "POST", path, body=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
            )
            answer = connection.getresponse()
            assert answer.headers.get("Set-Cookie") is None
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def get(self, path: str) -> tuple[int, str]:
        """Ask for a page; the status and the page."""
        connection = http.client.HTTPConnection(str(self.host.hostname), self.host.port, timeout=60)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def answer(self, code: str, **typed: Any) -> str:
        """Answer with a code; the receipt."""
        status, page = self.post("/s/answer", {"code": code, "language": "en", **typed})
        found = _RECEIPT.search(page)
        assert status == 200, (status, page[-2000:])
        assert found is not None
        return found[0]
