"""The form of a row, made from the declared columns of its register."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from django import forms

from obverse.web.bridge import Column, tables
from obverse.web.registers.cells import cleaned, written
from obverse.web.registers.checking import check_values, held_as_files
from obverse.web.registers.models import Row
from obverse.web.registers.numbering import names_itself, next_id
from obverse.web.registers.wording import choices, columns_of, heading, label_of, note
from obverse.web.texts import language, later, say

if TYPE_CHECKING:
    from obverse.web.processes.models import Process

# More rows than these are too many to choose among in a list; they are proposed while one writes.
_LISTED, _PROPOSED = 200, 1_000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLAIN_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?")
# What every register may say of where a row comes from stands at the end of the form.
ABOUT_THE_ROW = ("source_id", "source_row", "grade", "recorded_on", "collected_by", "phase", "certainty")
_LONG = ("text", "clause_text", "purpose", "stop_rule", "applies_why", "actual_use")


class Moment(forms.MultiWidget):
    """A day and, where it is known, a time in universal time."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        day = forms.DateInput(attrs={"type": "date", "aria-label": later("registers.day")}, format="%Y-%m-%d")
        time = forms.TextInput(attrs={"type": "time", "step": "1", "aria-label": later("registers.time")})
        super().__init__({"day": day, "time": time}, attrs)

    def decompress(self, value: str | None) -> list[str]:
        """A moment in its two parts."""
        day, _, time = (value or "").partition("T")
        return [day, time.removesuffix("Z")]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The two parts as one moment, as the evidence writes it."""
        day, time = ((part or "").strip() for part in super().value_from_datadict(data, files, name))
        if not time:
            return str(day)
        return f"{day}T{time if time.count(':') > 1 else time + ':00'}Z"


class Proposing(forms.TextInput):
    """A line that proposes the ids of rows while one writes."""

    template_name = "registers/proposing.html"

    def __init__(self, proposals: list[tuple[str, str]]) -> None:
        super().__init__()
        self.proposals = proposals

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The proposals besides what every line has."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_list"
        return {**context, "proposals": self.proposals}


class RowForm(forms.Form):
    """All columns of a row. An empty one is unknown; an empty id is made by the program."""

    prefix = "c"

    def __init__(
        self, process: Process, table: str, *args: Any, row: Row | None = None, **named: Any
    ) -> None:
        self.process, self.table, self.row = process, table, row
        standing: Mapping[str, str] = row.values if row is not None else {}
        named.setdefault("initial", standing)
        super().__init__(*args, **named)
        self.use_required_attribute = False
        near = Row.objects.filter(process=process, table=table, is_removed=False)
        with_attributes = tables()[table].takes_attributes
        others = list(near.values_list("values", flat=True)[:100]) if with_attributes else []
        self.columns = columns_of(table, [standing, *others])
        files = held_as_files(process)
        for column in self.columns:
            self.fields[column.name] = self._field(column, standing.get(column.name, ""), files)

    def _field(self, column: Column, standing: str, files: set[str]) -> forms.CharField:
        field = _Cell(required=False, label=heading(self.table, column.name), strip=False)
        field.widget = self._widget(column, standing, files)
        field.help_text = self._help(column)
        field.is_needed = column.name in tables()[self.table].required
        if field.is_needed and names_itself(column):
            field.is_needed = False
        return field

    def _help(self, column: Column) -> str:
        said = note(self.table, column.name)
        how = f"registers.how.{column.kind}"
        if names_itself(column):
            how = "registers.how.own_id"
        elif column.kind in ("text", "code", "flag", "ref", "id", "date"):
            return said
        return f"{said}. {say(how)}" if said else say(how)

    def _widget(self, column: Column, standing: str, files: set[str]) -> forms.Widget:
        if column.kind in ("code", "flag"):
            return _select(choices(self.table, column).items(), standing)
        if column.kind == "ref" and column.refers_to not in files:
            return self._reference(column, standing)
        if column.kind == "date" and (not standing or _DATE.fullmatch(standing)):
            return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        if column.kind == "moment" and (not standing or _PLAIN_MOMENT.fullmatch(standing)):
            return Moment()
        if column.name in _LONG or "\n" in standing:
            return forms.Textarea(attrs={"rows": 4})
        numeric = column.kind in ("int", "number", "money", "share", "hours", "days")
        mode: Literal["decimal", "text"] = "decimal" if numeric else "text"
        return forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})

    def _reference(self, column: Column, standing: str) -> forms.Widget:
        rows = Row.objects.filter(process=self.process, table=column.refers_to, is_removed=False)
        told = list(rows.values_list("values", flat=True)[: _PROPOSED + 1])
        known = [(values["id"], label_of(values)) for values in told if values.get("id")]
        if len(known) > _LISTED:
            return Proposing(known[:_PROPOSED])
        return _select([(name, f"{name} – {label}" if label else name) for name, label in known], standing)

    def clean(self) -> dict[str, Any]:
        """The values in the form of the evidence, and all that is wrong with them."""
        declared = tables()[self.table]
        values = {}
        for column in self.columns:
            text = str(self.cleaned_data.get(column.name) or "")
            standing = str(self.initial.get(column.name) or "")
            # What nobody touched stays to the letter, also where it would be written in another way today.
            untouched = text.replace("\r\n", "\n") == standing.replace("\r\n", "\n")
            values[column.name] = standing if untouched else written(self.table, column, text, language())
        if "id" in declared.columns and names_itself(declared.columns["id"]) and not values.get("id"):
            values["id"] = self.row.values.get("id", "") if self.row else ""
            values["id"] = values["id"] or next_id(self.process, self.table)
        self.values = {name: value for name, value in values.items() if value}
        if not self._says_anything(self.values):
            raise forms.ValidationError(say("registers.wrong.empty_row"))
        wrong = check_values(self.process, self.table, self.values, instead_of=self.row)
        for name, message in wrong.items():
            self.add_error(name or None, message)
        return self.cleaned_data

    @staticmethod
    def _says_anything(values: Mapping[str, str]) -> bool:
        return any(name != "id" for name in values)

    def parts(self) -> dict[str, list[forms.BoundField]]:
        """The fields in three parts: what has to be known, what else there is to say, where the row comes from."""
        found: dict[str, list[forms.BoundField]] = {"needed": [], "further": [], "about": []}
        for column in self.columns:
            name = "about" if column.name in ABOUT_THE_ROW else "further"
            if column.name in tables()[self.table].required:
                name = "needed"
            found[name].append(self[column.name])
        return found


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar as the evidence writes it."""
    try:
        return bool(_DATE.fullmatch(text)) and dt.date.fromisoformat(text) is not None
    except ValueError:
        return False


