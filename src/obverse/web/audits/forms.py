"""Forms of this room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from obverse.web import bridge
from obverse.web.audits.lines import CLASSES, klass_label
from obverse.web.audits.numbers import NumberField
from obverse.web.texts import language, later, say

_DIRECTIONS = ("high_is_bad", "low_is_bad", "away_is_bad")
_LONGEST = 4_000
# Units whose numbers people write in per cent.
_IN_PER_CENT = ("share", "difference_of_shares")


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 4})


class LineForm(forms.Form):
    """An own threshold for one indicator; with ``amending`` also the reason for changing it after the freeze."""

    subject = forms.CharField(
        max_length=200,
        initial="*",
        label=later("audits.line.subject"),
        help_text=later("audits.line.subject_why"),
    )
    value = NumberField(label=later("audits.line.value"), help_text=later("audits.line.value_why"))
    smallest_difference = NumberField(
        required=False,
        label=later("audits.line.smallest_difference"),
        help_text=later("audits.line.smallest_difference_why"),
    )
    direction = forms.ChoiceField(
        required=False, label=later("audits.line.direction"), help_text=later("audits.line.direction_why")
    )
    klass = forms.ChoiceField(label=later("audits.line.klass"), help_text=later("audits.line.klass_why"))
    source = forms.CharField(
        max_length=2_000,
        widget=_lines(),
        label=later("audits.line.source"),
        help_text=later("audits.line.source_why"),
    )
    reason = forms.CharField(
        max_length=2_000,
        widget=_lines(),
        label=later("audits.line.reason"),
        help_text=later("audits.line.reason_why"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)

    def __init__(self, indicator: bridge.Measured, data: Any = None, *, amending: bool, **given: Any) -> None:
        super().__init__(data, **given)
        self.indicator = indicator
        spoken = [(name, say(f"audits.direction.{name}")) for name in _DIRECTIONS]
        own = (
            say(f"audits.direction.{indicator.direction}")
            if indicator.direction in _DIRECTIONS
            else say("audits.direction.none")
        )
        choices = [("", say("audits.direction.own", own=own)), *spoken]
        self.fields["direction"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, declared above
        self.fields["klass"].choices = [(name, klass_label(name)) for name in CLASSES]  # type: ignore[attr-defined]  # as above
        for name in ("value", "smallest_difference"):
            self.fields[name].is_share = indicator.unit in _IN_PER_CENT  # type: ignore[attr-defined]  # a NumberField
        if not amending:
            del self.fields["reason"]

    def clean_smallest_difference(self) -> float:
        """A difference from the line cannot be negative; none is zero."""
        smallest = self.cleaned_data["smallest_difference"] or 0.0
        if smallest < 0:
            raise ValidationError(say("audits.wrong.negative"))
        return float(smallest)

    def clean_subject(self) -> str:
        """What the line is meant for; everything that the indicator judges where nothing is said."""
        return str(self.cleaned_data["subject"]).strip() or "*"

    @property
    def line(self) -> dict[str, Any]:
        """What the line says."""
        return {**self.cleaned_data, "indicator": self.indicator.id}


class AuditForm(forms.Form):
    """From which day an audit looks."""

    as_of = forms.DateField(
        widget=_day(), label=later("audits.start.as_of"), help_text=later("audits.start.as_of_why")
    )

    def __init__(self, data: Any = None, *, earliest: dt.date | None = None, **given: Any) -> None:
        super().__init__(data, **given)
        self.earliest = earliest

    def clean_as_of(self) -> dt.date:
        """Nobody looks back from a day that has not come, nor from one on which the thresholds did not stand."""
        day: dt.date = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise ValidationError(say("audits.wrong.future"))
        if self.earliest is not None and day < self.earliest:
            raise ValidationError(say("audits.wrong.too_early", date=date_format(self.earliest, "j F Y")))
        return day


class StatementForm(forms.Form):
    """What a group says to a finding."""

    group = forms.ChoiceField(label=later("audits.statement.group"))
    text = forms.CharField(
        max_length=_LONGEST,
        widget=_lines(),
        label=later("audits.statement.text"),
        help_text=later("audits.statement.text_why"),
    )

    def __init__(self, groups: Sequence[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]  # a ChoiceField, declared above
        if len(groups) == 1:
            self.fields["group"].widget = forms.HiddenInput()
            self.initial["group"] = groups[0][0]


class MeasureForm(forms.Form):
    """A measure against a concern, written down before it starts."""

    what = forms.CharField(
        max_length=1_000,
        widget=_lines(),
        label=later("audits.measure.what"),
        help_text=later("audits.measure.what_why"),
    )
    owner = forms.ChoiceField(
        required=False, label=later("audits.measure.owner"), help_text=later("audits.measure.owner_why")
    )
    start_on = forms.DateField(widget=_day(), label=later("audits.measure.start_on"))
    lag_days = forms.IntegerField(
        min_value=1,
        max_value=36_500,
        label=later("audits.measure.lag_days"),
        help_text=later("audits.measure.lag_days_why"),
    )
    expected_direction = forms.ChoiceField(label=later("audits.measure.expected_direction"))
    expected_change = NumberField(
        label=later("audits.measure.expected_change"), help_text=later("audits.measure.expected_change_why")
    )
    displacement = forms.ChoiceField(
        required=False,
        label=later("audits.measure.displacement"),
        help_text=later("audits.measure.displacement_why"),
    )
    stop_rule = forms.CharField(
        required=False,
        max_length=1_000,
        widget=_lines(),
        label=later("audits.measure.stop_rule"),
        help_text=later("audits.measure.stop_rule_why"),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        unit: str,
        owners: Sequence[tuple[str, str]],
        figures: Sequence[tuple[str, Any]],
        **given: Any,
    ) -> None:
        super().__init__(data, **given)
        unknown = ("", say("audits.measure.not_known"))
        choices = {
            "owner": [unknown, *owners],
            "displacement": [("", say("audits.measure.no_figure")), *figures],
            "expected_direction": [(one, say(f"audits.measure.{one}")) for one in ("up", "down")],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # ChoiceFields, declared above
        self.fields["expected_change"].is_share = unit in _IN_PER_CENT  # type: ignore[attr-defined]  # a NumberField

    def clean_expected_change(self) -> float:
        """A change has a size; which way it goes is said beside it."""
        change = float(self.cleaned_data["expected_change"])
        if change <= 0:
            raise ValidationError(say("audits.wrong.change"))
        return change


def indicator_choices() -> list[tuple[str, str]]:
    """All indicators by id and name."""
    return [(one.id, f"{one.id} {one.name}") for one in bridge.measured(language()).values()]
