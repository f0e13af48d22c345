"""Pages of those who look after the installation: bodies and accounts."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from obverse.web.journal.writing import note
from obverse.web.people import accounts, invitations
from obverse.web.people.doors import for_administrators
from obverse.web.people.forms import Address, BodyName, NewAdministrator
from obverse.web.people.models import Invitation, Person
from obverse.web.people.views import signed_in
from obverse.web.processes.models import Body, Process
from obverse.web.texts import say

DEEDS = {
    "deactivate": accounts.deactivate,
    "activate": accounts.activate,
    "make_administrator": accounts.make_administrator,
    "unmake_administrator": accounts.unmake_administrator,
    "forget_second_step": accounts.forget_second_step,
}


@for_administrators
def administration(request: HttpRequest) -> HttpResponse:
    """The bodies and the accounts of the installation."""
    told = {
        "bodies": Body.objects.annotate(number=Count("processes")).order_by("name"),
        "processes": Process.objects.select_related("body").order_by("body__name", "title"),
        "people": Person.objects.annotate(number=Count("roles")).order_by("name", "email"),
        "asked": Invitation.objects.filter(
            as_administrator=True, used_at=None, expires_at__gt=timezone.now()
        ),
    }
    return render(request, "people/administration.html", told)


@for_administrators
def body(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Add a body, or write the name of one anew."""
    known = get_object_or_404(Body, pk=number) if number is not None else None
    form = BodyName(request.POST if request.method == "POST" else None, instance=known)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            written = form.save()
            what = "people.body_added" if known is None else "people.body_renamed"
            note(what, by=signed_in(request), details={"body": written.pk})
        messages.success(request, say("front.saved"))
        return redirect("administration")
    return render(request, "people/body.html", {"form": form, "body": known})


@for_administrators
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One account: what an administrator may do with it."""
    who = get_object_or_404(Person, pk=number)
    form = Address(
        request.POST if request.method == "POST" else None, person=who, initial={"email": who.email}
    )
    if request.method == "POST" and form.is_valid():
        accounts.change_email(who, form.cleaned_data["email"], by=signed_in(request))
        messages.success(request, say("front.saved"))
        return redirect("person", who.pk)
    return render(request, "people/person.html", _person(who, form))


def _person(who: Person, form: Address, link: str = "") -> dict[str, object]:
    roles = who.roles.select_related("process__body").order_by("process__title")
    return {
        "who": who,
        "form": form,
        "link": link,
        "roles": [(role, say(f"people.kind.{role.kind}")) for role in roles],
        "second_step": Authenticator.objects.filter(user=who).exists(),
    }


@for_administrators
@require_POST
def deed(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """Do with an account what a button says; the last administrator stays."""
    who = get_object_or_404(Person, pk=number)
    try:
        DEEDS[act](who, by=signed_in(request))
    except accounts.LastAdministratorError:
        messages.error(request, say("people.wrong.last_administrator"))
    else:
        messages.success(request, say(f"people.deed_done.{act}", name=str(who)))
    if who.pk == signed_in(request).pk and act in {"deactivate", "unmake_administrator"}:
        return redirect("home")
    return redirect("person", who.pk)


@for_administrators
@require_POST
def renewal(request: HttpRequest, number: int) -> HttpResponse:
    """Make a link by which somebody chooses a new password; the page shows it once."""
    who = get_object_or_404(Person, pk=number, is_active=True)
    secret = invitations.renewal(who, by=signed_in(request))
    link = request.build_absolute_uri(invitations.address(secret))
    form = Address(person=who, initial={"email": who.email})
    return render(request, "people/person.html", _person(who, form, link))


@for_administrators
def new_administrator(request: HttpRequest) -> HttpResponse:
    """Ask somebody to look after the installation; the page shows the link once."""
    form = NewAdministrator(request.POST if request.method == "POST" else None)
    link = ""
    if request.method == "POST" and form.is_valid():
        secret = invitations.invite(signed_in(request), email=form.cleaned_data["email"])
        link = request.build_absolute_uri(invitations.address(secret))
    return render(request, "people/new_administrator.html", {"form": form, "link": link})


@for_administrators
@require_POST
def withdraw(request: HttpRequest, invitation: int) -> HttpResponse:
    """End a link to become an administrator that nobody has used yet."""
    asked = get_object_or_404(Invitation, pk=invitation, as_administrator=True, used_at=None)
    invitations.withdraw(asked, by=signed_in(request))
    messages.success(request, say("people.withdrawn"))
    return redirect("administration")
