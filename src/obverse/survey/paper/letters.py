"""The letter that asks people to answer: one sheet for all, without a name, an address or a code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from obverse.survey.paper.press import TEMPLATES, printed, templates
from obverse.survey.paper.words import day, say, speaker


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a letter says of a wave; names are those of bodies and offices, never of people.

    ``body`` asks, ``auditor`` runs the survey, gives help at ``phone`` and gets letters back at ``return_to`` (lines).
    Any ``needed`` of ``holders`` open the answers. ``statement`` replaces the paragraphs about who would have to work
    together, so that the letter says what the page before the first question says; ``why`` replaces our reason for
    asking. ``window`` is the side of the envelope's window, by default the one usual where the language is spoken.
    """

    subject: str
    place: str
    body: str
    auditor: str
    return_to: Sequence[str]
    phone: str
    address: str
    last_day: dt.date
    holders: Sequence[str]
    needed: int = 2
    hours: str = ""
    why: str = ""
    statement: Sequence[str] = ()
    is_reminder: bool = False
    window: Literal["", "left", "right"] = ""


def letters(own: Invitation, language: str) -> bytes:
    """The letter as PDF for a window envelope (A4, folded twice), the same for everybody who is asked.

    Who puts it into envelopes adds the addresses in the empty window, and a slip from the mixed pile.

    Raises:
        NoPress: something has to be installed first.
    """
    t = speaker(language)
    title = t("letter.reminder_title" if own.is_reminder else "letter.title", subject=own.subject)
    style = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("paper.css", "letter.css"))
    page = (
        templates()
        .get_template("letter.html")
        .render(
            own=own,
            t=t,
            language=language,
            title=title,
            sender=(own.auditor, *own.return_to),
            style=style,
            last_day=day(language, own.last_day),
            hours=t("letter.hours", hours=own.hours) if own.hours else "",
            statement=own.statement or statement(own, language),
        )
    )
    return printed(page)


def statement(own: Invitation, language: str) -> tuple[str, ...]:
    """Who would have to work together to learn what somebody answered, in a few sentences."""
    how_many = "letter.sealed" if len(own.holders) > 1 else "letter.sealed_one"
    sealed = say(
        language,
        how_many,
        day=day(language, own.last_day),
        needed=own.needed,
        count=len(own.holders),
        holders=say(language, "letter.between").join(own.holders),
    )
    return (
        f"{say(language, 'letter.no_list')} {sealed}",
        f"{say(language, 'letter.together')} {say(language, 'letter.published')}",
    )
