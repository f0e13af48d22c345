"""What the desk is told when codes are brought or made, when letters are printed, and from the opening to the end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from obverse.web.surveys.forms import Versioned
from obverse.web.texts import LANGUAGES, language, later, say

_LINES = 4

_LANGUAGES = [(one, later(f"surveys.language.{one}")) for one in LANGUAGES]


class CodesForm(Versioned):
    """The two files that the auditor's command wrote for the workspace."""

    marks = forms.FileField(label=later("surveys.field.marks"), help_text=later("surveys.field.marks_why"))
    pepper = forms.FileField(label=later("surveys.field.pepper"), help_text=later("surveys.field.pepper_why"))


class MakeCodesForm(Versioned):
    """Making the codes here, by somebody who knows what that means for those who answer."""

    language = forms.ChoiceField(choices=_LANGUAGES, label=later("surveys.field.language"))
    phone = forms.CharField(
        required=False,
        max_length=60,
        label=later("surveys.field.phone"),
        help_text=later("surveys.field.phone_slips_why"),
    )
    sure = forms.BooleanField(
        label=later("surveys.field.made_here"), error_messages={"required": later("surveys.wrong.not_sure")}
    )


class HelpForm(Versioned):
    """Who asks and helps, as letters and forms on paper say: an office, never a person."""

    auditor = forms.CharField(
        max_length=200, label=later("surveys.field.auditor"), help_text=later("surveys.field.auditor_why")
    )
    phone = forms.CharField(
        max_length=60, label=later("surveys.field.phone"), help_text=later("surveys.field.phone_why")
    )
    hours = forms.CharField(required=False, max_length=120, label=later("surveys.field.hours"))
    return_to = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=later("surveys.field.return_to"),
        help_text=later("surveys.field.return_to_why"),
    )

    def clean_return_to(self) -> str:
        """At most four lines, without empty ones."""
        lines = [line.strip() for line in str(self.cleaned_data["return_to"]).splitlines() if line.strip()]
        if len(lines) > _LINES:
            raise ValidationError(say("surveys.wrong.many_lines", most=_LINES))
        return "\n".join(lines)


class LetterForm(forms.Form):
    """Which letter it is."""

    use_required_attribute = False
    language = forms.ChoiceField(choices=_LANGUAGES, label=later("surveys.field.language"))
    is_reminder = forms.BooleanField(required=False, label=later("surveys.field.is_reminder"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["language"].initial = language()


class ReasonForm(Versioned):
    """Why a wave is closed before its last day."""

    reason = forms.CharField(
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=later("surveys.field.reason"),
        help_text=later("surveys.field.reason_why"),
    )


class ArrivedForm(forms.Form):
    """That the batch file arrived: the beginning of its digest, or the file itself."""

    use_required_attribute = False
    digest = forms.CharField(
        required=False,
        max_length=64,
        label=later("surveys.field.arrived"),
        help_text=later("surveys.field.arrived_why"),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        required=False,
        label=later("surveys.field.arrived_file"),
        help_text=later("surveys.field.arrived_file_why"),
    )

    def clean(self) -> dict[str, Any]:
        """One of both."""
        said = super().clean() or self.cleaned_data
        if not self.errors and not said.get("digest") and not said.get("file"):
            self.add_error("digest", say("surveys.wrong.no_arrived"))
        return said


class LoadForm(forms.Form):
    """What the holders' computer wrote when it opened the batch."""

    use_required_attribute = False
    file = forms.FileField(label=later("surveys.field.opened"), help_text=later("surveys.field.opened_why"))
