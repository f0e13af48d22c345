"""Letters and forms for print: made when they are asked for, and kept nowhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from obverse.web.bridge.papers import NoPress, paper_form, printed_letter
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.surveys import asking
from obverse.web.surveys.code_forms import LetterForm
from obverse.web.surveys.code_views import as_file
from obverse.web.surveys.models import Wave
from obverse.web.texts import LANGUAGES, language

_PDF = "application/pdf"


@allowed(may.hold_survey)
def letters(request: HttpRequest, process: Process, number: int) -> HttpResponseBase:
    """The letter that asks people, the same for everybody."""
    wave = asking.wave_of(process, number)
    auditor = process.answer("audit.auditor")
    initial = {"auditor": auditor if isinstance(auditor, str) else ""}
    form = LetterForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if wave.closes_on is None or not wave.holders or not all(wave.holders):
            return asking.too_late(request, wave, "wave_letters")
        said = form.cleaned_data
        try:
            printed = printed_letter(
                said["language"],
                subject=wave.subject,
                place=wave.place,
                body=process.body.name,
                auditor=said["auditor"],
                return_to=[line.strip() for line in said["return_to"].splitlines() if line.strip()],
                phone=said["phone"],
                hours=said["hours"],
                address=request.build_absolute_uri(reverse("booth")),
                last_day=wave.closes_on,
                holders=wave.holders,
                needed=wave.holders_needed,
                is_reminder=said["is_reminder"],
            )
        except NoPress as missing:
            form.add_error(None, missing.letter(language()))
        else:
            return as_file(printed, f"letter-{wave.address}.pdf", _PDF)
    return _page(request, wave, form)


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
        )
    except NoPress as missing:
        return _page(request, wave, LetterForm(), missing.letter(language()))
    return as_file(printed, f"questionnaire-{group}-{wave.address}.pdf", _PDF)


def _page(request: HttpRequest, wave: Wave, form: LetterForm, wrong: str = "") -> HttpResponse:
    facts = {
        "form": form,
        "languages": [(one, f"surveys.language.{one}") for one in LANGUAGES],
        "ready": bool(wave.closes_on and wave.subject and wave.holders and all(wave.holders)),
        "wrong": wrong,
    }
    return asking.page(request, wave, "letters", "surveys/letters.html", **facts)
