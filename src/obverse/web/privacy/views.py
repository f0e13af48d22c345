"""Pages of one's own data: see them, take them along, leave."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from obverse.web.people.accounts import LastAdministratorError
from obverse.web.people.doors import confirmed, for_administrators
from obverse.web.people.models import Person
from obverse.web.people.views import signed_in
from obverse.web.privacy.account_data import NeededError, all_about, erase
from obverse.web.privacy.forms import Leaving
from obverse.web.texts import say


@login_required
def own_data(request: HttpRequest) -> HttpResponse:
    """What is stored about whoever is signed in."""
    found = all_about(signed_in(request))
    told = {
        "account": found["account"],
        "counts": {part: len(found[part]) for part in found if part != "account"},
    }
    return render(request, "privacy/own_data.html", told)


@login_required
@confirmed
def own_data_file(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    return as_file(all_about(signed_in(request)), "obverse-my-data.json")


@login_required
@confirmed
def leave(request: HttpRequest) -> HttpResponse:
    """Erase one's own account."""
    person = signed_in(request)
    form = Leaving(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erase(person, by=person)
        except NeededError as needed:
            form.add_error(None, say("privacy.wrong.needed", titles=", ".join(needed.titles)))
        except LastAdministratorError:
            form.add_error(None, say("people.wrong.last_administrator"))
        else:
            logout(request)
            messages.success(request, say("privacy.left"))
            return redirect("home")
    return render(request, "privacy/leave.html", {"form": form, "who": person})


@for_administrators
@confirmed
def erase_account(request: HttpRequest, number: int) -> HttpResponse:
    """Erase somebody's account for them."""
    who = get_object_or_404(Person, pk=number)
    form = Leaving(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erase(who, by=signed_in(request))
        except NeededError as needed:
            form.add_error(None, say("privacy.wrong.needed", titles=", ".join(needed.titles)))
        except LastAdministratorError:
            form.add_error(None, say("people.wrong.last_administrator"))
        else:
            messages.success(request, say("privacy.erased"))
            return redirect("administration")
    return render(request, "privacy/leave.html", {"form": form, "who": who, "for_somebody": True})


def as_file(content: object, name: str) -> HttpResponse:
    """An answer that a browser stores as a file."""
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    answer = HttpResponse(text + "\n", content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
