"""Forms of imports: files with how they are to be read, the same without files, and a description of a table."""

from __future__ import annotations

import tomllib
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from obverse.web.bridge import connectors, largest_upload, options_of, table_words
from obverse.web.intake.asking import ENCODING
from obverse.web.texts import language, later, say

_MOST_FILES = 200
# What a platform is when the files shall tell it, and the one that needs a description.
BY_THEMSELVES, DESCRIBED = "", "mapping"


class ManyFiles(forms.ClearableFileInput):
    """An input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Each file by itself."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise forms.ValidationError(say("intake.wrong.no_file"))
        if len(given) > _MOST_FILES:
            raise forms.ValidationError(say("intake.wrong.many_files", most=_MOST_FILES))
        for file in given:
            if not file.size:
                raise forms.ValidationError(say("intake.wrong.empty_file", name=file.name))
            if file.size > largest_upload():
                most = filesizeformat(largest_upload())
                raise forms.ValidationError(say("intake.wrong.long_file", name=file.name, most=most))
        return [super(FilesField, self).clean(file, initial) for file in given]


def _platforms() -> list[tuple[str, str]]:
    names = sorted((say(f"intake.connector.{one}.name"), one) for one in connectors() if one != DESCRIBED)
    return [(BY_THEMSELVES, say("intake.by_themselves")), *((one, name) for name, one in names)]


class SettingsForm(forms.Form):
    """How files are to be read."""

    platform = forms.ChoiceField(
        required=False,
        choices=_platforms,
        label=later("intake.field.platform"),
        help_text=later("intake.field.platform_why"),
    )
    replaces = forms.BooleanField(
        required=False, label=later("intake.field.replaces"), help_text=later("intake.field.replaces_why")
    )
    options = forms.CharField(
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        label=later("intake.field.options"),
        help_text=later("intake.field.options_why"),
    )

    def clean_options(self) -> dict[str, str]:
        """Names with values, one a line."""
        found: dict[str, str] = {}
        for line in str(self.cleaned_data["options"]).splitlines():
            if not line.strip():
                continue
            name, sign, value = line.partition("=")
            if not sign or not name.strip():
                raise forms.ValidationError(say("intake.wrong.option", line=line.strip()))
            found[name.strip()] = value.strip()
        platform = self.cleaned_data.get("platform", "")
        known = (*options_of(platform), ENCODING)
        unknown = [name for name in found if platform and name not in known]
        if unknown:
            listed = ", ".join(known) or "–"
            raise forms.ValidationError(say("intake.wrong.unknown_option", name=unknown[0], known=listed))
        return found


class ImportForm(SettingsForm):
    """Files, and how they are to be read."""

    given = FilesField(label=later("intake.field.files"), help_text=later("intake.field.files_why"))
    field_order = ("given", "platform", "options", "replaces")


def _tables() -> list[tuple[str, str]]:
    words = table_words(language()).values()
    named = sorted((one.label, one.name) for one in words)
    return [("", say("intake.likeliest")), *((name, label) for label, name in named)]


class TableForm(forms.Form):
    """For which register a description is wanted."""

    table = forms.ChoiceField(
        required=False,
        choices=_tables,
        label=later("intake.field.table"),
        help_text=later("intake.field.table_why"),
    )


class MappingForm(forms.Form):
    """A description of a table, and whether it may replace rows."""

    mapping = forms.CharField(
        max_length=100_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code"}),
        label=later("intake.field.mapping"),
        help_text=later("intake.field.mapping_why"),
    )
    replaces = forms.BooleanField(
        required=False, label=later("intake.field.replaces"), help_text=later("intake.field.replaces_why")
    )

    def clean_mapping(self) -> str:
        """A text that can be read as a description at all; what it says is looked at with the file."""
        text = str(self.cleaned_data["mapping"]).replace("\r\n", "\n")
        try:
            tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise forms.ValidationError(say("intake.wrong.mapping", error=str(error))) from None
        return text
