"""Who one wants to be."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render

from obverse.web.demo.casting import PARTS
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.publications.models import Publication
from obverse.web.texts import say

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def cast(request: HttpRequest) -> HttpResponse:
    """The parts to play; choosing one signs in as it."""
    if request.method == "POST":
        chosen = next((part for part in PARTS if part.name == request.POST.get("part")), None)
        person = Person.objects.filter(email=chosen.email, is_active=True).first() if chosen else None
        if person is None:
            return HttpResponseBadRequest(say("demo.nobody"), content_type="text/plain; charset=utf-8")
        login(request, person, backend=_BACKEND)
        return redirect("home")
    processes = Process.objects.filter(is_demo=True).select_related("body")
    published = Publication.objects.filter(process__in=processes, state=Publication.State.PUBLISHED)
    return render(request, "demo/cast.html", {"parts": PARTS, "processes": processes, "published": published})
