"""The form that one person gets: which questions, in which order, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from obverse.survey.instrument.answers import Answers, Fault
from obverse.survey.instrument.composing import Composer
from obverse.survey.instrument.instrument import Instrument
from obverse.survey.instrument.question import Question, Section
from obverse.survey.instrument.reading import Asked, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One person's questionnaire.

    ``sections`` hold the questions in order; ``half`` is the random half of the sample that the person is in,
    ``values`` the ids of the public values asked about. ``digest`` is that of the instrument.
    """

    title: str
    intro: str
    sections: tuple[Section, ...]
    variant: str
    kind: str
    language: str
    role: str
    half: str
    values: tuple[str, ...]
    digest: str
    statements: Mapping[str, bool] = field(default_factory=dict)

    def questions(self) -> tuple[Question, ...]:
        """All questions in order."""
        return tuple(question for section in self.sections for question in section.questions)

    def read(self, posted: Mapping[str, Sequence[str]]) -> Answers | list[Fault]:
        """What was posted as answers, or everything that is wrong with it; whatever was left out is left out."""
        asked = Asked(
            questions=self.questions(),
            language=self.language,
            half=self.half,
            values=self.values,
            digest=self.digest,
            statements=self.statements,
        )
        return read(asked, posted)


def form_for(
    instrument: Instrument,
    variant: str,
    *,
    kind: str,
    key: bytes,
    subject: str,
    place: str,
    language: str,
    role: str = "",
    has_pre_wave: bool = False,
) -> Form:
    """The form of the person whose code gives this ``key`` (32 bytes): the same key gives the same form.

    ``subject`` names the process and ``place`` the place, as they stand in sentences. With ``role`` the stratum says
    who the person is, and they are not asked. With ``has_pre_wave`` the state before the process is known from an
    earlier wave, and everybody is asked what was strengthened and weakened; without it a random half is asked about
    the state before instead.

    Raises:
        ValueError: there is no such variant, kind or language, or the key is too short or too long.
    """
    composer = Composer(
        instrument=instrument,
        variant=variant,
        kind=kind,
        key=key,
        names={"subject": subject, "place": place},
        language=language,
        role=role,
        has_pre_wave=has_pre_wave,
    )
    return Form(
        title=composer.title(),
        intro=composer.intro(),
        sections=composer.sections(),
        variant=variant,
        kind=kind,
        language=language,
        role=role,
        half=composer.half,
        values=composer.values,
        digest=instrument.digest(),
        statements={f"knowledge_{one.id}": one.is_true for one in instrument.lists.statements},
    )
