"""The questionnaire on paper: boxes that are large enough, in large print on request, with a number and no code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from obverse.survey.instrument import CANNOT_SAY, Form, Question
from obverse.survey.paper.press import TEMPLATES, printed, templates
from obverse.survey.paper.words import day, speaker

# What stands in one row, so that a scale is seen as a scale: seven boxes, or a few with short words.
_MOST_IN_A_ROW, _MOST_CHOICES, _LONGEST_WORDS = 7, 3, 12


def questionnaire_pdf(
    form: Form,
    number: str,
    *,
    is_large: bool = False,
    auditor: str = "",
    return_to: Sequence[str] = (),
    phone: str = "",
    last_day: dt.date | None = None,
) -> bytes:
    """A form as PDF, to be filled in with a pen; ``number`` is the form number from which its order follows.

    Whoever types it in enters the number and sees the same questions in the same order. In large print (``is_large``)
    letters are 16 points high. ``return_to`` are the lines of the auditor's address, ``phone`` is the auditor's.

    Raises:
        NoPress: something has to be installed first.
    """
    t = speaker(form.language)
    names = ("paper.css", "questionnaire.css", *(("large.css",) if is_large else ()))
    style = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)
    page = (
        templates()
        .get_template("questionnaire.html")
        .render(
            form=form,
            t=t,
            language=form.language,
            style=style,
            running=_running(form.language, number),
            number=number,
            is_large=is_large,
            rows=() if is_large else [one for one in form.questions() if _fits_in_a_row(one)],
            cannot_say=_cannot_say(form),
            auditor=auditor,
            return_to=", ".join((auditor, *return_to)) if return_to else "",
            phone=phone.replace(" ", "\u00a0"),
            last_day=day(form.language, last_day) if last_day else "",
        )
    )
    return printed(page)


def _fits_in_a_row(one: Question) -> bool:
    if one.kind == "degree":
        return len(one.choices) + len(one.aside) <= _MOST_IN_A_ROW
    are_short = all(len(words) <= _LONGEST_WORDS for _, words in one.choices)
    return one.kind == "choice" and len(one.choices) <= _MOST_CHOICES and are_short


def _cannot_say(form: Form) -> str:
    """How the form itself words that somebody cannot say."""
    asides = (aside for one in form.questions() for aside in one.aside)
    return next((words for code, words in asides if code == CANNOT_SAY), "")


def _running(language: str, number: str) -> str:
    """The content of the foot of each page, as CSS: the form's number, the page and how many there are."""
    t = speaker(language)
    if not number.isalnum():
        raise ValueError(f"the number of a form has digits and letters only: {number}")
    before, between, after = t("page.of", page="\n", pages="\n").split("\n")
    pages = f'"{before}" counter(page) "{between}" counter(pages) "{after}"'
    form = t("form.number", number=number)
    return f'@page {{ @bottom-left {{ content: "{form}"; }} @bottom-right {{ content: {pages}; }} }}'
