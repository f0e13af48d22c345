"""The sheet of somebody who keeps a part of the key: the words, and how to keep them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from obverse.survey.paper.press import TEMPLATES, printed, templates
from obverse.survey.paper.words import day, speaker


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of which key: number ``number`` of ``holders``, of which any ``needed`` open the answers.

    ``wave`` names the survey, ``digest`` is that of the public key as the program shows it, ``auditor`` is told when
    the sheet is lost, ``holder`` is the office that keeps it (never a person's name).
    """

    wave: str
    number: int
    holders: int
    needed: int
    digest: str
    auditor: str
    last_day: dt.date
    holder: str = ""


def holder_sheet(words: str, part: Part, language: str) -> bytes:
    """One part of the key on one page: ``words`` with spaces between, as they were made, numbered.

    The bytes hold a part of the key: they belong on paper and nowhere else.

    Raises:
        NoPress: something has to be installed first.
    """
    t = speaker(language)
    style = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("paper.css", "holder.css"))
    page = (
        templates()
        .get_template("holder.html")
        .render(
            part=part,
            t=t,
            language=language,
            style=style,
            words=words.split(),
            last_day=day(language, part.last_day),
            if_lost=t(
                "holder.keep_4" if part.needed < part.holders else "holder.keep_4_all",
                auditor=part.auditor,
                **({"needed": part.needed} if part.needed < part.holders else {}),
            ),
        )
    )
    return printed(page)
