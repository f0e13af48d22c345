"""Pages of a finished report: a row of the profile, its findings one by one, their rows, and the report as a file."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from obverse.web import bridge
from obverse.web.audits import behind, links, statements
from obverse.web.audits.forms import StatementForm
from obverse.web.audits.models import Audit, Measure, Threshold
from obverse.web.audits.reading import Item, finding_of, finished, told
from obverse.web.keeping import blobs
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.texts import language

VERDICTS = ("concern", "no_sign", "not_enough_evidence", "too_early", "not_applicable")
_ON_A_PAGE = 50
_KINDS = {"html": "text/html; charset=utf-8", "json": "application/json", "csv": "text/csv; charset=utf-8"}
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def address(process: Process, audit: Audit, key: str) -> str:
    """Where a finding stands; keys hold words of the dossier and are no part of a path."""
    return f"{reverse('audit_finding', args=[process.slug, audit.number])}?{urlencode({'key': key})}"


@allowed(may.see_report)
def row(request: HttpRequest, process: Process, number: int, name: str) -> HttpResponse:
    """One evil, ideal or question, or the duality, with all that was found for it."""
    audit = finished(process, number)
    report = told(audit)
    found = report.rows.get(name)
    if found is None:
        raise Http404
    account = ""
    if "account" in found:
        account = bridge.account_html(report.content, lambda key: address(process, audit, key))
    context = {
        "process": process,
        "audit": audit,
        "row": found,
        "marks": _marks(),
        "account": mark_safe(account),  # noqa: S308 - the engine's page escapes what it shows
        "groups": [
            (kind, report.chosen(found[kind]))
            for kind in ("concerns", "undecided", "no_signs")
            if found[kind]
        ],
    }
    return render(request, "audits/row.html", context)


@allowed(may.see_report)
def findings(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """All findings, or those of a verdict, of a row of the profile, or with some words."""
    audit = finished(process, number)
    report = told(audit)
    verdict, of, words = (request.GET.get(name, "") for name in ("verdict", "of", "words"))
    chosen = [
        item
        for item in report.content["findings"]
        if verdict in ("", item["verdict"]) and (not of or of in item["serves"]) and _holds(item, words)
    ]
    page = Paginator(chosen, _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "process": process,
        "audit": audit,
        "page": page,
        "marks": _marks(),
        "verdict": verdict,
        "verdicts": [(one, bridge.shared_text(f"verdict.{one}.label", language())) for one in VERDICTS],
        "of": of,
        "rows": [(one, row["title"]) for one, row in report.rows.items()],
        "words": words,
        "query": urlencode({"verdict": verdict, "of": of, "words": words}),
    }
    return render(request, "audits/findings.html", context)


def _holds(item: Item, words: str) -> bool:
    looked_in = f"{item['key']} {item['name']} {item['about']} {item['sentence']}".casefold()
    return all(word in looked_in for word in words.casefold().split())


@allowed(may.see_report)
def finding(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """One finding in full, with what groups say to it and what is done about it."""
    audit = finished(process, number)
    item = finding_of(audit, request.GET.get("key", ""))
    return finding_page(request, process, audit, item)


def finding_page(
    request: HttpRequest, process: Process, audit: Audit, item: Item, form: StatementForm | None = None
) -> HttpResponse:
    """The page of a finding, with a form that was not right where there is one."""
    report, key = told(audit), item["key"]
    bare = {name: value for name, value in item.items() if name != "counter_statements"}
    html = bridge.finding_html({**report.content, "findings": [bare]}, key, level=1)
    own_groups = statements.groups_of(request.user, process)
    since = Threshold.objects.filter(process=process, amends=True, indicator=item["indicator"])
    context = {
        "process": process,
        "audit": audit,
        "item": item,
        "html": mark_safe(html),  # noqa: S308 - the engine's page escapes what it shows
        "marks": _marks(),
        "statements": statements.beside(process, item),
        "own_groups": dict(own_groups),
        "form": form or (StatementForm(own_groups) if own_groups else None),
        "measures": Measure.objects.filter(process=process, finding=key),
        "amendments": since.filter(set_on__gte=audit.at.date()),
        "may_measure": may.plan_measures(request.user, process) and item["verdict"] == "concern",
        "may_see_rows": may.see_rows(request.user, process),
        "query": urlencode({"key": key}),
        "registers": [
            (_label(use["table"]), links.register(request, process, use["table"]), use["rows"])
            for use in item["provenance"]["tables"]
        ],
    }
    return render(request, "audits/finding.html", context, status=422 if form is not None else 200)


@allowed(may.see_rows)
def rows(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """The rows behind a figure, as the registers hold them; of single people only where their rows stand."""
    audit = finished(process, number)
    item = finding_of(audit, request.GET.get("key", ""))
    query = urlencode({"key": item["key"]})
    if request.method == "POST":
        behind.look_up(audit, item["key"], by=links.person(request))
        return redirect(f"{reverse('audit_rows', args=[process.slug, number])}?{query}")
    job = behind.found(audit, item["key"])
    told_rows = job.result.get("rows", ()) if job is not None else ()
    context = {
        "process": process,
        "audit": audit,
        "item": item,
        "job": job,
        "behind": [
            (one, _label(one["table"]), links.row(request, process, one["table"], one["row_id"]))
            for one in told_rows
        ],
        "is_older": job is not None and job.result.get("evidence_version") != audit.evidence_version,
        "is_stale": job is not None and not behind.is_fresh(job, process),
        "query": query,
    }
    return render(request, "audits/rows.html", context)


@allowed(may.see_report)
def page(request: HttpRequest, process: Process, number: int, spoken: str) -> HttpResponse:  # noqa: ARG001 - Django passes the request
    """The whole report as one page, as it was stored; its policy allows its own style and nothing else."""
    content = blobs.read(_file(finished(process, number), f"report.{spoken}.html"))
    answer = HttpResponse(content, content_type=_KINDS["html"])
    answer.headers["Content-Security-Policy"] = policy_of(content)
    return answer


def policy_of(content: bytes) -> str:
    """The policy under which a stored page is shown: its own style by its digest, no script, nothing from elsewhere."""
    digests = [base64.b64encode(hashlib.sha256(style).digest()).decode() for style in _STYLE.findall(content)]
    styles = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    closed = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return f"default-src 'none'; style-src {styles}; img-src data:; {closed}"


@allowed(may.see_report)
def download(request: HttpRequest, process: Process, number: int, name: str) -> HttpResponseBase:  # noqa: ARG001 - as above
    """A file of the report, to be kept."""
    audit = finished(process, number)
    file = blobs.path(_file(audit, name)).open("rb")
    kind = _KINDS[name.rpartition(".")[2]]
    return FileResponse(
        file, as_attachment=True, filename=f"{process.slug}-{audit.number}-{name}", content_type=kind
    )


def _file(audit: Audit, name: str) -> str:
    sha256 = audit.reports.get(name)
    if not sha256:
        raise Http404
    return str(sha256)


def _label(table: str) -> str:
    return bridge.shared_text(f"table.{table}.label", language())


def _marks() -> str:
    return mark_safe(bridge.marks_html())  # noqa: S308 - drawings of the program, nothing is filled in
