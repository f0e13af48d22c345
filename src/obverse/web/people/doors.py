"""Doors of pages: who is let in is decided by a predicate of ``may.py`` before the page is built."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from obverse.web.people import may
from obverse.web.processes.models import Process

View = Callable[Concatenate[HttpRequest, Process, ...], HttpResponseBase]


def allowed(act: may.Predicate) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """A page of a process for those who may ``act`` in it; its address begins with the slug of the process.

    To those who have nothing to do with a process it does not exist.
    """

    def door(view: View) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        @login_required
        def page(request: HttpRequest, slug: str, *args: Any, **named: Any) -> HttpResponseBase:
            process = get_object_or_404(Process, slug=slug)
            if not act(request.user, process):
                if may.see_process(request.user, process):
                    raise PermissionDenied
                raise Http404
            return view(request, process, *args, **named)

        page.act = act  # type: ignore[attr-defined]  # read by the test that every page has a door
        return page

    return door


def confirmed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for which the password or a code is asked once more, if that was not done a moment ago."""
    page: Callable[..., HttpResponseBase] = reauthentication_required()(view)
    return page


def for_administrators(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for those who look after the installation."""

    @wraps(view)
    @login_required
    def page(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        if not may.administer(request.user):
            raise PermissionDenied
        return view(request, *args, **named)

    page.act = may.administer  # type: ignore[attr-defined]  # read by the test that every page has a door
    return page
