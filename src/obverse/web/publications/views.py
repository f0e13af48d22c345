"""Pages of members: what waits, what exactly would be public, and the steps that lead there."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.publications import frozen, preparing, public_views, releasing, showing
from obverse.web.publications.forms import ErratumForm, PrepareForm, RefuseForm, SignForm
from obverse.web.publications.models import Publication
from obverse.web.texts import say

_PRIVATE = "private, no-store"
_NOT_AGAIN = 422


@allowed(may.see_report)
def publications(request: HttpRequest, process: Process) -> HttpResponse:
    """All publications of a process, and the way to prepare one."""
    may_prepare = may.prepare_publication(request.user, process)
    form = PrepareForm(process=process)
    if request.method == "POST":
        if not may_prepare:
            raise PermissionDenied
        form = PrepareForm(request.POST, process=process)
        if form.is_valid():
            try:
                made = preparing.prepare(
                    form.cleaned_data["audit"], by=_person(request), named=form.cleaned_data["named"]
                )
            except preparing.NotReady as not_ready:
                form.add_error("audit", say(not_ready.why, files=", ".join(not_ready.missing)))
            except preparing.WouldTell as refused:
                for line in refused.letters[translation.get_language() or "en"].splitlines():
                    form.add_error("audit", line.removeprefix("- "))
            else:
                messages.success(request, say("publications.prepared"))
                return redirect("publication-draft", process.slug, made.number)
    return render(
        request,
        "publications/list.html",
        {
            "process": process,
            "publications": process.publications.select_related("audit").order_by("-number"),
            "form": form,
            "may_prepare": may_prepare,
            "audits": process.audits.filter(is_done=True).exists(),
        },
        status=_NOT_AGAIN if form.errors else 200,
    )


@allowed(may.see_report)
@require_safe
def draft(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """A publication on its way: what exactly will be public, and what can be done with it now."""
    return _draft_page(request, _of(process, number))


def _draft_page(request: HttpRequest, publication: Publication, **forms: Form) -> HttpResponse:
    process, state = publication.process, publication.state
    is_public = state == Publication.State.PUBLISHED
    wrong = any(form.errors for form in forms.values())
    damaged, errata = frozen.damaged_files(publication), list(publication.errata.order_by("id"))
    return render(
        request,
        "publications/draft.html",
        {
            "process": process,
            "publication": publication,
            "is_public": is_public,
            "state_text": f"publications.state.{state}",
            "standing": showing.standing(publication),
            "downloads": showing.downloads(publication, draft=not is_public),
            "previews": showing.addresses(publication, draft=not is_public),
            "facts": None if damaged else frozen.facts_of(publication.files["report.en.json"]),
            "damaged": ", ".join(damaged),
            "errata": errata,
            "may_sign": state == Publication.State.PREPARED and may.sign(request.user, process, publication),
            "may_publish": state == Publication.State.SIGNED and may.publish(request.user, process),
            "may_correct": is_public and may.write_erratum(request.user, process),
            "sign_form": SignForm(initial={"seal": publication.seal}),
            "refuse_form": RefuseForm(),
            "erratum_form": ErratumForm(initial={"known": len(errata)}),
            **forms,
        },
        status=_NOT_AGAIN if wrong else 200,
    )


@allowed(may.see_report)
@require_safe
def preview(_: HttpRequest, process: Process, number: int, language: str) -> HttpResponse:
    """The public page as it will be, for members only; once it is public, that page itself."""
    publication = _of(process, number)
    if publication.state == Publication.State.PUBLISHED:
        return redirect("publication-in", process.slug, number, language)
    answer = showing.page(publication, language, draft=True)
    answer["Cache-Control"] = _PRIVATE
    return answer


@allowed(may.see_report)
@require_safe
def draft_file(request: HttpRequest, process: Process, number: int, name: str) -> HttpResponseBase:
    """One frozen file, for members only."""
    return public_views.frozen_file(request, _of(process, number), name, kept=_PRIVATE)


@allowed(may.see_report)
@require_POST
def sign(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """A second person signs by the digest that stood on the page."""
    publication = _to_decide(request, process, number)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, publication, sign_form=form)
    said = form.cleaned_data
    try:
        releasing.sign(publication, by=_person(request), seal=said["seal"], named=said["named"])
    except releasing.NotPossible as not_possible:
        return _told(request, publication, not_possible)
    return _done(request, publication, "publications.signed")


@allowed(may.see_report)
@require_POST
def refuse(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """A second person sends it back with a remark."""
    publication = _to_decide(request, process, number)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, publication, refuse_form=form)
    try:
        releasing.refuse(publication, by=_person(request), remark=form.cleaned_data["remark"])
    except releasing.NotPossible as not_possible:
        return _told(request, publication, not_possible)
    return _done(request, publication, "publications.refused")


@allowed(may.publish)
@require_POST
def publish(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """An owner makes public what was signed."""
    publication = _of(process, number)
    try:
        releasing.publish(publication, by=_person(request))
    except releasing.NotPossible as not_possible:
        return _told(request, publication, not_possible)
    return _done(request, publication, "publications.published")


@allowed(may.write_erratum)
@require_POST
def erratum(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """A correction is printed before the publication."""
    publication = _of(process, number)
    form = ErratumForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, publication, erratum_form=form)
    try:
        releasing.write_erratum(publication, by=_person(request), **form.cleaned_data)
    except releasing.NotPossible as not_possible:
        # What was typed stays, beside what was written meanwhile.
        said = request.POST.copy()
        said["known"] = str(publication.errata.count())
        form = ErratumForm(said)
        form.add_error(None, say(not_possible.why))
        return _draft_page(request, publication, erratum_form=form)
    return _done(request, publication, "publications.erratum_written")


def _of(process: Process, number: int) -> Publication:
    found = Publication.objects.select_related("process__body", "audit")
    return get_object_or_404(found, process=process, number=number)


def _to_decide(request: HttpRequest, process: Process, number: int) -> Publication:
    publication = _of(process, number)
    if not may.sign(request.user, process, publication):
        raise PermissionDenied
    return publication


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def _told(request: HttpRequest, publication: Publication, wrong: releasing.NotPossible) -> HttpResponse:
    messages.error(request, say(wrong.why))
    return redirect("publication-draft", publication.process.slug, publication.number)


def _done(request: HttpRequest, publication: Publication, text: str) -> HttpResponse:
    messages.success(request, say(text))
    return redirect("publication-draft", publication.process.slug, publication.number)
