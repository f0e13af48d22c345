"""What is printed: codes on slips, the letter, and questionnaires on paper; nothing of it is kept."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from obverse.survey.instrument.chance import new_form_number, paper_key
from obverse.survey.instrument.form import form_for
from obverse.survey.instrument.instrument import instrument_from
from obverse.survey.paper.letters import Invitation, letters
from obverse.survey.paper.press import NoPress
from obverse.survey.paper.questionnaire import questionnaire_pdf
from obverse.survey.paper.slips import slips
from obverse.survey.sealing import codes as sealed_codes
from obverse.vocabulary.text import LANGUAGES
from obverse.web.bridge.surveys import Unfit

__all__ = ["NoPress"]

# Slips in one file; a multiple of what stands on a sheet.
A_FILE = 400

_NO_CODES = {
    "en": "The file {name} and its secret are not what “obverse survey codes” wrote for the workspace. Take both files "
    "as they were written.",
    "fr": "Le fichier {name} et son secret ne sont pas ceux que « obverse survey codes » a écrits pour l’espace de "
    "travail. Prenez les deux fichiers tels quels.",
}


@dataclass(frozen=True, slots=True)
class CodeFiles:
    """What the server is told of codes: the secret of the wave, and each mark with its group and cluster."""

    pepper: bytes
    marks: tuple[tuple[bytes, int, str], ...]


def read_codes(content: bytes, name: str, pepper: bytes) -> CodeFiles:
    """The two files that ``obverse survey codes`` wrote for the workspace.

    Raises:
        Unfit: they are something else, or a code stands there twice.
    """
    try:
        said = json.loads(pepper)
        secret = bytes.fromhex(said["pepper"])
        lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        marks = tuple(
            (bytes.fromhex(row["mark"]), int(row["stratum"]), row.get("cluster") or "") for row in lines
        )
    except (UnicodeDecodeError, csv.Error, KeyError, ValueError, TypeError):
        secret, marks = b"", ()
    odd = any(len(mark) != 32 or len(cluster) > 80 for mark, _, cluster in marks)
    if (
        len(secret) != sealed_codes.PEPPER
        or not marks
        or odd
        or len({mark for mark, *_ in marks}) < len(marks)
    ):
        raise Unfit({spoken: [_NO_CODES[spoken].format(name=name)] for spoken in LANGUAGES})
    return CodeFiles(secret, marks)


def new_codes(groups: Sequence[tuple[int, str, int]]) -> tuple[CodeFiles, list[tuple[str, str]]]:
    """New codes for groups (number, label, how many): what the server is told, and the slips (label and code).

    Nothing of what is returned says who gets which slip.
    """
    pepper = sealed_codes.new_pepper()
    marks, slips = [], []
    codes = iter(sealed_codes.new_codes(sum(number for _, _, number in groups)))
    for group, label, number in groups:
        for code in islice(codes, number):
            marks.append((sealed_codes.mark(code, pepper), group, ""))
            slips.append((label, code))
    return CodeFiles(pepper, tuple(marks)), slips


def printed_slips(
    codes: Sequence[tuple[str, str]],
    address: str,
    language: str,
    *,
    subject: str,
    last_day: dt.date | None,
    phone: str,
) -> list[bytes]:
    """The slips as PDF files, mixed within each group; many of them in several files.

    Raises:
        NoPress: something has to be installed first.
    """
    # One file takes longer than in proportion to its pages.
    parts = [codes[start : start + A_FILE] for start in range(0, len(codes), A_FILE)]
    return [slips(part, address, language, subject=subject, last_day=last_day, phone=phone) for part in parts]


def printed_letter(language: str, **facts: Any) -> bytes:
    """The letter to everybody who is asked, as PDF; ``facts`` are those of an ``Invitation``.

    Raises:
        NoPress: something has to be installed first.
    """
    return letters(Invitation(**facts), language)


def paper_form(
    choices: Mapping[str, Any],
    variant: str,
    kind: str,
    names: Mapping[str, str],
    *,
    language: str,
    last_day: dt.date | None,
    is_large: bool = False,
    auditor: str = "",
    phone: str = "",
    return_to: Sequence[str] = (),
) -> bytes:
    """One questionnaire for print, with a number by which it is typed in again, and where it goes.

    Raises:
        NoPress: something has to be installed first.
    """
    number = new_form_number()
    form = form_for(
        instrument_from(choices),
        variant,
        kind=kind,
        key=paper_key(number),
        subject=names["subject"],
        place=names["place"],
        language=language,
        role=names.get("role", ""),
        has_pre_wave=bool(choices.get("has_pre_wave", False)),
    )
    return questionnaire_pdf(
        form,
        number,
        last_day=last_day,
        is_large=is_large,
        auditor=auditor,
        phone=phone,
        return_to=return_to,
    )
