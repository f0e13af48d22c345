"""What programs may write: rows of registers and files to import, each call once however often it is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path as File
from typing import Annotated, Any, Literal

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest
from ninja import Body, Form, Header, Path, Router, Schema, Status, UploadedFile
from ninja import File as Files
from pydantic import Field, StringConstraints

from obverse.web import bridge
from obverse.web.api.access import Caller, WithKey
from obverse.web.api.answers import Place, Problem, Wrong
from obverse.web.api.models import Push
from obverse.web.api.wording import Number, Slug, described
from obverse.web.intake.asking import ask_import
from obverse.web.intake.models import Intake
from obverse.web.processes.models import Process
from obverse.web.registers.checking import check_rows, held_as_files
from obverse.web.registers.keeping import add_rows, lock
from obverse.web.texts import say

MOST_ROWS = 2_000
TableName = Annotated[str, Path(pattern=r"^[a-z_]+$", min_length=1, max_length=40)]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9._~-]+$",
        min_length=8,
        max_length=100,
        description="Your own word for this call. The same word twice stores once.",
    ),
]
Column = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=100)]
# A NUL is no text: one of the two databases cannot hold it.
Value = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=100_000)]
Row = Annotated[
    dict[Column, Value],
    Field(min_length=1, max_length=200, json_schema_extra={"additionalProperties": False}),
]
Rows = Annotated[list[Row], Body(min_length=1, max_length=MOST_ROWS)]
PLATFORMS = ["", *bridge.connectors()]
WRONG = {400: Problem, 401: Problem, 404: Problem, 422: Problem, 429: Problem}
router = Router(auth=WithKey(), tags=["push"])


class Stored(Schema):
    """What a call stored."""

    process: str
    table: str
    rows: int


class ImportTold(Schema):
    """How far an import is, and the letter at its end in each language."""

    process: str
    number: int
    state: str
    letter: dict[str, Any]
    problems: list[Any]


class Import(Schema):
    """How the files of an import are to be read; what is left empty the program finds out."""

    platform: Annotated[str, Field(json_schema_extra={"enum": PLATFORMS})] = ""
    mapping: Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=200_000)] = ""
    replaces: Literal["yes", "no"] = "no"


@router.post(
    "/processes/{slug}/registers/{table}/rows",
    operation_id="push_rows",
    response={200: Stored, 201: Stored, 409: Problem, 413: Problem, **WRONG},
    **described("push_rows"),
)
def push_rows(
    request: HttpRequest, slug: Slug, table: TableName, key: Key, rows: Rows
) -> Status[dict[str, Any]]:
    """Add rows at the end of a register, all or none."""
    caller = _caller(request, slug)
    if table not in bridge.tables():
        raise Http404
    sent = json.dumps(["rows", table, rows], sort_keys=True, ensure_ascii=False)

    def store() -> dict[str, Any]:
        if table in held_as_files(caller.process):
            raise Wrong(409, "api.wrong.kept_as_file")
        places = _problems(caller.process, table, rows)
        if places:
            raise Wrong(422, "api.wrong.rows", places)
        count = add_rows(caller.process, table, rows, by=caller.person, reason=say("api.reason"))
        return {"process": caller.process.slug, "table": table, "rows": count}

    return Status(*_once(caller.process, key, sent.encode(), store, first=201))


def _problems(process: Process, table: str, rows: list[Row]) -> list[Place]:
    """Everything that is wrong with some rows, in their order."""
    declared = bridge.tables()[table]
    there_are = ", ".join(declared.columns)
    found = [
        Place(row=number, where=name, message=say("api.wrong.no_column", column=name, columns=there_are))
        for number, values in enumerate(rows, start=1)
        for name in values
        if declared.column(name) is None
    ]
    known = [{name: values[name] for name in values if declared.column(name)} for values in rows]
    found += [
        Place(row=one.row + 1, where=one.column, message=one.message)
        for one in check_rows(process, table, known)
    ]
    return sorted(found, key=lambda place: place.row or 0)


@router.post(
    "/processes/{slug}/imports",
    operation_id="push_files",
    response={200: ImportTold, 202: ImportTold, 409: Problem, 413: Problem, **WRONG},
    **described("push_files"),
)
def push_files(
    request: HttpRequest,
    slug: Slug,
    key: Key,
    files: Annotated[list[UploadedFile], Files(min_length=1, max_length=100)],
    how: Annotated[Import, Form()],
) -> Status[dict[str, Any]]:
    """Have files read into a process in the background."""
    caller = _caller(request, slug)
    if how.platform not in PLATFORMS:
        place = Place(where="platform", message=say("api.wrong.platform", names=", ".join(PLATFORMS[1:])))
        raise Wrong(422, "api.wrong.not_valid", [place])
    for file in files:
        if (file.size or 0) > bridge.largest_upload():
            raise Wrong(413, "api.wrong.too_large")
    sent = json.dumps(["files", how.model_dump(), [(file.name, _digest(file)) for file in files]])

    def store() -> dict[str, Any]:
        given = [(file.name or "file", _content(file)) for file in files]
        intake = ask_import(
            caller.process, given, caller.person, how.platform, how.mapping, replaces=how.replaces == "yes"
        )
        return {"number": intake.number}

    status, stored = _once(caller.process, key, sent.encode(), store, first=202)
    return Status(status, _told(Intake.objects.get(process=caller.process, number=stored["number"])))


@router.get(
    "/processes/{slug}/imports/{number}",
    operation_id="import_state",
    response={200: ImportTold, **{status: told for status, told in WRONG.items() if status != 400}},
    **described("import_state"),
)
def import_state(request: HttpRequest, slug: Slug, number: Number) -> dict[str, Any]:
    """How far an import is."""
    caller = _caller(request, slug)
    intake = Intake.objects.filter(process=caller.process, number=number).first()
    if intake is None:
        raise Http404
    return _told(intake)


def _told(intake: Intake) -> dict[str, Any]:
    return {
        "process": intake.process.slug,
        "number": intake.number,
        "state": intake.state,
        "letter": intake.letter,
        "problems": intake.problems,
    }


def _caller(request: HttpRequest, slug: str) -> Caller:
    """Who calls; to a key of another process this one does not exist."""
    caller = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    if not isinstance(caller, Caller) or caller.process.slug != slug:
        raise Http404
    return caller


def _once(
    process: Process, key: str, sent: bytes, store: Callable[[], dict[str, Any]], *, first: int
) -> tuple[int, dict[str, Any]]:
    """Store what a call brought and remember its key in the same transaction; a second time only answer again."""
    digest = hashlib.sha256(sent).hexdigest()
    with transaction.atomic():
        # Two calls with one key wait for each other here.
        lock(process)
        before = Push.objects.filter(process=process, key=key).first()
        if before is not None:
            if before.digest != digest:
                raise Wrong(409, "api.wrong.other_content")
            return 200, dict(before.answer)
        answer = store()
        Push.objects.create(process=process, key=key, digest=digest, answer=answer)
    return first, answer


def _digest(file: UploadedFile) -> str:
    found = hashlib.sha256()
    for piece in file.chunks():
        found.update(piece)
    return found.hexdigest()


def _content(file: UploadedFile) -> File | bytes:
    if isinstance(file, TemporaryUploadedFile):
        return File(file.temporary_file_path())
    file.seek(0)
    return bytes(file.read())
