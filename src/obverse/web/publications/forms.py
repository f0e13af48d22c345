"""What people tell when they prepare, sign, refuse or correct a publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from obverse.web.audits.models import Audit
from obverse.web.processes.models import Process
from obverse.web.texts import later, say

if TYPE_CHECKING:
    # Only for those who check types is it a class of something.
    _Chosen = forms.ModelChoiceField[Audit]
else:
    _Chosen = forms.ModelChoiceField


class ChosenAudit(_Chosen):
    """A finished audit by its number and its day."""

    def label_from_instance(self, audit: Audit) -> str:
        """An audit as it stands in the list."""
        return say("publications.audit_of", number=audit.number, as_of=audit.as_of.isoformat())


class PrepareForm(forms.Form):
    """Which audit becomes public, and whether whoever prepares it stands there by name."""

    audit = ChosenAudit(
        queryset=Audit.objects.none(), label=later("publications.field.audit"), empty_label=None
    )
    named = forms.BooleanField(
        required=False,
        label=later("publications.field.named"),
        help_text=later("publications.field.named_why"),
    )

    def __init__(self, *told: object, process: Process) -> None:
        super().__init__(*told)  # type: ignore[arg-type]  # what Django's form takes first: the answers or nothing
        chosen = self.fields["audit"]
        if isinstance(chosen, ChosenAudit):
            chosen.queryset = Audit.objects.filter(process=process, is_done=True).order_by("-number")


class SignForm(forms.Form):
    """A second person's signature under the digest that stood on the page."""

    seal = forms.CharField(widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=later("publications.field.read"),
        error_messages={"required": later("publications.wrong.not_read")},
    )
    named = forms.BooleanField(
        required=False,
        label=later("publications.field.named"),
        help_text=later("publications.field.named_why"),
    )


class RefuseForm(forms.Form):
    """Why a prepared publication goes back."""

    remark = forms.CharField(
        max_length=5_000,
        label=later("publications.field.remark"),
        help_text=later("publications.field.remark_why"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ErratumForm(forms.Form):
    """A correction in both languages; ``known`` counts the errata that stood on the page when it was written."""

    known = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text_en = forms.CharField(
        max_length=20_000,
        label=later("publications.field.text_en"),
        widget=forms.Textarea(attrs={"rows": 5, "lang": "en"}),
    )
    text_fr = forms.CharField(
        max_length=20_000,
        label=later("publications.field.text_fr"),
        widget=forms.Textarea(attrs={"rows": 5, "lang": "fr"}),
    )
