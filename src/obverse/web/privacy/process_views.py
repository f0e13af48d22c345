"""What people in the evidence of a process can ask for, and how long it is kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from obverse.web.bridge import table_words
from obverse.web.intake.models import Intake
from obverse.web.people import may
from obverse.web.people.doors import allowed, confirmed
from obverse.web.people.views import signed_in
from obverse.web.privacy import retention, shredding
from obverse.web.privacy.forms import KeepUntil, Pseudonym, Shredding
from obverse.web.privacy.references import Mentions, mentions
from obverse.web.privacy.views import as_file
from obverse.web.processes.models import Process
from obverse.web.texts import language, say


@allowed(may.shred)
def privacy(request: HttpRequest, process: Process) -> HttpResponse:
    """How long is kept what tells of people, what is there, and the way to one person's data."""
    form = KeepUntil(
        request.POST if request.method == "POST" else None, initial={"keep_until": process.keep_until}
    )
    if request.method == "POST" and form.is_valid():
        retention.keep_until(process, form.cleaned_data["keep_until"], by=signed_in(request))
        messages.success(request, say("front.saved"))
        return redirect("privacy", process.slug)
    told = {
        "process": process,
        "form": form,
        "asking": Pseudonym(),
        "files": shredding.kept_whole(process),
        "uploads": retention.uploads(process),
    }
    return render(request, "privacy/of_process.html", told)


@allowed(may.shred)
def somebody(request: HttpRequest, process: Process) -> HttpResponse:
    """What the registers say about one person: where, how often, and what would happen if they went."""
    asking = Pseudonym(request.POST if request.method == "POST" else None)
    if not asking.is_valid():
        return render(request, "privacy/somebody.html", {"process": process, "asking": asking})
    pseudonym = asking.cleaned_data["pseudonym"]
    found = mentions(process, pseudonym)
    if not found.tables:
        asking.add_error("pseudonym", say("privacy.wrong.nobody"))
        return render(request, "privacy/somebody.html", {"process": process, "asking": asking})
    if request.POST.get("act") == "copy":
        return as_file(shredding.copy(process, pseudonym), f"{process.slug}-person.json")
    form = Shredding(request.POST if request.POST.get("act") == "shred" else None)
    if form.is_bound and form.is_valid():
        done = shredding.shred(process, pseudonym, ground=form.cleaned_data["ground"], by=signed_in(request))
        rows, emptied = sum(done.gone.values()), sum(done.emptied.values())
        messages.success(
            request, say("privacy.shredded", rows=rows, emptied=emptied, documents=done.documents)
        )
        return redirect("privacy", process.slug)
    told = {
        "process": process,
        "asking": asking,
        "pseudonym": pseudonym,
        "form": form,
        **_where(process, found),
    }
    return render(request, "privacy/somebody.html", told)


def _where(process: Process, found: Mentions) -> dict[str, object]:
    words = table_words(language())

    def named(counts: dict[str, int]) -> list[tuple[str, int]]:
        return [(words[table].label if table in words else table, count) for table, count in counts.items()]

    return {
        "gone": named(found.count(found.go)),
        "emptied": named(found.count(found.lose)),
        "files": shredding.kept_whole(process),
    }


@allowed(may.shred)
@require_POST
@confirmed
def delete_file(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Delete a file that can only go as a whole."""
    file = get_object_or_404(shredding.kept_whole(process), pk=number)
    shredding.delete_file(file, by=signed_in(request))
    messages.success(request, say("privacy.file_deleted"))
    return redirect("privacy", process.slug)


@allowed(may.shred)
@require_POST
@confirmed
def delete_uploads(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Delete the files of one import as they were uploaded."""
    intake = get_object_or_404(Intake, process=process, number=number, has_files=True)
    if intake in retention.uploads(process):
        intake.let_go(by=signed_in(request))
        messages.success(request, say("privacy.file_deleted"))
    else:
        messages.error(request, say("privacy.wrong.waiting"))
    return redirect("privacy", process.slug)
