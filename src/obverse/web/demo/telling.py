"""On every page of a demo stands that it is one."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

# Where the frame of all pages begins. Frozen reports have none, and stay as they are to the last byte.
_FRAME = b'<header class="top">'
Answer = Callable[[HttpRequest], HttpResponseBase]


class Telling:
    """Puts a line above the frame of each page."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and say in what."""
        response = self.answer(request)
        if isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html"):
            line = render_to_string("demo/line.html", request=request).encode()
            response.content = response.content.replace(_FRAME, line + _FRAME, 1)
        return response
