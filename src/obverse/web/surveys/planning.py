"""How many to ask for a difference that matters, and what could be printed of so many answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from obverse.web.bridge.surveys import plan_for, printed
from obverse.web.surveys.models import Wave
from obverse.web.surveys.standing import asked
from obverse.web.texts import later


class PlanForm(forms.Form):
    """The difference that matters, and how many of those who are asked are expected to answer; in per cent."""

    use_required_attribute = False
    difference = forms.IntegerField(
        min_value=3,
        max_value=60,
        initial=15,
        label=later("surveys.field.difference"),
        help_text=later("surveys.field.difference_why"),
    )
    response = forms.IntegerField(
        min_value=1,
        max_value=100,
        initial=40,
        label=later("surveys.field.response"),
        help_text=later("surveys.field.response_why"),
    )


def planned(wave: Wave, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """For each group that is asked, how many to invite and what could be printed then."""
    groups = [(one.label, one.eligible) for one in asked(wave)]
    plans = plan_for(groups, difference=said["difference"] / 100, response=said["response"] / 100)
    return [
        {
            "label": one.stratum.name,
            "eligible": one.stratum.eligible,
            "invite": one.invite,
            "expected": one.expected,
            "printed": f"surveys.printed.{one.printed}",
            "advice": f"surveys.advice.{one.advice}",
        }
        for one in plans
    ]


def printable(answers: int) -> str:
    """The text that says what may be printed of so many answers."""
    return f"surveys.printed.{printed(answers)}"
