"""What comes out of an opening as files, and how the workspace takes them in again.

Three files: the rows of all answers, the passages in people's own words in another order of chance, and a record that
names wave, sum, counts and the SHA-256 of the other two. The first two have nothing of a code or a receipt, no moment,
and nothing of the order in which answers came, were asked or lay in the batch.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import secrets
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from obverse.survey.sealing.letters import Refused
from obverse.survey.sealing.memory import FEWEST
from obverse.survey.sealing.opening import Opened, Statement, shuffled

Row = dict[str, str]
RowsOf = Callable[[Iterable[dict[str, Any]], str], Iterator[Row]]
ANSWERS, PASSAGES, RECORD = "answers.csv", "passages.csv", "opening.txt"
COLUMNS = (
    "respondent",
    "wave",
    "stratum",
    "variant",
    "role",
    "cluster",
    "phase",
    "half",
    "item",
    "public_value",
    "value",
)
PASSAGE_COLUMNS = ("passage", "wave", "variant", "role", "public_value", "text")
MOST_BYTES = 600_000_000
_FORM = "obverse survey opening 1"
_RECORD = re.compile(
    rf"{_FORM}\nwave (?P<wave>[a-z0-9-]{{1,40}})\nkey (?P<key>[0-9a-f]{{64}})\nroot (?P<root>[0-9a-f]{{64}})\n"
    r"count (?P<count>\d{1,6})\nopened (?P<opened>\d{1,6})\nversion (?P<version>[\w.+-]{1,40})\n"
    r"answers (?P<answers>[0-9a-f]{64})\npassages (?P<passages>[0-9a-f]{64})\n"
    r"(?P<refused>(?:refused [0-9A-F]{4}(?:-[0-9A-F]{4}){3}\n)*)",
    re.ASCII,
)
# What a spreadsheet would take for a formula gets an apostrophe before it, and what begins with one gets another.
_GUARDED = ("=", "+", "-", "@", "\t", "\r", "'")
_MEASURED = ("strengthened", "weakened")


class BadOpening(Refused):
    """Files that are not those of one opening, or not of this wave."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an opening brought: rows of ``survey_answer``, passages, and how many answers there were."""

    rows: tuple[Row, ...]
    passages: tuple[Row, ...]
    count: int
    opened: int
    refused: tuple[str, ...]
    version: str


def is_answer(record: Mapping[str, Any], rows_of: RowsOf) -> bool:
    """Whether a record is an answer to the questionnaire from which rows can be made, whoever sealed it."""
    try:
        rows = _rows([dict(record)], "wave", rows_of)
        list(_passages([dict(record)], "wave"))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return False
    return all(
        set(row) <= set(COLUMNS) and all(isinstance(cell, str) for cell in row.values()) for row in rows
    )


def files(done: Opened, rows_of: RowsOf) -> dict[str, bytes]:
    """The files of an opening by name; respondents and passages each stand in an order of their own chance."""
    wave = done.statement.wave
    answers = _csv(COLUMNS, _rows(done.records, wave, rows_of))
    passages = _csv(PASSAGE_COLUMNS, shuffled(_passages(done.records, wave)))
    return {ANSWERS: answers, PASSAGES: passages, RECORD: _record(done.statement, answers, passages)}