class _Cell(forms.CharField):
    is_needed = False


def _select(words: Any, standing: str) -> forms.Select:
    known = [(code, word) for code, word in words]
    # What stands there stays choosable, whatever it is: nobody loses it by looking at it.
    if standing and standing not in dict(known):
        known.append((standing, standing))
    return forms.Select(choices=[("", later("registers.not_known")), *known])


class DeclarationForm(forms.Form):
    """How a register was kept."""

    kept_from = forms.CharField(required=False, label=later("registers.kept.kept_from"))
    kept_until = forms.CharField(required=False, label=later("registers.kept.kept_until"))
    complete = forms.ChoiceField(
        required=False,
        label=later("registers.kept.complete"),
        choices=[(code, later(f"registers.kept.complete_{code}")) for code in ("yes", "no", "unknown")],
        widget=forms.RadioSelect,
    )
    grade = forms.ChoiceField(
        required=False,
        label=later("registers.kept.grade"),
        choices=[(grade, later(f"registers.grade.{grade}")) for grade in "ABCD"],
        widget=forms.RadioSelect,
    )
    source = forms.CharField(required=False, max_length=300, label=later("registers.kept.source"))
    declared_by = forms.CharField(required=False, max_length=200, label=later("registers.kept.declared_by"))
    public_by = forms.CharField(required=False, max_length=300, label=later("registers.kept.public_by"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in ("kept_from", "kept_until"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        for name, field in self.fields.items():
            field.help_text = later(f"registers.kept.{name}_why")

    def clean(self) -> dict[str, Any]:
        """Days that are days, the first before the last."""
        days = {}
        for name in ("kept_from", "kept_until"):
            text = cleaned(str(self.cleaned_data.get(name) or ""))
            if text and not is_day(text):
                self.add_error(name, say("registers.wrong.not_a_date", value=text[:60]))
            elif text:
                days[name] = text
        if len(days) == 2 and days["kept_from"] > days["kept_until"]:
            self.add_error("kept_until", say("registers.kept.ends_before"))
        return self.cleaned_data

    def said(self) -> dict[str, str]:
        """What was said, nothing for what is not known."""
        return {name: cleaned(str(text)) for name, text in self.cleaned_data.items() if text}
