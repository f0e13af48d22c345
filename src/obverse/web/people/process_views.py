"""The people of a process: who has which role, and how somebody gets one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from obverse.web.people import invitations, may, roles
from obverse.web.people.doors import allowed
from obverse.web.people.forms import Invite
from obverse.web.people.models import Invitation, Person
from obverse.web.people.views import signed_in
from obverse.web.processes.models import Process
from obverse.web.texts import say


@allowed(may.manage_people)
def people(request: HttpRequest, process: Process) -> HttpResponse:
    """Who has a part in the process; a role is given to a known address, or by a link to hand over."""
    form = Invite(
        request.POST if request.method == "POST" else None, process=process, initial={"kind": "clerk"}
    )
    link = ""
    if request.method == "POST" and form.is_valid():
        said, by = form.cleaned_data, signed_in(request)
        known = (
            Person.objects.filter(email=said["email"].lower(), is_active=True).first()
            if said["email"]
            else None
        )
        if known is not None:
            roles.give(known, process, said["kind"], said["group"], by=by)
            messages.success(request, say("people.given_to", name=str(known)))
            return redirect("people", process.slug)
        secret = invitations.invite(
            by, email=said["email"], process=process, kind=said["kind"], group=said["group"]
        )
        # The link exists on this page only: it is not stored, and so it cannot be shown again.
        link = request.build_absolute_uri(invitations.address(secret))
        form = Invite(process=process, initial={"kind": "clerk"})
    return render(request, "people/of_process.html", {**_shown(process), "form": form, "link": link})


def _shown(process: Process) -> dict[str, object]:
    groups = dict(roles.groups_of(process))
    held = process.roles.select_related("person").order_by("kind", "person__name")
    asked = Invitation.objects.filter(process=process, used_at=None, expires_at__gt=timezone.now()).order_by(
        "expires_at"
    )
    return {
        "process": process,
        "roles": [
            (role, say(f"people.kind.{role.kind}"), groups.get(role.group, role.group)) for role in held
        ],
        "asked": [(one, say(f"people.kind.{one.kind}"), groups.get(one.group, one.group)) for one in asked],
    }


@allowed(may.manage_people)
@require_POST
def take(request: HttpRequest, process: Process, role: int) -> HttpResponse:
    """Take a role away; the last owner stays."""
    held = get_object_or_404(process.roles.select_related("person"), pk=role)
    by = signed_in(request)
    try:
        roles.take(held, by=by)
    except roles.LastOwnerError:
        messages.error(request, say("people.wrong.last_owner"))
    else:
        messages.success(request, say("people.taken_from", name=str(held.person)))
    if not may.manage_people(by, process):
        return redirect("home")
    return redirect("people", process.slug)


@allowed(may.manage_people)
@require_POST
def withdraw(request: HttpRequest, process: Process, invitation: int) -> HttpResponse:
    """End a link that nobody has used yet."""
    asked = get_object_or_404(Invitation, pk=invitation, process=process, used_at=None)
    invitations.withdraw(asked, by=signed_in(request))
    messages.success(request, say("people.withdrawn"))
    return redirect("people", process.slug)
