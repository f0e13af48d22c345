"""The groups by which people are counted: variables with their categories in order."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from obverse.web.processes.charter import ATTRIBUTES
from obverse.web.texts import later, say

if TYPE_CHECKING:
    from obverse.web.processes.models import Process

ORDERS = ("none", "worst_to_best", "best_to_worst")
USUAL = ("age_band", "sex", "education", "income_band", "tenure", "area")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST = 60


def attributes_of(process: Process) -> list[dict[str, Any]]:
    """The variables of a process: name, label, categories, order and, where there are some, labels."""
    said = process.answer(ATTRIBUTES)
    return [dict(one) for one in said] if isinstance(said, list) else []


class AttributeForm(forms.Form):
    """One variable. ``name`` is how columns call it: ``attr_<name>``; an empty one is made from the label."""

    seen = forms.CharField(widget=forms.HiddenInput)
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(
        max_length=80,
        label=later("processes.attributes.label"),
        help_text=later("processes.attributes.label_help"),
    )
    name = forms.CharField(
        required=False,
        max_length=40,
        label=later("processes.attributes.column"),
        help_text=later("processes.attributes.column_help"),
        widget=forms.TextInput(attrs={"list": "usual", "autocomplete": "off"}),
    )
    categories = forms.CharField(
        max_length=4_000,
        label=later("processes.attributes.categories"),
        help_text=later("processes.attributes.categories_help"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    order = forms.ChoiceField(
        label=later("processes.attributes.order"),
        help_text=later("processes.attributes.order_help"),
        choices=[(one, later(f"processes.attributes.order_{one}")) for one in ORDERS],
        widget=forms.RadioSelect,
        initial="none",
    )
    use_required_attribute = False

    def clean_categories(self) -> list[str]:
        """One category a line, each once."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["categories"].splitlines()]
        found = [line for line in lines if line]
        doubled = sorted({one for one in found if found.count(one) > 1})
        if doubled:
            raise ValidationError(say("processes.attributes.wrong_doubled", words=", ".join(doubled)))
        if not 1 < len(found) <= _MOST:
            raise ValidationError(say("processes.attributes.wrong_few", most=_MOST))
        return found

    def clean(self) -> dict[str, Any]:
        """A name that a column can bear."""
        name = self.cleaned_data.get("name", "").removeprefix("attr_") or _plain(
            self.cleaned_data.get("label", "")
        )
        if "label" in self.cleaned_data and not _NAME.fullmatch(name):
            self.add_error("name", say("processes.attributes.wrong_name"))
        self.cleaned_data["name"] = name
        return self.cleaned_data

    def among(self, others: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """All variables with this one in the place of what it was, or at the end."""
        said = {key: self.cleaned_data[key] for key in ("name", "label", "categories", "order")}
        was = self.cleaned_data.get("was", "")
        kept = [one for one in others if one["name"] != said["name"] or one["name"] == was]
        for place, one in enumerate(kept):
            if one["name"] == was:
                labels = {
                    key: word for key, word in one.get("labels", {}).items() if key in said["categories"]
                }
                kept[place] = {**said, **({"labels": labels} if labels else {})}
                return kept
        return [*kept, said]


def _plain(label: str) -> str:
    bare = unicodedata.normalize("NFKD", label.casefold())
    return re.sub(r"[^a-z0-9]+", "_", bare.encode("ascii", "ignore").decode()).strip("_")[:40]
