"""Pages of one's own account, and the page on which somebody joins."""

from __future__ import annotations

from allauth.account.utils import perform_login
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from obverse.web.people import accounts, invitations
from obverse.web.people.doors import confirmed
from obverse.web.people.forms import Address, Joining, Name, NewPassword
from obverse.web.people.models import Invitation, Person
from obverse.web.people.roles import groups_of
from obverse.web.texts import say


def signed_in(request: HttpRequest) -> Person:
    """Who is signed in.

    Raises:
        PermissionDenied: nobody is.
    """
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Somebody's own account: name, ways to sign in, roles."""
    person = signed_in(request)
    form = Name(request.POST if request.method == "POST" else None, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        accounts.rename(person, form.cleaned_data["name"])
        messages.success(request, say("front.saved"))
        return redirect("account")
    roles = list(person.roles.select_related("process__body").order_by("process__title", "kind"))
    labels = {role.process_id: dict(groups_of(role.process)) for role in roles if role.group}
    shown = [
        (role, say(f"people.kind.{role.kind}"), labels.get(role.process_id, {}).get(role.group, role.group))
        for role in roles
    ]
    told = {
        "form": form,
        "roles": shown,
        "second_step": is_mfa_enabled(person),
        "own_address": not settings.SOCIALACCOUNT_PROVIDERS,
    }
    return render(request, "people/account.html", told)


@login_required
@confirmed
def address(request: HttpRequest) -> HttpResponse:
    """Somebody's own address. Where a provider vouches for addresses, only administrators change them."""
    person = signed_in(request)
    if settings.SOCIALACCOUNT_PROVIDERS:
        raise PermissionDenied
    form = Address(
        request.POST if request.method == "POST" else None, person=person, initial={"email": person.email}
    )
    if request.method == "POST" and form.is_valid():
        accounts.change_email(person, form.cleaned_data["email"], by=person)
        messages.success(request, say("front.saved"))
        return redirect("account")
    return render(request, "people/address.html", {"form": form})


@never_cache
@sensitive_post_parameters("password", "again")
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Where somebody who was invited makes an account, takes a role, or chooses a new password."""
    try:
        invitation = invitations.find(secret)
        if invitation.renews is not None:
            return _renew(request, secret, invitation.renews)
        if isinstance(request.user, Person):
            return _take(request, secret, invitation, request.user)
        return _join(request, secret, invitation)
    except invitations.ClosedError as closed:
        return render(
            request, "people/closed.html", {"why": closed.why}, status=404 if closed.why == "unknown" else 410
        )


def _join(request: HttpRequest, secret: str, invitation: Invitation) -> HttpResponse:
    form = Joining(
        request.POST if request.method == "POST" else None,
        person=Person(),
        initial={"email": invitation.email},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        person = invitations.join(secret, name=said["name"], email=said["email"], password=said["password"])
        return _enter(request, person, invitation)
    return render(request, "people/join.html", {"form": form, **_offered(invitation)})


def _take(request: HttpRequest, secret: str, invitation: Invitation, person: Person) -> HttpResponse:
    if request.method == "POST":
        invitations.take(secret, person)
        return redirect(_next(invitation, person))
    return render(request, "people/take.html", _offered(invitation))


def _renew(request: HttpRequest, secret: str, person: Person) -> HttpResponse:
    form = NewPassword(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        invitations.renew(secret, form.cleaned_data["password"])
        accounts.end_sessions(person)
        messages.success(request, say("people.renewed"))
        return redirect("account_login")
    return render(request, "people/renew.html", {"form": form, "person": person})


def _enter(request: HttpRequest, person: Person, invitation: Invitation) -> HttpResponse:
    answer: HttpResponse = perform_login(request, person, redirect_url=_next(invitation, person))
    return answer


def _next(invitation: Invitation, person: Person) -> str:
    """The process that one was invited to, or one's account."""
    if invitation.process is not None and person.is_active:
        return invitation.process.get_absolute_url()
    return "/you/"


def _offered(invitation: Invitation) -> dict[str, object]:
    """What an invitation offers, in words."""
    group = ""
    if invitation.process is not None and invitation.group:
        group = dict(groups_of(invitation.process)).get(invitation.group, invitation.group)
    kind = say(f"people.kind.{invitation.kind}") if invitation.kind else ""
    return {"invitation": invitation, "kind": kind, "group": group}
