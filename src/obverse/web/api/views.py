"""The page that explains the interface to people, and the page of access keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from obverse.web.api import access
from obverse.web.api.forms import KeyForm
from obverse.web.api.models import AccessKey
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.texts import say


@require_safe
def explained(request: HttpRequest) -> HttpResponse:
    """Every call with what it takes and what it answers, made from the machine's own description."""
    from obverse.web.api.service import api  # noqa: PLC0415 - the addresses have to be known first

    acts = list(_acts(dict(api.get_openapi_schema())))
    return render(request, "api/explained.html", {"acts": acts, "most": access.CALLS_A_MINUTE})


def _acts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for address, methods in schema["paths"].items():
        for method, act in methods.items():
            yield {
                "name": act["operationId"],
                "method": method.upper(),
                "address": address,
                "title": f"api.act.{act['operationId']}.title",
                "text": f"api.act.{act['operationId']}.text",
                "needs_key": bool(act.get("security")),
                "parameters": [
                    *(_parameter(told) for told in act.get("parameters", ())),
                    *(_parameter(told) for told in _fields(act)),
                ],
                "answers": [
                    (status, f"api.status.{status}") for status in sorted(map(str, act["responses"]))
                ],
            }


def _fields(act: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What stands in the body of a call: the fields of a form, or one list."""
    for told in act.get("requestBody", {}).get("content", {}).values():
        form = told["schema"]
        whole = str(form.get("title", "")).lower()
        for name, field in form.get("properties", {whole: form}).items():
            needed = name in form.get("required", [whole])
            yield {"name": name, "in": "body", "schema": field, "required": needed}


def _parameter(told: dict[str, Any]) -> dict[str, Any]:
    schema = told["schema"]
    limits = [
        f"{word} {schema[key]}"
        for key, word in (
            ("minimum", "≥"),
            ("maximum", "≤"),
            ("minItems", "≥"),
            ("maxItems", "≤"),
            ("pattern", ""),
        )  # the words of mathematics
        if key in schema
    ]
    choices = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    return {
        "name": told["name"],
        "place": f"api.place.{told['in']}",
        "required": bool(told.get("required")),
        "limits": ", ".join([*limits, *map(str, choices)]).strip(),
    }


@allowed(may.make_tokens)
def keys(request: HttpRequest, process: Process) -> HttpResponse:
    """The access keys of a process; a new one is shown once, on the answer to the form itself."""
    form, made, secret = KeyForm(), None, ""
    if request.method == "POST":
        form = KeyForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            made, secret = access.make_key(process, name=said["name"], days=said["days"], by=_person(request))
            form = KeyForm()
    found = list(AccessKey.objects.filter(process=process))
    names = dict(Person.objects.filter(mark__in={key.made_by for key in found}).values_list("mark", "name"))
    answer = render(
        request,
        "api/keys.html",
        {
            "process": process,
            "form": form,
            "made": made,
            "secret": secret,
            "keys": [(key, names.get(key.made_by, "")) for key in found],
            "address": request.build_absolute_uri("/api/v1/"),
        },
        status=422 if form.errors else 200,
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@allowed(may.make_tokens)
@require_POST
def revoke(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """A key opens nothing any more, from now on."""
    key = get_object_or_404(AccessKey, process=process, pk=number)
    if access.revoke_key(key, by=_person(request)):
        messages.success(request, say("api.revoked", name=key.name))
    return redirect("access-keys", process.slug)


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user
