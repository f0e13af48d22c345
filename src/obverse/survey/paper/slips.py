"""Slips with codes: eight on a sheet, mixed, a square to scan on each; for people without a phone as well."""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import segno

from obverse.survey.paper.press import TEMPLATES, printed, templates
from obverse.survey.paper.words import day, speaker

A_SHEET = 8
_GROUP = 4
_MASK = 4


@dataclass(frozen=True, slots=True)
class _Slip:
    """One slip as the template shows it."""

    code: str
    square: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet of one stratum."""

    label: str
    number: int
    count: int
    slips: tuple[_Slip, ...]


def slips(
    codes: Sequence[tuple[str, str]],
    address: str,
    language: str,
    seed: int | None = None,
    *,
    subject: str = "",
    last_day: dt.date | None = None,
    phone: str = "",
) -> bytes:
    """The slips as PDF, to be printed and cut: ``codes`` are pairs of the label of a stratum and a code.

    The slips of a stratum stand together, since they go to different envelopes, in an order that chance gives. A
    ``seed`` gives the same order again and is for tests only: an order that can be found out joins slips and codes.
    The square holds ``address`` with the code as its fragment, the part that a browser sends to nobody. The label of
    a stratum stands on the margin that is cut off, not on the slips.

    Raises:
        NoPress: something has to be installed first.
        ValueError: a code stands there twice, or the address cannot take a code at its end.
    """
    if len({code for _, code in codes}) < len(codes):
        raise ValueError("a code stands there twice: make the codes anew")
    if "#" in address or "?" in address:
        raise ValueError(f"a code cannot be put behind this address: {address}")
    t = speaker(language)
    style = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("paper.css", "slips.css"))
    page = (
        templates()
        .get_template("slips.html")
        .render(
            t=t,
            language=language,
            style=style,
            title=t("slips.title", subject=subject) if subject else t("slips.plain_title"),
            subject=subject,
            shown=address.removeprefix("https://"),
            until=day(language, last_day) if last_day else "",
            # A number is not broken across lines.
            phone=phone.replace(" ", "\u00a0"),
            sheets=_sheets(codes, address, seed),
        )
    )
    return printed(page)


def _sheets(codes: Sequence[tuple[str, str]], address: str, seed: int | None) -> list[_Sheet]:
    # Which slip comes next must not be foretold: the chance of the operating system, unless a test asks otherwise.
    chance = secrets.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311 - for tests, as it says
    strata: dict[str, list[str]] = {}
    for label, code in codes:
        strata.setdefault(label, []).append(code)
    sheets = []
    for label, own in strata.items():
        # Sorted first: what comes out must follow from the chance alone and not from the order that was given.
        mixed = sorted(own)
        chance.shuffle(mixed)
        parts = [mixed[start : start + A_SHEET] for start in range(0, len(mixed), A_SHEET)]
        sheets += [
            _Sheet(label, number, len(parts), tuple(_slip(code, address) for code in part))
            for number, part in enumerate(parts, start=1)
        ]
    return sheets


def _slip(code: str, address: str) -> _Slip:
    # Every reader takes every mask; to compare all eight would take half of the time of a sheet.
    square = segno.make_qr(f"{address}#{code}", error="m", mask=_MASK)
    grouped = "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
    return _Slip(grouped, square.svg_data_uri(border=0, omitsize=True, svgclass=None, lineclass=None))
