"""L2.2: which interests that the process affects have nobody who speaks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.survey_answers import share_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count
from obverse.statistics.shares import share_of_register

YES, NO, UNKNOWN = 1, 0, -1


class InterestsWithoutAnAdvocate(Indicator):
    """Share of the affected groups for which nobody in the process speaks, and their names."""

    id = "L2.2"
    version = 1
    question = "Which interests that the process affects have nobody who speaks for them?"
    serves = ("L2", "E4", "Q1")
    claims = ("S5", "S60", "S64", "S102")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"groups": 1, "list_makers": 2, "answers": 10}
    references = (
        "Leach 2006: critical stakeholders missing from many partnerships",
        "two independent lists and their overlap: this program's own use of double listing",
    )
    about_things = ("*.without", "listed.by_one_only", "missing.*")
    needs = (
        {"stakeholder_group": ("advocate",)},
        {"stakeholder_group": ("listed_by",)},
        {"survey_answer": ("item", "value"), "stakeholder_group": ("label",)},
    )
    also_reads = ("survey_answer",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The shares without an advocate, the names, the overlap of the lists, and what people said."""
        groups = samples["categories"]
        if not len(groups):
            return NotEstimable(why=Why.UNDEFINED, remedy="list_groups", of="stakeholder_group")
        results: dict[str, Result] = {
            "statutory.without": _without(groups.where("statutory", 1)),
            "strongly_affected.without": _without(groups.where("affected", "strongly")),
            "all.without": _without(groups),
            "listed.by_one_only": self._overlap(groups),
        }
        for label in groups.where("advocate", NO)["label"].tolist():
            results[f"missing.{_word(label)}"] = Estimate(
                value=1.0, interval=full_count(1.0), unit=Unit.COUNT, n=1, method="count_of_register"
            )
        return results | dict(self._named(samples["answers"]))

    def _overlap(self, groups: Reduction) -> Result:
        lists = [{name.strip() for name in text.split("|") if name.strip()} for text in groups["listed_by"]]
        makers = len(set().union(*lists))
        need = self.minimum["list_makers"]
        # one name in every field is one list, whoever wrote it
        if makers < need:
            return NotEstimable(
                why=Why.NOT_COLLECTED,
                remedy="two_lists",
                have=makers,
                need=need,
                of="stakeholder_group.listed_by",
            )
        listed = [names for names in lists if names]
        return share_of_register(sum(len(names) == 1 for names in listed), len(listed))

    def _named(self, answers: Reduction) -> Iterator[tuple[str, Result]]:
        for (_, label), part in answers.groups("named", "label"):
            share = share_of_people(part, part["yes"] == YES, need=self.minimum["answers"], remedy="ask_more")
            yield f"named.{_word(label)}", share


def _without(groups: Reduction) -> Result:
    if not len(groups):
        return NotEstimable(why=Why.NOT_APPLICABLE, remedy="none_of_this_kind", of="groups")
    without, spoken_for, unknown = (len(groups.where("advocate", mark)) for mark in (NO, YES, UNKNOWN))
    return share_of_known(
        without, spoken_for, unknown, remedy="note_advocates", of="stakeholder_group.advocate"
    )


def _word(label: object) -> str:
    """A label as part of a subject, whose parts are separated by dots."""
    return str(label).replace(".", "·")
