"""Pages of the journal: what was written in a process, and the whole chain for who looks after the installation."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from obverse.web.journal.models import Entry
from obverse.web.journal.telling import Told, told
from obverse.web.journal.writing import first_broken, lines_of
from obverse.web.people import may
from obverse.web.people.doors import allowed, for_administrators
from obverse.web.processes.models import Process

A_PAGE = 50
# So many entries are checked in about a tenth of a second; longer journals are checked when somebody asks.
CHECKED_AT_ONCE = 5_000


@allowed(may.see_journal)
def of_process(request: HttpRequest, process: Process) -> HttpResponse:
    """What was written in a process, newest first, and whether the chain that it stands in holds."""
    entries = Entry.objects.filter(process=process.slug)
    return render(request, "journal/of_process.html", {"process": process, **_page(request, entries)})


@for_administrators
def whole(request: HttpRequest) -> HttpResponse:
    """All that was ever written, newest first, and whether the chain holds."""
    return render(request, "journal/whole.html", _page(request, Entry.objects.all()))


@allowed(may.see_journal)
def lines_of_process(request: HttpRequest, process: Process) -> StreamingHttpResponse:  # noqa: ARG001 - a page has it
    """The entries of a process, one JSON object a line, for other programs."""
    return _lines(Entry.objects.filter(process=process.slug), f"journal-{process.slug}.jsonl")


@for_administrators
def whole_lines(request: HttpRequest) -> StreamingHttpResponse:  # noqa: ARG001 - a page has it
    """The whole chain, one JSON object a line: enough to check it without this program."""
    return _lines(Entry.objects.all(), "journal.jsonl")


def _page(request: HttpRequest, entries: QuerySet[Entry]) -> dict[str, object]:
    total = Entry.objects.count()
    asked = total <= CHECKED_AT_ONCE or request.GET.get("check") == "yes"
    page = Paginator(entries.order_by("-number"), A_PAGE).get_page(request.GET.get("page"))
    shown: list[Told] = told(page.object_list)
    return {
        "page": page,
        "entries": shown,
        "checked": asked,
        "broken": first_broken() if asked else None,
        "total": total,
    }


def _lines(entries: QuerySet[Entry], name: str) -> StreamingHttpResponse:
    def written() -> Iterator[bytes]:
        for line in lines_of(entries):
            yield json.dumps(line, sort_keys=True, ensure_ascii=False).encode() + b"\n"

    answer = StreamingHttpResponse(written(), content_type="application/jsonl")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
