"""Pages on which two people list who is affected, each alone, and then join their lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from obverse.web.bridge import tables
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes import group_lists
from obverse.web.processes.charter import step_named, steps
from obverse.web.processes.group_lists import COLUMNS, TABLE, Lists, NotPossible, lists_of
from obverse.web.processes.models import Process
from obverse.web.processes.reading import signed_in
from obverse.web.processes.register_links import asked
from obverse.web.registers.models import Row
from obverse.web.registers.wording import choices
from obverse.web.texts import say

_EMPTY_LINES = 4
_SIDES = ("internal", "external")


class EntryForm(forms.Form):
    """One group of a list."""

    label = forms.CharField(required=False, max_length=200)
    side = forms.ChoiceField(required=False)
    affected = forms.ChoiceField(required=False)
    advocate = forms.ChoiceField(required=False)
    use_required_attribute = False

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in COLUMNS:
            field = self.fields[name]
            field.label = asked(TABLE, name)
            if isinstance(field, forms.ChoiceField):
                words = choices(TABLE, tables()[TABLE].columns[name])
                words = {
                    **words,
                    **{side: say(f"processes.groups.{side}") for side in words if side in _SIDES},
                }
                field.choices = [("", say("processes.groups.not_known")), *words.items()]

    def clean(self) -> dict[str, Any]:
        """A group has a name."""
        said = any(self.cleaned_data.get(name) for name in COLUMNS)
        if said and not " ".join(self.cleaned_data.get("label", "").split()):
            self.add_error("label", say("processes.groups.wrong.no_name"))
        return self.cleaned_data


_Entries = forms.formset_factory(EntryForm, extra=0, max_num=200, absolute_max=300)


@allowed(may.edit_registers)
def groups(request: HttpRequest, process: Process) -> HttpResponse:
    """One's own list of who is affected."""
    person = signed_in(request)
    lists = lists_of(process, person)
    entries = _entries(request, lists)
    problem = ""
    if request.method == "POST":
        try:
            answer = _written(request, process, entries)
        except NotPossible as refused:
            problem = say(f"processes.groups.wrong.{refused.why}")
        else:
            if answer is not None:
                return answer
        lists = lists_of(process, person)
    facts = _facts(process, lists) | {
        "entries": entries,
        "problem": problem,
        "may_give_up": may.manage_people(person, process),
        "may_manage": may.manage_people(person, process),
    }
    status = 409 if problem else 422 if any(entries.errors) else 200
    return render(request, "processes/groups.html", facts, status=status)


def _entries(request: HttpRequest, lists: Lists) -> Any:
    if request.method == "POST" and "form-TOTAL_FORMS" in request.POST:
        data = request.POST.copy()
        if "more" in data:
            lines = str(data["form-TOTAL_FORMS"])
            data["form-TOTAL_FORMS"] = str((int(lines) if lines.isdigit() else 0) + _EMPTY_LINES)
        return _Entries(data)
    standing = list(lists.own.entries) if lists.own else []
    return _Entries(initial=[*standing, *({} for _ in range(_EMPTY_LINES))])


def _written(request: HttpRequest, process: Process, entries: Any) -> HttpResponse | None:
    person = signed_in(request)
    if "reopen" in request.POST:
        group_lists.reopen(process, by=person)
    elif "give_up" in request.POST and may.manage_people(person, process):
        number = request.POST["give_up"]
        group_lists.give_up(process, int(number) if number.isdigit() else 0, by=person)
    else:
        if not entries.is_valid() or "more" in request.POST:
            return None
        version = request.POST.get("version", "")
        told = [
            {key: " ".join(str(one[key]).split()) for key in COLUMNS} for one in entries.cleaned_data if one
        ]
        group_lists.write(
            process,
            told,
            by=person,
            is_done="done" in request.POST,
            expected_version=int(version) if version.isdigit() else 0,
        )
        messages.success(request, say("front.saved"))
    return redirect("process_groups", process.slug)


def _facts(process: Process, lists: Lists) -> dict[str, Any]:
    step = step_named("groups")
    rows = Row.objects.filter(process=process, table=TABLE, is_removed=False)
    return {
        "process": process,
        "title": say("processes.step.groups.title"),
        "lead": say("processes.step.groups.lead"),
        "number": steps().index(step) + 1 if step else 0,
        "total": len(steps()),
        "lists": lists,
        "rows": [row.values for row in rows],
    }


@allowed(may.edit_registers)
def join(request: HttpRequest, process: Process) -> HttpResponse:
    """Both finished lists side by side, and which groups are the same."""
    lists = lists_of(process, signed_in(request))
    if not lists.are_done or (lists.are_joined and request.method != "POST"):
        return redirect("process_groups", process.slug)
    first, second = (one.entries for one in lists.all)
    problem = ""
    chosen = group_lists.suggested(first, second)
    if request.method == "POST":
        chosen = [_place(request.POST.get(f"same-{at}", "")) for at in range(len(second))]
        try:
            group_lists.join(process, chosen, by=signed_in(request))
        except NotPossible as refused:
            problem = say(f"processes.groups.wrong.{refused.why}")
        else:
            messages.success(request, say("processes.groups.joined"))
            return redirect("process_groups", process.slug)
    facts = _facts(process, lists) | {
        "first": first,
        "pairs": [
            {"at": at, "entry": entry, "same": place}
            for at, (entry, place) in enumerate(zip(second, chosen, strict=True))
        ],
        "problem": problem,
    }
    return render(request, "processes/groups_join.html", facts, status=409 if problem else 200)


def _place(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
