"""Letters and forms for print: made when they are asked for, and kept nowhere."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST

from obverse.web.booth.statement import Facts, statement
from obverse.web.bridge.papers import NoPress, paper_form, printed_letter
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.surveys import asking
from obverse.web.surveys.code_forms import HelpForm, LetterForm
from obverse.web.surveys.code_views import as_file
from obverse.web.surveys.models import Wave
from obverse.web.surveys.setting_up import Moved, change
from obverse.web.texts import LANGUAGES, language

_PDF = "application/pdf"
_HELP = ("auditor", "phone", "hours", "return_to")
# Whom people can ask is no promise that stands from the opening on: a telephone may change.
_HELPED = (Wave.State.DRAFT, Wave.State.OPEN)


@allowed(may.hold_survey)
def letters(request: HttpRequest, process: Process, number: int) -> HttpResponseBase:
    """The letter that asks people, the same for everybody."""
    wave = asking.wave_of(process, number)
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not _is_ready(wave) or wave.closes_on is None:
            return asking.too_late(request, wave, "wave_letters")
        spoken = form.cleaned_data["language"]
        with translation.override(spoken):
            said = statement(Facts.of(wave))
        try:
            printed = printed_letter(
                spoken,
                subject=wave.subject,
                place=wave.place,
                body=process.body.name,
                auditor=wave.auditor,
                return_to=wave.return_to.splitlines(),
                phone=wave.phone,
                hours=wave.hours,
                address=request.build_absolute_uri(reverse("booth")),
                last_day=wave.closes_on,
                holders=wave.holders,
                needed=wave.holders_needed,
                statement=said,
                is_reminder=form.cleaned_data["is_reminder"],
            )
        except NoPress as missing:
            form.add_error(None, missing.letter(language()))
        else:
            return as_file(printed, f"letter-{wave.address}.pdf", _PDF)
    return _page(request, wave, form=form)


@allowed(may.hold_survey)
@require_POST
def who_helps(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Who asks and helps, by which telephone, and where paper goes."""
    wave = asking.wave_of(process, number)
    form = HelpForm(request.POST)
    if form.is_valid():
        by, expected = asking.person(request), form.cleaned_data["version"]
        try:
            change(wave, form.facts(), by=by, what="help_set", expected_version=expected, states=_HELPED)
        except Moved as moved:
            asking.again(form, moved)
            return _page(request, moved.wave, status=asking.CONFLICT, help_form=form, moved=moved)
        return asking.back(request, wave, "front.saved", "wave_letters")
    return _page(request, wave, help_form=form)


@allowed(may.hold_survey)
@require_POST
def on_paper(request: HttpRequest, process: Process, number: int, group: int) -> HttpResponseBase:
    """A questionnaire on paper for one group, in an order that chance gives and its number tells."""
    wave = asking.wave_of(process, number)
    stratum = asking.group_of(wave, group)
    spoken = request.POST.get("language", "")
    names = {"subject": wave.subject, "place": wave.place, "role": stratum.role}
    try:
        printed = paper_form(
            wave.questionnaire,
            stratum.variant,
            wave.kind,
            names,
            language=spoken if spoken in LANGUAGES else language(),
            last_day=wave.closes_on,
            is_large="large" in request.POST,
            auditor=wave.auditor,
            phone=wave.phone,
            return_to=wave.return_to.splitlines(),
        )
    except NoPress as missing:
        return _page(request, wave, wrong=missing.letter(language()))
    return as_file(printed, f"questionnaire-{group}-{wave.address}.pdf", _PDF)


def _is_ready(wave: Wave) -> bool:
    """Whether everything stands that a letter says."""
    told = (wave.closes_on, wave.subject, wave.place, wave.auditor, wave.phone, wave.return_to, wave.holders)
    return all(told) and all(wave.holders)


def _page(
    request: HttpRequest,
    wave: Wave,
    *,
    status: int = 200,
    wrong: str = "",
    moved: Moved | None = None,
    **forms: Form,
) -> HttpResponse:
    standing = {"version": wave.version, **{name: getattr(wave, name) for name in _HELP}}
    auditor = wave.process.answer("audit.auditor")
    if not wave.auditor and isinstance(auditor, str):
        standing["auditor"] = auditor
    facts = {
        "form": LetterForm(),
        "help_form": HelpForm(initial=standing),
        "may_help": wave.state in _HELPED,
        "languages": [(one, f"surveys.language.{one}") for one in LANGUAGES],
        "ready": _is_ready(wave),
        "wrong": wrong,
        "moved": moved,
        **forms,
    }
    return asking.page(request, wave, "letters", "surveys/letters.html", status, **facts)
