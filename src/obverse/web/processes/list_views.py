"""Steps of the guided set-up that are lists: rows of a register, and the groups by which people are counted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from obverse.web.bridge import indicator_names, tables
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.answering import Conflict, answer, seen
from obverse.web.processes.attributes import USUAL, AttributeForm, attributes_of
from obverse.web.processes.charter import ATTRIBUTES, UNKNOWN, Step, is_unknown, step_named, steps
from obverse.web.processes.models import Process
from obverse.web.processes.reading import signed_in
from obverse.web.processes.register_links import asked, register_address, row_address
from obverse.web.registers.forms import RowForm
from obverse.web.registers.keeping import add_row
from obverse.web.registers.models import Row
from obverse.web.registers.wording import cell, labels_for, register_name
from obverse.web.texts import language, say

_SHOWN = 100


class ShortRowForm(RowForm):
    """A row of a register with only those columns that a step asks for; the register itself has all of them."""

    def __init__(self, process: Process, step: Step, *args: Any, **named: Any) -> None:
        super().__init__(process, step.tables[0], *args, **named)
        self.columns = [column for column in self.columns if column.name in step.columns]
        self.columns.sort(key=lambda column: step.columns.index(column.name))
        fields = dict(self.fields)
        self.fields.clear()
        for column in self.columns:
            self.fields[column.name] = fields[column.name]
            self.fields[column.name].label = asked(self.table, column.name)

    def clean(self) -> dict[str, Any]:
        """What the form of a register checks; a row that names itself gets its id there."""
        self.columns = [*self.columns, *(one for one in _own_ids(self.table) if one not in self.columns)]
        try:
            return super().clean()
        finally:
            self.columns = [column for column in self.columns if column.name in self.fields]


def _own_ids(table: str) -> list[Any]:
    return [column for column in tables()[table].columns.values() if column.name == "id"]


@allowed(may.edit_registers)
def list_step(request: HttpRequest, process: Process, identifier: str) -> HttpResponse:
    """A step that fills a register: what is there, and one more."""
    step = step_named(identifier)
    if step is None or not step.columns:
        raise Http404
    table = step.tables[0]
    form = ShortRowForm(process, step, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        add_row(process, table, form.values, by=signed_in(request))
        messages.success(request, say("front.saved"))
        return redirect("process_list", process.slug, step.id)
    standing = Row.objects.filter(process=process, table=table, is_removed=False)
    rows = list(standing.order_by("position")[:_SHOWN])
    labels = labels_for(process, table, [row.values for row in rows])
    columns = [tables()[table].columns[name] for name in step.columns]
    facts = _head(process, step) | {
        "form": form,
        "fields": [form[name] for name in step.columns],
        "headings": [asked(table, name) for name in step.columns],
        "rows": [
            (
                row_address(process, row),
                [cell(table, one, row.values.get(one.name, ""), labels.get(one.name, {})) for one in columns],
            )
            for row in rows
        ],
        "count": standing.count(),
        "shown": _SHOWN,
        "table": table,
        "register": register_name(table),
        "address": register_address(process, table),
    }
    return render(request, "processes/list.html", facts, status=422 if form.errors else 200)


@allowed(may.edit_charter)
def attributes(request: HttpRequest, process: Process) -> HttpResponse:
    """The variables by which people are counted: what is there, one more, one changed, one taken away."""
    conflict = False
    form = _attribute_form(request, process)
    if request.method == "POST":
        try:
            if _write_attributes(request, process, form):
                messages.success(request, say("front.saved"))
                return redirect("process_attributes", process.slug)
        except Conflict as now:
            process, conflict = now.process, True
            form.data = request.POST.copy()
            form.data["seen"] = seen(process, [ATTRIBUTES])
    step = step_named("attributes")
    if step is None:
        raise Http404
    facts = _head(process, step) | {
        "form": form,
        "attributes": attributes_of(process),
        "is_unknown": is_unknown(process, ATTRIBUTES),
        "seen": seen(process, [ATTRIBUTES]),
        "usual": USUAL,
        "conflict": conflict,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "processes/attributes.html", facts, status=status)


def _attribute_form(request: HttpRequest, process: Process) -> AttributeForm:
    if request.method == "POST" and "save" in request.POST:
        return AttributeForm(request.POST)
    facts: dict[str, Any] = {"seen": seen(process, [ATTRIBUTES])}
    wanted = request.GET.get("name", "")
    for one in attributes_of(process):
        if one["name"] == wanted:
            facts |= {**one, "was": wanted, "categories": "\n".join(one["categories"])}
    return AttributeForm(initial=facts)


def _write_attributes(request: HttpRequest, process: Process, form: AttributeForm) -> bool:
    standing = attributes_of(process)
    said: dict[str, Any]
    if "unknown" in request.POST:
        said = dict(UNKNOWN) if request.POST["unknown"] == "yes" else {}
    elif "remove" in request.POST:
        kept = [one for one in standing if one["name"] != request.POST["remove"]]
        said = {"value": kept} if kept else {}
    elif form.is_valid():
        said = {"value": form.among(standing)}
    else:
        return False
    answer(process, {ATTRIBUTES: said}, by=signed_in(request), as_seen=request.POST.get("seen", ""))
    return True


def _head(process: Process, step: Step) -> dict[str, Any]:
    names = indicator_names(language())
    return {
        "process": process,
        "step": step,
        "title": say(f"processes.step.{step.id}.title"),
        "lead": say(f"processes.step.{step.id}.lead"),
        "number": steps().index(step) + 1,
        "total": len(steps()),
        "serves": [f"{name} {names[name]}" for name in step.serves if name in names],
    }
