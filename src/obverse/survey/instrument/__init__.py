"""What is asked: the questionnaire in three variants and two languages, and the form that one person gets."""

from obverse.survey.instrument.answers import UNTOLD, Answers, Fault, Passage
from obverse.survey.instrument.chance import new_form_number, paper_key
from obverse.survey.instrument.choices import Listed, Lists, LocalValue, Statement, Trait
from obverse.survey.instrument.duration import minutes
from obverse.survey.instrument.form import Form, form_for
from obverse.survey.instrument.instrument import BadQuestionnaire, Instrument, instrument, instrument_from
from obverse.survey.instrument.items import CANNOT_SAY, NO_ANSWER, VARIANTS
from obverse.survey.instrument.quality import ItemQuality, Quality, quality
from obverse.survey.instrument.question import Question, Section
from obverse.survey.instrument.records import passages_of, rows_of

__all__ = [
    "CANNOT_SAY",
    "NO_ANSWER",
    "UNTOLD",
    "VARIANTS",
    "Answers",
    "BadQuestionnaire",
    "Fault",
    "Form",
    "Instrument",
    "ItemQuality",
    "Listed",
    "Lists",
    "LocalValue",
    "Passage",
    "Quality",
    "Question",
    "Section",
    "Statement",
    "Trait",
    "form_for",
    "instrument",
    "instrument_from",
    "minutes",
    "new_form_number",
    "paper_key",
    "passages_of",
    "quality",
    "rows_of",
]
