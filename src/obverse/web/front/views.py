"""The first page, and the choice of the language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.publications.models import Publication


def home(request: HttpRequest) -> HttpResponse:
    """What is published, for everybody; and one's own processes for who is signed in."""
    published = (
        Publication.objects.filter(state=Publication.State.PUBLISHED)
        .select_related("process__body", "audit")
        .order_by("-published_at")[:50]
    )
    own = (
        Process.objects.filter(roles__person=request.user).select_related("body").distinct()
        if isinstance(request.user, Person)
        else Process.objects.none()
    )
    return render(request, "front/home.html", {"published": published, "own": own})


@require_POST
def speak(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to the page that was read."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 60 * 60,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return answer
