"""What is told of a new access key."""

from __future__ import annotations

from django import forms

from obverse.web.texts import later

DAYS = (7, 30, 90, 365)


class KeyForm(forms.Form):
    """What a key is for, and until when it opens."""

    name = forms.CharField(
        max_length=100, label=later("api.field.name"), help_text=later("api.field.name_why")
    )
    days = forms.TypedChoiceField(
        coerce=int,
        label=later("api.field.days"),
        choices=[(days, later("api.field.number_of_days", count=days)) for days in DAYS],
        initial=90,
    )
