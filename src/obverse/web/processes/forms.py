"""Forms with which a process begins, and of what it is called and how long its data are kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from obverse.web.people import may
from obverse.web.people.models import Person
from obverse.web.processes.beginning import bodies_open_to
from obverse.web.processes.entering import Day
from obverse.web.processes.models import Body, Process
from obverse.web.texts import later, say

_TITLE = 200


class BeginForm(forms.Form):
    """A new process: for which body, and what it is called. Administrators may name a new body."""

    title = forms.CharField(
        max_length=_TITLE, label=later("processes.begin.title"), help_text=later("processes.begin.title_help")
    )
    body = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        required=False,
        label=later("processes.begin.body"),
        empty_label=later("processes.begin.choose"),
    )

    def __init__(self, person: Person, data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        self.is_administrator = may.administer(person)
        open_bodies = bodies_open_to(person)
        body = self.fields["body"]
        assert isinstance(body, forms.ModelChoiceField)  # noqa: S101 - declared just above, for the type checker
        body.queryset = open_bodies
        if self.is_administrator:
            self.fields["new_body"] = forms.CharField(
                required=False,
                max_length=200,
                label=later("processes.begin.new_body"),
                help_text=later("processes.begin.new_body_help"),
            )
            self.fields["owns"] = forms.BooleanField(
                required=False,
                initial=True,
                label=later("processes.begin.owns"),
                help_text=later("processes.begin.owns_help"),
            )
        elif open_bodies.count() == 1:
            self.initial["body"] = open_bodies[0]

    def clean_new_body(self) -> str:
        """The name of a body that is not there yet."""
        name = " ".join(str(self.cleaned_data["new_body"]).split())
        if Body.objects.filter(name__iexact=name).exists():
            raise ValidationError(say("processes.wrong.body_exists"))
        return name

    def clean(self) -> dict[str, Any]:
        """One body: one that is there, or a new one."""
        named = [self.cleaned_data.get(key) for key in ("body", "new_body")]
        if len([one for one in named if one]) != 1 and not self.errors:
            wrong = "two_bodies" if all(named) else "no_body"
            self.add_error("body", ValidationError(say(f"processes.wrong.{wrong}")))
        return self.cleaned_data

    @property
    def chosen(self) -> Body | str:
        """The body, or the name of the new one."""
        found = self.cleaned_data.get("body") or self.cleaned_data["new_body"]
        return found if isinstance(found, Body) else str(found)


class BasicsForm(forms.Form):
    """What a process is called, and until when its data are kept; the latter only owners decide."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        max_length=_TITLE, label=later("processes.begin.title"), help_text=later("processes.begin.title_help")
    )
    keep_until = Day()

    def __init__(self, process: Process, data: Any = None, *, may_keep: bool) -> None:
        facts = {"version": process.version, "title": process.title, "keep_until": process.keep_until}
        super().__init__(data, initial=facts)
        self.process = process
        self.fields["keep_until"].label = later("processes.basics.keep_until")
        self.fields["keep_until"].help_text = later("processes.basics.keep_until_why")
        if not may_keep:
            del self.fields["keep_until"]

    def clean_keep_until(self) -> dt.date | None:
        """The day, which cannot have passed: data are not deleted by a slip of the hand."""
        day: dt.date | None = self.cleaned_data["keep_until"]
        if day is not None and day <= timezone.localdate() and day != self.process.keep_until:
            raise ValidationError(say("processes.wrong.passed"))
        return day
