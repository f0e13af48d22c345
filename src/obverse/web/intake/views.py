"""Pages of imports: bringing files in, and what became of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from obverse.web import bridge
from obverse.web.audits import links
from obverse.web.intake.asking import Given, ask_again, ask_import
from obverse.web.intake.forms import DESCRIBED, ImportForm, MappingForm, SettingsForm, TableForm
from obverse.web.intake.models import Intake
from obverse.web.intake.suggesting import suggestion
from obverse.web.intake.wording import on_a_page
from obverse.web.jobs.models import Job
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.people.names import names_of
from obverse.web.processes.models import Process
from obverse.web.texts import language, say

_SHOWN = 50


@allowed(may.bring_in)
def imports(request: HttpRequest, process: Process) -> HttpResponse:
    """Bring files in, and see what was brought in before."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        intake = ask_import(
            process,
            [_given(file) for file in said["given"]],
            links.person(request),
            platform=said["platform"],
            replaces=said["replaces"],
            options=said["options"],
        )
        return redirect("intake", process.slug, intake.number)
    done = Intake.objects.filter(process=process).select_related("job")[:_SHOWN]
    names = names_of(one.by for one in done)
    shown = {
        "process": process,
        "form": form,
        "imports": [(one, names[one.by], _state(one)) for one in done],
        "connectors": sorted(
            (
                (
                    say(f"intake.connector.{one}.name"),
                    say(f"intake.connector.{one}.files"),
                    bridge.options_of(one),
                )
                for one in bridge.connectors()
                if one != DESCRIBED
            ),
            key=lambda known: known[0].casefold(),
        ),
        "may_download": may.download_dossier(request.user, process),
    }
    return render(request, "intake/imports.html", shown, status=422 if form.errors else 200)


@allowed(may.bring_in)
def intake(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """What became of one import; a refused one can be tried again in another way."""
    one = _found(process, number)
    form = SettingsForm(request.POST or None, initial={"platform": one.platform, "replaces": one.replaces})
    if request.method == "POST" and one.may_try_again and form.is_valid():
        said = form.cleaned_data
        again = ask_again(
            one,
            links.person(request),
            platform=said["platform"],
            replaces=said["replaces"],
            options=said["options"],
        )
        return redirect("intake", process.slug, again.number)
    spoken = language()
    words = bridge.table_words(spoken)
    shown = {
        "process": process,
        "intake": one,
        "state": _state(one),
        "by": names_of([one.by])[one.by],
        "letter": on_a_page(one.letter.get(spoken, "")),
        "problems": [
            (on_a_page(said[spoken]), links.problem(request, process, said)) for said in one.problems
        ],
        "registers": [
            (words[table].label, links.register(request, process, table), counts)
            for table, counts in one.told.get("registers", {}).items()
            if table in words
        ],
        "answered": len(one.told.get("answered", ())),
        "is_unknown": any(said["kind"] == "unknown_platform" for said in one.problems),
        "form": form,
    }
    return render(request, "intake/intake.html", shown, status=422 if form.errors else 200)


@allowed(may.bring_in)
def describe(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Describe a table that no platform wrote: the program proposes, a person corrects, and it is read so."""
    one = _found(process, number)
    if not one.may_try_again:
        return redirect("intake", process.slug, one.number)
    asked = TableForm(request.GET or None)
    form = MappingForm(request.POST or None)
    problems: list[str] = []
    if request.method == "POST":
        if form.is_valid():
            again = ask_again(
                one,
                links.person(request),
                mapping=form.cleaned_data["mapping"],
                replaces=form.cleaned_data["replaces"],
            )
            return redirect("intake", process.slug, again.number)
    else:
        table = asked.cleaned_data["table"] if asked.is_valid() else ""
        text, problems = suggestion(one, table)
        form = MappingForm(initial={"mapping": text, "replaces": one.replaces})
    shown = {"process": process, "intake": one, "form": form, "asked": asked, "problems": problems}
    return render(request, "intake/describe.html", shown, status=422 if form.errors else 200)


@allowed(may.bring_in)
def let_go(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Let go of the files of a refused import before their time."""
    one = _found(process, number)
    if request.method == "POST" and one.may_try_again:
        one.let_go(by=links.person(request))
        messages.success(request, say("intake.files_gone"))
    return redirect("intake", process.slug, one.number)


def _found(process: Process, number: int) -> Intake:
    return get_object_or_404(Intake.objects.select_related("job"), process=process, number=number)


def _given(file: UploadedFile) -> Given:
    name = str(file.name)
    if isinstance(file, TemporaryUploadedFile):
        return name, Path(file.temporary_file_path())
    return name, file.read()


def _state(one: Intake) -> dict[str, Any]:
    """How an import stands: a word for it, and whether it is under way, went wrong, or is done."""
    if one.state == Intake.State.WAITING and one.job is not None and one.job.state == Job.State.FAILED:
        return {"id": "failed", "word": say("intake.state.failed")}
    return {"id": one.state, "word": say(f"intake.state.{one.state}")}
