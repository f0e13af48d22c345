"""Pages of audits: all that there are, one under way, one that could not be made, and the profile of a finished one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe

from obverse.web import bridge
from obverse.web.audits import lines, links
from obverse.web.audits.asking import ask_audit
from obverse.web.audits.forms import AuditForm
from obverse.web.audits.models import Audit
from obverse.web.audits.reading import Item, Told, numbered, told
from obverse.web.jobs.models import Job
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.people.names import names_of
from obverse.web.processes.models import Process
from obverse.web.texts import language

_FIRST = 5


@allowed(may.see_report)
def audits(request: HttpRequest, process: Process) -> HttpResponse:
    """All audits of a process, and the beginning of the next one."""
    may_run = may.run_audit(request.user, process)
    form = AuditForm(
        request.POST or None, earliest=lines.last_set(process), initial={"as_of": timezone.localdate()}
    )
    if request.method == "POST" and may_run and form.is_valid():
        audit = ask_audit(process, links.person(request), form.cleaned_data["as_of"])
        return redirect("audit", process.slug, audit.number)
    found = list(Audit.objects.filter(process=process).select_related("job"))
    names = names_of(audit.by for audit in found)
    context = {
        "process": process,
        "audits": [(audit, state_of(audit), names[audit.by]) for audit in found],
        "form": form,
        "may_run": may_run,
    }
    return render(request, "audits/audits.html", context)


@allowed(may.see_report)
def audit(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """One audit: its progress, its letter, or its profile."""
    one = numbered(process, number)
    context = {"process": process, "audit": one, "state": state_of(one), "by": names_of([one.by])[one.by]}
    if one.is_done:
        return render(request, "audits/profile.html", {**context, **_profile(request, process, one)})
    if one.problems:
        context["problems"] = _letters(request, process, one)
    return render(request, "audits/unfinished.html", context)


def state_of(audit: Audit) -> str:
    """What became of an audit: ``done``, ``refused``, ``failed`` or ``waiting``."""
    if audit.is_done:
        return "done"
    if audit.problems:
        return "refused"
    if audit.job is None or audit.job.state == Job.State.FAILED:
        return "failed"
    return "waiting"


def _profile(request: HttpRequest, process: Process, audit: Audit) -> dict[str, Any]:
    report = told(audit)
    content = report.content
    registers = [
        {**entry, "link": links.register(request, process, entry["table"])}
        for entry in content["unknown"]["registers"]
    ]
    others = Audit.objects.filter(process=process, is_done=True).exclude(pk=audit.pk)
    return {
        "content": content,
        "marks": mark_safe(bridge.marks_html()),  # noqa: S308 - a drawing of the program, nothing is filled in
        "questions": [_answered(row, report) for row in content["questions"]],
        "evils": [_counted(row) for row in content["evils"]],
        "ideals": [_counted(row) for row in content["ideals"]],
        "duality": _counted(content["duality"]),
        "first_registers": registers[:_FIRST],
        "more_registers": registers[_FIRST:],
        "figures": _unknown_figures(content["unknown"]["figures"]),
        "counts": _verdicts(content["findings"]),
        "others": others,
        "downloads": [
            (
                spoken,
                name,
                [
                    (kind.upper(), file)
                    for kind in ("html", "json", "csv")
                    if (file := f"report.{spoken}.{kind}") in audit.reports
                ],
            )
            for spoken, name in settings.LANGUAGES
        ],
        "is_older": process.evidence_version != audit.evidence_version,
        "amended": sum(bool(item.get("amendments")) for item in content["findings"]),
        "may_measure": may.plan_measures(request.user, process),
    }


def _answered(row: Item, report: Told) -> dict[str, Any]:
    said = [{**one, "label": report.findings[one["key"]]["verdict_label"]} for one in row["answer"]["said"]]
    return {
        "row": row,
        "said": said,
        "not_known": row["answer"]["not_known"],
        "further": row["answer"]["further"],
    }


def _counted(row: Item) -> dict[str, Any]:
    """A row of the profile with how many findings ended how; an indicator without an answer counts once."""
    unanswered = {entry["indicator"] for entry in row["unanswered"]}
    undecided = [key for key in row["undecided"] if key.partition(":")[0] not in unanswered]
    numbers = {
        "concerns": len(row["concerns"]),
        "no_signs": len(row["no_signs"]),
        "undecided": len(undecided),
        "described": len(row["described"]),
        "unanswered": len(row["unanswered"]),
    }
    return {"row": row, "numbers": [(name, number) for name, number in numbers.items() if number]}


def _unknown_figures(figures: list[Item]) -> list[dict[str, Any]]:
    """Figures that could not be made, those of one reason together."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for entry in figures:
        place = found.setdefault((entry["name"], entry["next_datum"]), {**entry, "keys": []})
        place["keys"].append(entry["key"])
    return [
        {**entry, "why_label": bridge.shared_text(f"why.{entry['why']}.label", language())}
        for entry in found.values()
    ]


def _verdicts(items: list[Item]) -> list[tuple[str, str, int]]:
    counted: dict[str, int] = {}
    for item in items:
        counted[item["verdict"]] = counted.get(item["verdict"], 0) + 1
    order = ("concern", "no_sign", "not_enough_evidence", "too_early", "not_applicable")
    return [
        (verdict, bridge.shared_text(f"verdict.{verdict}.label", language()), counted[verdict])
        for verdict in order
        if verdict in counted
    ]


def _letters(request: HttpRequest, process: Process, audit: Audit) -> list[Mapping[str, Any]]:
    """What has to be mended, each with the way to the row that it is about."""
    return [
        {"letter": problem[language()], "link": links.problem(request, process, problem)}
        for problem in audit.problems
    ]
