"""Pages for people who answer: the code, the questionnaire, the receipt, and what there is to know about a wave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from obverse.web.booth.asking import faulty, parts
from obverse.web.booth.entering import Entered, Refused, enter, phase
from obverse.web.booth.statement import Facts, about_you, statement
from obverse.web.booth.store import ONLINE, SpentOnPaper, store
from obverse.web.booth.traceless import say_once, shown, traceless
from obverse.web.bridge.questionnaire import Unread, read, receipt, receipt_typed, seal, shown_receipt
from obverse.web.bridge.waves import published_list
from obverse.web.surveys.models import Wave
from obverse.web.texts import language, say

_SHOWN = (Wave.State.OPEN, Wave.State.CLOSED, Wave.State.LOADED)
_LISTED = (Wave.State.CLOSED, Wave.State.LOADED)


@traceless
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The field for the code; once a good one was posted, the questionnaire."""
    if request.method != "POST":
        return shown("code", here=reverse("booth"))
    typed = request.POST.get("code", "")
    try:
        entered = enter(typed, language())
    except Refused as refused:
        return _refused(refused, typed)
    return _questionnaire(entered, {}, {})


@traceless
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Take a questionnaire: seal it, keep it, and hand out the receipt."""
    posted = {name: request.POST.getlist(name) for name in request.POST}
    typed = request.POST.get("code", "")
    try:
        entered = enter(typed, language())
    except Refused as refused:
        return _refused(refused, typed)
    answers, faults = read(entered.form(language()), posted)
    if answers is None:
        return _questionnaire(entered, posted, faults)
    try:
        sealed = seal(answers, entered.person, phase(entered.wave), entered.wave.key)
    except Unread as problem:
        return _questionnaire(entered, posted, {}, whole=problem.letter(language()))
    try:
        is_first = store().put(entered.wave.address, entered.mark, sealed)
    except SpentOnPaper:
        return _refused(Refused("booth.letter.paper"), typed)
    except KeyError:
        # It was closed while this was on its way.
        return _refused(Refused("booth.letter.over", status=410), typed)
    except Exception as problem:  # noqa: BLE001 - a full disc, a database that is away: what was typed stays on the page
        say_once(problem)
        return _questionnaire(entered, posted, {}, whole=say("booth.letter.not_kept"), status=503)
    return shown("thanks", wave=entered.wave, receipt=receipt(sealed), is_first=is_first)


@traceless
@require_GET
def about(request: HttpRequest, address: str) -> HttpResponse:  # noqa: ARG001 - a page has it
    """What a wave is about, who asks, and who would have to work together to learn an answer."""
    wave = _wave(address, _SHOWN)
    facts = Facts.of(wave)
    return shown(
        "about",
        wave=wave,
        body=facts.body,
        statement=statement(facts),
        is_open=wave.state == Wave.State.OPEN,
        closes_on=date_format(wave.closes_on) if wave.closes_on else "",
        here=reverse("booth_about", args=[address]),
    )


@traceless
@require_http_methods(["GET", "HEAD", "POST"])
def receipts(request: HttpRequest, address: str) -> HttpResponse:
    """After the close, the receipts of all answers that were counted; one may look for one's own."""
    wave = _wave(address, _SHOWN)
    listed = [shown_receipt(str(digest)) for digest in wave.receipts] if wave.state in _LISTED else []
    typed = request.POST.get("receipt", "")
    found, fault = None, ""
    if typed:
        try:
            found = receipt_typed(typed) in listed
        except Unread as problem:
            fault = problem.letter(language())
    return shown(
        "receipts",
        status=422 if fault else 200,
        wave=wave,
        is_over=wave.state in _LISTED,
        listed=sorted(listed),
        typed=typed,
        found=found,
        fault=fault,
        here=reverse("booth_receipts", args=[address]),
    )


@traceless
@require_GET
def published(request: HttpRequest, address: str) -> HttpResponse:  # noqa: ARG001 - a page has it
    """The list whose SHA-256 is what the holders compare, as a file that anybody checks without us."""
    wave = _wave(address, _LISTED)
    content = published_list(address, [str(digest) for digest in wave.receipts], bytes.fromhex(wave.key))
    response = HttpResponse(content, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="list-{address}.txt"'
    return response


@traceless
def astray(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 - nobody looks at what was typed
    """Any other address below: perhaps somebody typed their code into the address, so that nothing may note it."""
    raise Http404


def _wave(address: str, states: Sequence[str]) -> Wave:
    found = Wave.objects.select_related("process__body").filter(address=address, state__in=states).first()
    if found is None:
        raise Http404
    return found


def _refused(refused: Refused, typed: str) -> HttpResponse:
    letter = refused.said or say(refused.letter)
    return shown("code", status=refused.status, here=reverse("booth"), typed=typed, fault=letter)


def _questionnaire(
    entered: Entered,
    posted: Mapping[str, Sequence[str]],
    faults: Mapping[str, str],
    *,
    whole: str = "",
    status: int = 422,
) -> HttpResponse:
    form = entered.form(language())
    found = parts(form, posted, faults)
    wrong = faulty(found)
    return shown(
        "questionnaire",
        status=status if wrong or whole else 200,
        form=form,
        parts=found,
        wrong=wrong,
        whole=whole,
        code=entered.code,
        wave=entered.wave,
        statement=statement(Facts.of(entered.wave)),
        about_you=about_you(entered.stratum, entered.ticket.cluster),
        replaces=entered.ticket.used == ONLINE,
        here=reverse("booth"),
    )
