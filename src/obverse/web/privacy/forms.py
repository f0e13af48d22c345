"""Forms about what is kept and what goes."""

from __future__ import annotations

from typing import Any

from django import forms

from obverse.web.privacy.shredding import GROUNDS
from obverse.web.texts import later, say


class Pseudonym(forms.Form):
    """Whom somebody asks about."""

    pseudonym = forms.CharField(
        label=later("privacy.field.pseudonym"),
        help_text=later("privacy.field.pseudonym_why"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Shredding(forms.Form):
    """Why a person is taken out, and that this is really meant."""

    ground = forms.ChoiceField(label=later("privacy.field.ground"), widget=forms.RadioSelect)
    sure = forms.BooleanField(
        label=later("privacy.field.sure"), error_messages={"required": later("privacy.wrong.not_sure")}
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        grounds = [(ground, say(f"privacy.ground.{ground}")) for ground in GROUNDS]
        self.fields["ground"].choices = grounds  # type: ignore[attr-defined]  # it is the ChoiceField from above


class KeepUntil(forms.Form):
    """The day on which what tells of single people is deleted."""

    keep_until = forms.DateField(
        label=later("privacy.field.keep_until"),
        help_text=later("privacy.field.keep_until_why"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class Leaving(forms.Form):
    """That leaving is really meant."""

    sure = forms.BooleanField(
        label=later("privacy.field.sure"), error_messages={"required": later("privacy.wrong.not_sure")}
    )
