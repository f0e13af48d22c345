"""What groups say to findings, sent from the page of a finding."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from obverse.web.audits import links, statements
from obverse.web.audits.forms import StatementForm
from obverse.web.audits.models import CounterStatement
from obverse.web.audits.reading import finding_of, finished
from obverse.web.audits.report_views import address, finding_page
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.texts import say


@allowed(may.state_against)
@require_POST
def state(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Say something to a finding for the own group."""
    audit = finished(process, number)
    item = finding_of(audit, request.GET.get("key", ""))
    form = StatementForm(statements.groups_of(request.user, process), request.POST)
    if not form.is_valid():
        return finding_page(request, process, audit, item, form)
    said = form.cleaned_data
    statements.state(process, item["key"], said["group"], said["text"], by=links.person(request))
    messages.success(request, say("audits.statement.saved"))
    return redirect(f"{address(process, audit, item['key'])}#statements")


@allowed(may.state_against)
@require_POST
def withdraw(request: HttpRequest, process: Process, number: int, statement: int) -> HttpResponse:
    """Take back what the own group said."""
    said = get_object_or_404(CounterStatement, process=process, pk=statement)
    try:
        stood = statements.withdraw(said, by=links.person(request))
    except ValueError:
        raise PermissionDenied from None
    if stood:
        messages.success(request, say("audits.statement.withdrawn_now"))
    return redirect(f"{address(process, finished(process, number), said.finding)}#statements")
