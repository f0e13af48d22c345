"""D-8: who was asked in the survey, who answered, and whether those who answered late say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.duality.d_8_who_was_asked_and_who_answered.by_unit import (
    Units,
    judged,
    late_less_early,
)
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.survey_answers import FEWEST_SHOWN
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count
from obverse.statistics.clusters import clustered_share
from obverse.statistics.response_propensities import variation_of_propensities
from obverse.statistics.shares import share_of_register
from obverse.vocabulary import roles

SIDES = ("internal", "participant", "non_participant")
EFFECTS = ("strengthened", "weakened")
UNKNOWN = -1
Pairs = Iterator[tuple[str, Result]]


class WhoWasAskedAndWhoAnswered(Indicator):
    """Parties asked, response by side and stratum, its unevenness, and what late answers and silences change."""

    id = "D-8"
    version = 1
    question = "Who was asked what the process did to public values, who answered, and would the others say the same?"
    serves = ("D", "E7")
    claims = ("S183", "S184")
    unit = Unit.SHARE
    direction = Direction.NONE
    stage = frozenset({"during", "after"})
    minimum = {"persons": 10, "strata": 2}
    references = (
        "Schouten, Cobben & Bethlehem 2009, Survey Methodology 35: indicators for the representativeness of response",
        "Shlomo, Skinner & Schouten 2012: their bias in small samples",
        "Potz & Serval 2023: effects on all parties, those who do not participate included",
        "ten people is this program's own least number for a figure on a group",
    )
    # how many were invited is a fact of the design, which everybody may know; how many answered is not
    about_things = ("parties", "people.*", "small.*")
    needs = ({"survey_stratum": ("variant", "stratum")},)
    also_reads = ("survey_answer", "stakeholder_group", "actor")

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Parties, those never asked first; then each side: response, unevenness, silences, late answers."""
        strata, answers, people = samples["strata"], samples["answers"], samples["people"]
        results = dict(self._parties(samples["parties"], _mixed_sides(strata)))
        results |= dict(self._small(strata.where("interviewed", 0)))
        for side in SIDES:
            asked = strata.where("side", side).where("interviewed", 0)
            if len(asked):
                results |= dict(self._response(side, asked))
            given = answers.where("side", side)
            if len(given):
                results |= dict(self._silences(side, given, people.where("side", side)))
                results |= dict(self._late(side, given, people.where("side", side)))
        if not results:
            return NotEstimable(why=Why.UNDEFINED, remedy="count_the_invited", of="survey_stratum.invited")
        return results

    def _parties(self, parties: Reduction, mixed: frozenset[str]) -> Pairs:
        """The roles on any list that were asked; then how many people of each, those never asked first.

        People of a role that has no stratum of its own may be in one of their side that holds several roles.
        """
        listed = [
            (str(role), int(asked), interviewed == 1)
            for role, asked, interviewed in zip(
                parties["role"].tolist(),
                parties["asked"].tolist(),
                parties["interviewed"].tolist(),
                strict=True,
            )
            if role in roles()
        ]
        if not listed:
            return
        perhaps = {role for role, asked, heard in listed if not asked and not heard and _side(role) in mixed}
        reached = sum(asked > 0 or heard for _, asked, heard in listed)
        if len(perhaps) == len(listed):
            yield "parties", _untold()
        else:
            yield "parties", share_of_register(reached, len(listed) - len(perhaps), len(perhaps))
        everybody = max(1, sum(asked for _, asked, _ in listed))
        for role, asked, heard in listed:
            if role in perhaps:
                yield f"people.{role}", _untold()
            elif 0 < asked < FEWEST_SHOWN:
                yield f"people.{role}", self._withheld()
            elif asked or not heard:
                yield (
                    f"people.{role}",
                    Estimate(
                        value=asked,
                        interval=full_count(asked),
                        unit=Unit.COUNT,
                        n=everybody,
                        method="count_of_register",
                    ),
                )

    def _small(self, surveyed: Reduction) -> Pairs:
        """Strata with fewer than ten eligible people that got a questionnaire instead of an interview."""
        small = (surveyed["eligible"] >= 0) & (surveyed["eligible"] < self.minimum["persons"])
        for side, stratum in zip(
            surveyed["side"][small].tolist(), surveyed["stratum"][small].tolist(), strict=True
        ):
            gap = NotEstimable(
                why=Why.TOO_FEW, remedy="interview_them", need=self.minimum["persons"], of="persons"
            )
            yield f"small.{side}.{_word(stratum)}", gap

    def _response(self, side: str, strata: Reduction) -> Pairs:
        """The response of a side, how unevenly it came, where people were found, and then by stratum."""
        known = _only(strata, strata["answered"] >= 0)
        if len(known) == 0:
            yield (
                f"response.{side}",
                NotEstimable(why=Why.NOT_COLLECTED, remedy="count_the_answers", of="survey_stratum.answered"),
            )
            return
        yield f"response.{side}", self._rate(known)
        yield f"variation.{side}", self._variation(known)
        if side == "non_participant":
            yield f"found.{side}", _found(strata)
        left = _only(known, known["broke_off"] >= 0)
        if len(left):
            gone, there = int(left["broke_off"].sum()), int(left["answered"].sum())
            if gone + there >= self.minimum["persons"]:
                yield f"broke_off.{side}", share_of_register(gone, gone + there)
        for (stratum,), part in known.groups("stratum"):
            yield f"response.{side}.{_word(str(stratum))}", self._rate(part)

    def _rate(self, strata: Reduction) -> Result:
        invited = int(strata["invited"].sum())
        if invited < self.minimum["persons"]:
            return self._withheld()
        return share_of_register(int(strata["answered"].sum()), invited)

    def _variation(self, strata: Reduction) -> Result:
        known = _only(strata, (strata["eligible"] > 0) & (strata["invited"] > 1))
        names = sorted(set(known["stratum"].tolist()))
        totals = {
            column: np.array(
                [int(known.where("stratum", name)[column].sum()) for name in names], dtype=np.int64
            )
            for column in ("answered", "invited", "eligible")
        }
        found = variation_of_propensities(totals["answered"], totals["invited"], totals["eligible"])
        return replace(found, remedy="ask_in_more_strata") if isinstance(found, NotEstimable) else found

    def _silences(self, side: str, answers: Reduction, people: Reduction) -> Pairs:
        """How many answers are "I cannot say", and how many questions people preferred not to answer."""
        persons = int(people["people"].sum())
        answered = answers["saw"] + answers["saw_not"] + answers["cannot_say"]
        for silence, of in (("cannot_say", answered), ("no_answer", answered + answers["no_answer"])):
            if persons < self.minimum["persons"]:
                yield f"{silence}.{side}", self._withheld()
                continue
            units = Units(answers)
            yield (
                f"{silence}.{side}",
                clustered_share(
                    units.sums(answers, answers[silence]), units.sums(answers, of), cases=persons
                ),
            )

    def _late(self, side: str, answers: Reduction, people: Reduction) -> Pairs:
        """The share of late answerers who saw a value strengthened (weakened), less that of early ones."""
        if not (answers["phase"] != "").any():
            gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="note_the_phase", of="survey_answer.phase")
            yield f"late.{side}", gap
            return
        judges = {str(phase): int(part["judges"].sum()) for (phase,), part in people.groups("phase")}
        fewest = min(judges.get("late", 0), judges.get("early", 0))
        for effect in EFFECTS:
            given = answers.where("item", effect)
            if fewest < self.minimum["persons"]:
                yield f"late.{side}.{effect}", self._too_few(fewest)
                continue
            cases = judges["late"] + judges["early"]
            yield f"late.{side}.{effect}", late_less_early(given, cases)
            for (value,), part in given.groups("public_value"):
                early, late = (judged(part.where("phase", phase)) for phase in ("early", "late"))
                if min(early, late) >= self.minimum["persons"]:
                    yield f"late.{side}.{effect}.{value}", late_less_early(part, early + late)

    def _withheld(self) -> NotEstimable:
        return NotEstimable(
            why=Why.WITHHELD, remedy="merge_strata", need=self.minimum["persons"], of="persons"
        )

    def _too_few(self, have: int) -> NotEstimable:
        if 0 < have < FEWEST_SHOWN:
            return NotEstimable(
                why=Why.WITHHELD, remedy="more_late_answers", need=self.minimum["persons"], of="answers"
            )
        need = self.minimum["persons"]
        return NotEstimable(why=Why.TOO_FEW, remedy="more_late_answers", have=have, need=need, of="answers")