def bundled(written: Mapping[str, bytes]) -> bytes:
    """The files of an opening as one archive, which has no moment either; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(written.items()):
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def read(given: bytes | Iterable[bytes], *, wave: str, root: str, name: str = "") -> Loaded:
    """What an opening brought, from its archive or its three files.

    Files are told apart by what is in them, and others are left aside.

    ``wave`` and ``root`` are those that the workspace knows of the wave; ``name`` replaces the wave's address in the
    rows.

    Raises:
        BadOpening: a file is missing or was changed, or they belong to another wave.
    """
    several = _unpacked(given) if isinstance(given, bytes) else given
    by_digest = {hashlib.sha256(one).hexdigest(): one for one in several if len(one) <= MOST_BYTES}
    records = [found for one in by_digest.values() if (found := _told(one))]
    if len(records) != 1:
        raise BadOpening("opening_record", name=RECORD)
    told = records[0]
    if (told["wave"], told["root"]) != (wave, root):
        raise BadOpening("opening_other", name=RECORD)
    for part, file in (("answers", ANSWERS), ("passages", PASSAGES)):
        if told[part] not in by_digest:
            raise BadOpening("opening_file", name=file)
    refused = tuple(line.split()[1] for line in told["refused"].splitlines())
    count, opened = int(told["count"]), int(told["opened"])
    rows = _read_csv(by_digest[told["answers"]], COLUMNS, ANSWERS)
    passages = _read_csv(by_digest[told["passages"]], PASSAGE_COLUMNS, PASSAGES)
    respondents = {row["respondent"] for row in rows}
    # Who left every question out has no row, and is counted all the same.
    if opened < FEWEST or opened + len(refused) != count or len(respondents) > opened:
        raise BadOpening("opening_count", name=RECORD)
    if any(row["wave"] != wave for row in (*rows, *passages)):
        raise BadOpening("opening_other", name=ANSWERS)
    for row in (*rows, *passages):
        row["wave"] = name or wave
    return Loaded(tuple(rows), tuple(passages), count, opened, refused, told["version"])


def _rows(records: Iterable[dict[str, Any]], wave: str, rows_of: RowsOf) -> list[Row]:
    """The rows of all records; those of one respondent sorted, since the order of asking follows from the code."""
    found: list[Row] = []
    for record in records:
        stratum = record["stratum"]
        if type(stratum) is not int:
            raise TypeError("a stratum is known by its number")
        own = [{"stratum": str(stratum), **row} for row in rows_of([record], wave)]
        found += sorted(own, key=lambda row: (row["item"], row["public_value"], row["value"]))
    return found


def _passages(records: Sequence[dict[str, Any]], wave: str) -> Iterator[Row]:
    """The passages of all records, without stratum, cluster or any other answer of their authors.

    What a passage says of its author (variant, role) and what it is about lead to the rows that can be the author's.
    So much of it is kept that ten or more people answered under the same: all of it, else without the value, else the
    value alone, else nothing.
    """
    crowds: Counter[tuple[str, str, str]] = Counter()
    for record in records:
        group = (record["variant"], record["role"])
        about = {value for item, value, _ in record["answers"] if item in _MEASURED}
        crowds.update({kept for value in {*about, ""} for kept in ((*group, value), ("", "", value))})
    for record in records:
        for value, text in record["passages"]:
            if not isinstance(text, str) or not isinstance(value, str):
                raise TypeError("a passage is text")
            choices = ((record["variant"], record["role"], value), (record["variant"], record["role"], ""))
            found = [kept for kept in (*choices, ("", "", value)) if crowds[kept] >= FEWEST]
            variant, role, about_value = found[0] if found else ("", "", "")
            yield {
                "passage": secrets.token_hex(8),
                "wave": wave,
                "variant": variant,
                "role": role,
                "public_value": about_value,
                "text": text,
            }


def _record(statement: Statement, answers: bytes, passages: bytes) -> bytes:
    lines = [
        _FORM,
        f"wave {statement.wave}",
        f"key {statement.key}",
        f"root {statement.root}",
        f"count {statement.count}",
        f"opened {statement.readable}",
        f"version {statement.version}",
        f"answers {hashlib.sha256(answers).hexdigest()}",
        f"passages {hashlib.sha256(passages).hexdigest()}",
        *(f"refused {one}" for one in statement.refused),
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _unpacked(content: bytes) -> list[bytes]:
    """The files in an archive that ``bundled`` wrote: stored and not packed, so that none is larger than it looks."""
    if len(content) > MOST_BYTES:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) != 3 or any(one.compress_type != zipfile.ZIP_STORED for one in members):
                return []
            return [archive.read(one) for one in members if one.file_size <= len(content)]
    except (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, EOFError, OSError):
        return []


def _told(content: bytes) -> dict[str, str]:
    if not content.startswith(_FORM.encode()):
        return {}
    found = _RECORD.fullmatch(content.decode("utf-8", errors="replace").replace("\r\n", "\n"))
    return found.groupdict() if found else {}


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow(
            {column: f"'{cell}" if cell.startswith(_GUARDED) else cell for column, cell in row.items()}
        )
    return buffer.getvalue().encode("utf-8")


def _read_csv(content: bytes, columns: Sequence[str], file: str) -> list[Row]:
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    except (csv.Error, UnicodeDecodeError):
        raise BadOpening("opening_file", name=file) from None
    if not lines or tuple(lines[0]) != tuple(columns) or any(len(line) != len(columns) for line in lines):
        raise BadOpening("opening_file", name=file)
    return [dict(zip(columns, (cell.removeprefix("'") for cell in line), strict=True)) for line in lines[1:]]
