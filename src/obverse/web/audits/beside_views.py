"""Two audits of one process side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from obverse.web import bridge
from obverse.web.audits import comparing, links
from obverse.web.audits.comparing import Change, Pair
from obverse.web.audits.models import Audit
from obverse.web.audits.reading import ROWS, Told, finished, told
from obverse.web.audits.report_views import address
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process

_SHOWN = (Change.NOT_TOLD_APART, Change.COUNTED_ANEW, Change.NEW, Change.GONE, Change.OTHER_YARDSTICK)


@allowed(may.see_report)
def choose(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Lead to the audit that was chosen to stand beside this one."""
    try:
        other = int(request.GET.get("other", ""))
    except ValueError:
        raise Http404 from None
    return redirect("audits_beside", process.slug, *sorted((number, other), reverse=True))


@allowed(may.see_report)
def beside(request: HttpRequest, process: Process, number: int, other: int) -> HttpResponse:
    """What moved between two audits, what is only noise, and what changed in the evidence."""
    if number == other:
        raise Http404
    after, before = (finished(process, one) for one in (number, other))
    new, old = told(after), told(before)
    pairs = _pairs(old, new)
    by_change = {change: [one for one in pairs if one.change is change] for change in Change}
    everything = request.GET.get("all") == "1"
    turned = [one for one in pairs if one.verdict_changed and one.change is not Change.MOVED]
    context = {
        "process": process,
        "after": after,
        "before": before,
        "marks": mark_safe(bridge.marks_html()),  # noqa: S308 - drawings of the program, nothing is filled in
        "evidence": [
            (was, entry, links.register(request, process, entry["table"]))
            for was, entry in comparing.evidence_changes(old.content["evidence"], new.content["evidence"])
        ],
        "rows": _rows(old, new),
        "compared": sum(len(by_change[one]) for one in (Change.MOVED, Change.NOT_TOLD_APART)),
        "moved": _listed(process, after, before, by_change[Change.MOVED]),
        "turned": _listed(process, after, before, turned),
        "same": len(by_change[Change.SAME]),
        "lists": [
            (
                change.value,
                len(by_change[change]),
                _listed(
                    process, after, before, [one for one in by_change[change] if everything or _judged(one)]
                ),
            )
            for change in _SHOWN
            if by_change[change]
        ],
        "everything": everything,
    }
    return render(request, "audits/beside.html", context)


def _judged(one: Pair) -> bool:
    return one.item["threshold"] is not None and one.item["reason"] != "described"


def _listed(process: Process, after: Audit, before: Audit, pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    return [
        {"pair": one, "address": address(process, after if one.after is not None else before, one.key)}
        for one in pairs
    ]


def _rows(old: Told, new: Told) -> list[tuple[Any, Any]]:
    return [
        change for kind in ROWS for change in comparing.verdict_changes(old.content[kind], new.content[kind])
    ] + list(comparing.verdict_changes([old.content["duality"]], [new.content["duality"]]))


def _pairs(old: Told, new: Told) -> tuple[Pair, ...]:
    return comparing.compare(old.content["findings"], new.content["findings"], bridge.scale)
