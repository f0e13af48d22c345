"""What the interface answers when something is wrong: always the same form, in the caller's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from obverse.web.texts import say


class Place(Schema):
    """One thing to mend: where it stands, and what to do about it."""

    row: int | None = None
    where: str
    message: str


class Problem(Schema):
    """Why nothing was done; ``problems`` lists all that has to be mended, at once."""

    message: str
    problems: list[Place] = []


class TooOften(Exception):  # noqa: N818 - it says what the caller did
    """A key was used too often: it can be used again after some seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Wrong(Exception):  # noqa: N818 - what was sent is wrong, not the program
    """What was sent cannot be taken: a status, the name of a text, and all that has to be mended."""

    def __init__(self, status: int, text: str, problems: Sequence[Place] = (), **told: object) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.problems = problems
        self.told = told


def answer(status: int, message: str, problems: Iterable[Place] = ()) -> HttpResponse:
    """A problem as it is sent."""
    told = Problem(message=message, problems=list(problems))
    return JsonResponse(told.model_dump(), status=status, json_dumps_params={"ensure_ascii": False})


def there_is_nothing(_: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 - the address passes it
    """What every address answers that leads nowhere."""
    return answer(404, say("api.wrong.not_found"))


def answer_in_our_words(api: NinjaAPI) -> None:
    """Let everything that can go wrong be answered in the one form."""

    def not_found(_: HttpRequest, __: Any) -> HttpResponse:
        return answer(404, say("api.wrong.not_found"))

    def not_known(_: HttpRequest, __: Any) -> HttpResponse:
        told = answer(401, say("api.wrong.not_known"))
        told["WWW-Authenticate"] = "Bearer"
        return told

    def too_often(_: HttpRequest, exc: Any) -> HttpResponse:
        told = answer(429, say("api.wrong.too_often", seconds=exc.seconds))
        told["Retry-After"] = str(exc.seconds)
        return told

    def wrong(_: HttpRequest, exc: Any) -> HttpResponse:
        return answer(exc.status, say(exc.text, **exc.told), exc.problems)

    def not_valid(_: HttpRequest, exc: Any) -> HttpResponse:
        return answer(422, say("api.wrong.not_valid"), [_place(error) for error in exc.errors])

    def not_readable(_: HttpRequest, __: Any) -> HttpResponse:
        return answer(400, say("api.wrong.not_readable"))

    def too_large(_: HttpRequest, __: Any) -> HttpResponse:
        return answer(413, say("api.wrong.too_large"))

    api.add_exception_handler(Http404, not_found)
    api.add_exception_handler(AuthenticationError, not_known)
    api.add_exception_handler(TooOften, too_often)
    api.add_exception_handler(Wrong, wrong)
    api.add_exception_handler(ValidationError, not_valid)
    for unreadable in (HttpError, MultiPartParserError, SuspiciousOperation):
        api.add_exception_handler(unreadable, not_readable)
    api.add_exception_handler(RequestDataTooBig, too_large)


def _place(error: dict[str, Any]) -> Place:
    """Where an error of the form of a call stands: the row is counted from one, as everywhere."""
    source, *rest = [str(part) for part in error["loc"]]
    rows = [int(part) + 1 for part in rest if part.isdecimal()]
    names = [part for part in rest if not part.isdecimal()]
    in_body = source in ("body", "form", "file")
    return Place(
        row=rows[0] if rows and in_body else None,
        where=" ".join(names[-1:] if in_body else [source, *names]) or source,
        message=str(error["msg"]),
    )