def _mixed_sides(strata: Reduction) -> frozenset[str]:
    """The sides of which a stratum was asked that is not told to hold one role only."""
    mixed = np.array([role not in roles() for role in strata["role"].tolist()], dtype=bool)
    asked = (strata["invited"] > 0) | (strata["interviewed"] == 1)
    return frozenset(strata["side"][mixed & asked].tolist())


def _side(role: str) -> str:
    return roles()[role].side.removeprefix("external_")


def _untold() -> NotEstimable:
    return NotEstimable(why=Why.NOT_COLLECTED, remedy="note_the_role", of="survey_stratum.role")


def _found(strata: Reduction) -> Result:
    """How many of those asked who did not take part came from a frame rather than from the mailing list."""
    people, frame = strata["invited"], strata["frame"]
    unknown = int(people[frame == ""].sum())
    known = int(people.sum()) - unknown
    if not known:
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="note_the_frame", of="survey_stratum.frame")
    drawn = known - int(people[frame == "mailing_list"].sum())
    return share_of_register(drawn, known, unknown)


def _only(rows: Reduction, kept: np.typing.NDArray[np.bool_]) -> Reduction:
    return Reduction({name: rows[name][kept] for name in rows.columns})


def _word(stratum: str) -> str:
    return stratum.replace(".", "·")
