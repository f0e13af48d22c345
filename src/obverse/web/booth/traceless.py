"""Pages that leave no trace: no cookie, no session, no line in a log, nothing kept by browsers or on the way."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from obverse.web.texts import LANGUAGES, language

View = Callable[..., HttpResponse]
FORM = "application/x-www-form-urlencoded"
_log = logging.getLogger(__name__)
_told: set[str] = set()


def traceless(view: View) -> View:
    """A page of the booth.

    It takes no proof of a cookie against forged forms (``csrf_exempt``): the code in the body is the proof, and who
    has that needs nobody else's browser. Faults are answered here, because Django would log them with the address.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        with translation.override(_spoken(request)):
            try:
                if request.method == "POST" and request.content_type != FORM:
                    # Anything else may be written to a temporary file while it is read.
                    response = shown("wrong", status=400, letter="booth.letter.form")
                else:
                    response = view(request, *args, **named)
            except Http404:
                response = shown("wrong", status=404, letter="booth.letter.astray")
            except SuspiciousOperation:
                response = shown("wrong", status=400, letter="booth.letter.form")
            except Exception as problem:  # noqa: BLE001 - what it says may hold what somebody typed
                say_once(problem)
                response = shown("wrong", status=503, letter="booth.letter.broken")
            response.headers["Content-Language"] = language()
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        # What Django asks before it writes a line about an answer such as 404.
        response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - it has no public name
        return response

    return csrf_exempt(page)


def shown(template: str, *, status: int = 200, **facts: object) -> HttpResponse:
    """A page, made without a look at who asks for it."""
    spoken = language()
    page = render_to_string(f"booth/{template}.html", {"spoken": spoken, **facts})
    return HttpResponse(page, status=status)


def _spoken(request: HttpRequest) -> str:
    told = request.GET.get("language", "")
    if request.method == "POST" and request.content_type == FORM:
        try:
            told = request.POST.get("language", told)
        except SuspiciousOperation:
            told = ""
    return told if told in LANGUAGES else translation.get_language_from_request(request)[:2]


def say_once(problem: Exception) -> None:
    """Say of what kind a fault is and where, once in the life of a process: often enough to mend it, no clock."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
    told = f"{type(problem).__name__} at {where}"
    if told not in _told:
        _told.add(told)
        _log.error("the survey cannot be answered: %s (said once)", told)
