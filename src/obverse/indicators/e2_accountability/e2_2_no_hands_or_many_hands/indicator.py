"""E2.2: for how many duties nobody, or several, answer in the end, and whether people know who does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.survey_answers import share_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.entropy import entropy_of_answers


class NoHandsOrManyHands(Indicator):
    """Share of the duties for which nobody, or several, answer in the end; share of people who name another."""

    id = "E2.2"
    version = 2
    question = "Does each duty have somebody who answers for it, and do people know who?"
    serves = ("E2",)
    claims = ("S27", "S28", "S31", "S33", "S44")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"answers": 10}
    references = (
        "Steen, Brandsen & Verschuere 2018, second evil",
        "after Thompson 1980 on the problem of many hands",
        "Shannon 1948 and Miller 1955, entropy of answers",
    )
    headline = ("nobody",)
    about_things = ("nobody", "several", "mixed")
    needs = (
        {"duty": ("final_holders",)},
        {"duty": ("holder_sector",)},
    )
    also_reads = ("survey_answer",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """What the register says, then duty by duty what people say."""
        duties = samples["duties"]
        count = {name: int(duties[name][0]) for name in duties.columns}
        if not count["duties"]:
            return {"nobody": NotEstimable(why=Why.NOT_COLLECTED, remedy="list_duties", of="duty")}
        of, held = "duty.final_holders", count["one"] + count["several"]
        results = {
            "nobody": share_of_known(count["nobody"], held, count["unknown"], remedy="name_holder", of=of),
            "several": share_of_known(
                count["several"],
                count["nobody"] + count["one"],
                count["unknown"],
                remedy="name_holder",
                of=of,
            ),
            "mixed": share_of_known(
                count["mixed"],
                count["one_sector"],
                count["sector_unknown"],
                remedy="note_sector",
                of="duty.holder_sector",
            ),
        }
        for (duty,), answers in samples["answers"].groups("duty"):
            results |= dict(self._seen(str(duty).replace(".", "·"), answers))
        rng = samples.rng()
        for (duty,), words in samples["words"].groups("duty"):
            answers_given = words["people"]
            # answers of people drawn together are too much alike for this model
            if len(answers_given) > 1 and not words["together"].any():
                scattered = entropy_of_answers(answers_given, rng)
                if isinstance(scattered, Estimate):
                    results[f"scattered.{str(duty).replace('.', '·')}"] = scattered
        return results

    def _seen(self, duty: str, answers: Reduction) -> Iterator[tuple[str, Result]]:
        said = answers["named"] != "cannot_say"
        told = Reduction({name: column[said] for name, column in answers.columns.items()})
        for name, people, yes in (
            ("misnamed", told, told["named"] != "designated"),
            ("nobody_clearly", told, told["named"] == "nobody_clearly"),
            ("cannot_say", answers, ~said),
        ):
            need = self.minimum["answers"]
            yield f"{name}.{duty}", share_of_people(people, yes, need=need, remedy="ask_who")

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """How many duties have nobody, one or several who answer for them."""
        duties = samples["duties"]
        states = ("nobody", "one", "several")
        counts = [int(duties[state][0]) for state in states]
        if not sum(counts):
            return {}
        series = Series(name="duties", values=tuple(count / sum(counts) for count in counts))
        return {"nobody": Chart(kind="bars", unit=Unit.SHARE, categories=states, series=(series,))}
