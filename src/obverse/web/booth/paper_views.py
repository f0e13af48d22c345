"""Typing in forms from paper: slips, first entry, second entry by somebody else, balance, and all of it sealed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from obverse.web.booth.asking import faulty, parts
from obverse.web.booth.paper import (
    FEWEST,
    SPOILT,
    Batch,
    Garbled,
    Sheet,
    Typed,
    differing,
    form_of_sheet,
    keep,
    slips,
)
from obverse.web.bridge.questionnaire import Unread, read
from obverse.web.journal.writing import note
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.surveys.models import Wave
from obverse.web.texts import language, say

View = Callable[..., HttpResponse]
_NOT_YET = 422


def unkept(view: View) -> View:
    """A page that no browser keeps, because answers stand on it."""

    @wraps(view)
    def page(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
        answer = view(request, *args, **named)
        answer.headers["Cache-Control"] = "no-store, private"
        return answer

    return page


@allowed(may.type_paper)
@unkept
def paper(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """One step of a batch; which one it is says the button that was pressed."""
    wave = get_object_or_404(Wave.objects.select_related("process__body"), process=process, pk=number)
    typing = _Typing(request, wave)
    if wave.state != Wave.State.OPEN:
        return typing.page("slips", is_open=False)
    if request.method != "POST":
        return typing.page("slips")
    steps = {
        "slips": typing.slips,
        "number": typing.number,
        "first": typing.first,
        "enough": typing.enough,
        "second": typing.second,
        "settle": typing.settle,
        "keep": typing.keep,
    }
    step = steps.get(request.POST.get("act", ""))
    if step is None:
        raise Http404
    try:
        return step()
    except Garbled:
        return typing.page("slips", status=_NOT_YET, wrong=[say("booth.paper.wrong.garbled")])


class _Typing:
    """The steps of a batch for one request."""

    def __init__(self, request: HttpRequest, wave: Wave) -> None:
        self.request, self.wave = request, wave
        self.posted: Typed = {name: request.POST.getlist(name) for name in request.POST}

    def page(
        self, step: str, batch: Batch | None = None, *, status: int = 200, **facts: object
    ) -> HttpResponse:
        """A page of the room."""
        said = {
            "is_open": True,
            "process": self.wave.process,
            "wave": self.wave,
            "fewest": FEWEST,
            "batch": batch,
        }
        if batch is not None:
            said |= {"written": batch.written(), "typed_forms": len(batch.sheets), "slips": len(batch.codes)}
            said |= {"next_place": len(batch.sheets) + 1, "reasons": self._reasons()}
        return render(self.request, f"booth/paper_{step}.html", {**said, **facts}, status=status)

    def slips(self) -> HttpResponse:
        """The codes of the slips: all of them good, or all that is wrong."""
        typed = self.request.POST.get("codes", "")
        batch, wrong = slips(self.wave, typed)
        if batch is None:
            return self.page("slips", status=_NOT_YET, typed=typed, wrong=wrong)
        return self.page("next", batch)

    def number(self) -> HttpResponse:
        """The number of the form that is typed next."""
        batch, told = self._batch(), self.request.POST.get("number", "")
        try:
            form_of_sheet(self.wave, batch, told)
        except ValueError:
            return self.page(
                "next", batch, status=_NOT_YET, number=told, fault=say("booth.paper.wrong.number")
            )
        return self._sheet(batch, "first", "".join(told.split()), {}, {})

    def first(self) -> HttpResponse:
        """A form as it was typed first."""
        batch, told = self._batch(), self.request.POST.get("number", "")
        typed, faults = self._read(batch, told)
        if faults or batch.missing < 1:
            return self._sheet(batch, "first", told, typed, faults)
        batch.sheets.append(Sheet(told, typed))
        return self.page("next", batch)

    def enough(self) -> HttpResponse:
        """All forms were typed once; the others are spoilt, and for each there is a reason."""
        batch = self._batch()
        told = {name: self.request.POST.get(f"spoilt-{name}", "").strip() or "0" for name in SPOILT}
        if not all(one.isascii() and one.isdecimal() and len(one) < 5 for one in told.values()):
            return self.page("next", batch, status=_NOT_YET, spoilt_fault=say("booth.paper.wrong.count"))
        batch.spoilt = {name: int(one) for name, one in told.items()}
        if batch.missing:
            lacking, batch.spoilt = batch.missing, None
            fault = say(
                "booth.paper.wrong.balance", slips=len(batch.codes), forms=len(batch.sheets), lacking=lacking
            )
            return self.page("next", batch, status=_NOT_YET, spoilt_fault=fault)
        return self._next(batch)

    def second(self) -> HttpResponse:
        """A form as somebody else typed it: the same, or what differs is looked up on the paper."""
        return self._twice(settled=False)

    def settle(self) -> HttpResponse:
        """A form in which something differed, after a look at the paper."""
        return self._twice(settled=True)

    def keep(self) -> HttpResponse:
        """Seal the whole batch, spend its codes, and write down that it was done."""
        batch = self._batch()
        by = self.request.user
        try:
            with transaction.atomic():
                details = {"slips": len(batch.codes), "forms": len(batch.sheets), "spoilt": batch.spoilt}
                note(
                    "booth.paper_kept",
                    by=by if isinstance(by, Person) else None,
                    process=self.wave.process,
                    about=self.wave.address,
                    details=details,
                )
                keep(self.wave, batch)
        except Unread as problem:
            return self.page("keep", batch, status=_NOT_YET, wrong=problem.letter(language()))
        except KeyError:
            return self.page("keep", batch, status=409, wrong=say("booth.paper.wrong.meanwhile"))
        return self.page("kept", batch)

    def _twice(self, *, settled: bool) -> HttpResponse:
        batch = self._batch()
        if batch.place is None:
            return self._next(batch)
        sheet = batch.sheets[batch.place]
        typed, faults = self._read(batch, sheet.number)
        if faults:
            return self._sheet(batch, "settle" if settled else "second", sheet.number, typed, faults)
        differs = (
            {} if settled else differing(form_of_sheet(self.wave, batch, sheet.number), sheet.first, typed)
        )
        if differs:
            return self._sheet(batch, "settle", sheet.number, typed, differs)
        sheet.final = typed
        return self._next(batch)

    def _next(self, batch: Batch) -> HttpResponse:
        if batch.place is None:
            return self.page("keep", batch)
        return self._sheet(batch, "second", batch.sheets[batch.place].number, {}, {})

    def _batch(self) -> Batch:
        return Batch.read(self.request.POST.get("batch", ""))

    def _read(self, batch: Batch, number: str) -> tuple[Typed, dict[str, str]]:
        """What was typed of a form, without what else travelled with it, and what is wrong with it."""
        try:
            form = form_of_sheet(self.wave, batch, number)
        except ValueError as problem:
            raise Garbled from problem
        names = {name for one in form.questions() for name in (one.name, one.aside_name)}
        typed = {name: said for name, said in self.posted.items() if name in names}
        return typed, read(form, typed)[1]

    def _sheet(
        self, batch: Batch, step: str, number: str, typed: Typed, faults: dict[str, str]
    ) -> HttpResponse:
        found = parts(form_of_sheet(self.wave, batch, number), typed, faults)
        place = len(batch.sheets) + 1 if step == "first" else (batch.place or 0) + 1
        return self.page(
            "sheet",
            batch,
            status=_NOT_YET if faults else 200,
            act=step,
            number=number,
            place=place,
            parts=found,
            wrong=faulty(found),
        )

    def _reasons(self) -> list[tuple[str, str, str]]:
        return [
            (name, say(f"booth.paper.spoilt.{name}"), self.request.POST.get(f"spoilt-{name}", ""))
            for name in SPOILT
        ]
