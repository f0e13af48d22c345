"""E7.5d: honest ballots raise no concern, stuffed ones do, whatever the platform left out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.verdict import Judgement, Standing, Verdict, judge
from obverse.indicators.catalogue import indicators
from obverse.quantities import Estimate, NotEstimable, Result

INDICATOR = next(item for item in indicators() if item.id == "E7.5d")
START = dt.datetime(2024, 3, 4, tzinfo=dt.UTC)
HOURS = 14 * 24


def ballot(seed: int, extra: int = 0) -> dict[str, str]:
    """800 honest voters with a rush before the close; ``extra`` more, all within half an hour."""
    rng = np.random.default_rng(seed)
    hour = np.arange(HOURS)
    rate = np.exp(1.3 * np.sin((hour % 24 - 9) * np.pi / 12)) * (1 + 8 * np.exp(-(HOURS - hour) / 12))
    moments = rng.choice(hour, 800, p=rate / rate.sum()) * 3600 + rng.integers(0, 3600, 800)
    moments = np.concatenate([moments, 5 * 24 * 3600 + 36_000 + rng.integers(0, 1800, extra)])
    rows = [
        f"p{i},x{rng.integers(12)},1,{(START + dt.timedelta(seconds=int(second))).strftime('%Y-%m-%dT%H:%M:%SZ')}"
        for i, second in enumerate(moments)
    ]
    return {
        "actor": "id,kind\n" + "".join(f"p{i},person\n" for i in range(len(rows))),
        "contribution": "id,kind\n" + "".join(f"x{i},project\n" for i in range(12)),
        "vote": "\n".join(["actor,contribution,value,at", *rows]) + "\n",
    }


def verdict(subject: str, result: Result) -> Judgement:
    threshold = next((item for item in INDICATOR.thresholds if item.fits(subject)), None)
    return judge(result, threshold, Standing(grade="A", sources=1, stage="after", stages=INDICATOR.stage))


def results_of(directory: Any) -> dict[str, Result]:
    return dict(INDICATOR.measure(Evidence(open_dossier(directory))).results)


def test_honest_ballots_raise_no_concern(build_dossier: Any) -> None:
    for seed in range(12):
        results = results_of(build_dossier(ballot(seed), name=f"honest{seed}"))
        told = {subject: verdict(subject, result).verdict for subject, result in results.items()}
        assert Verdict.CONCERN not in told.values(), (seed, results)


MEETING = "id,kind,start\ne1,meeting,2024-03-05T18:00:00Z\n"


def test_a_hundred_votes_in_half_an_hour_are_a_concern(build_dossier: Any) -> None:
    results = results_of(build_dossier(ballot(3, extra=120) | {"event": MEETING}))
    assert verdict("arrivals.unexplained", results["arrivals.unexplained"]).verdict is Verdict.CONCERN
    assert isinstance(results["votes.not_eligible"], NotEstimable)


def test_a_burst_that_nobody_could_have_explained_is_silence_and_no_concern(build_dossier: Any) -> None:
    results = results_of(build_dossier(ballot(3, extra=120)))
    silence = results["arrivals.unexplained"]
    assert isinstance(silence, NotEstimable)
    assert (silence.why, silence.remedy, silence.of) == ("not_collected", "keep_events", "event")
    assert verdict("arrivals.unexplained", silence).verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert isinstance(results["arrivals.bursts"], Estimate)
    kept = build_dossier(ballot(3, extra=120), name="kept", coverage={"event": {"complete": "yes"}})
    found = results_of(kept)["arrivals.unexplained"]
    assert verdict("arrivals.unexplained", found).verdict is Verdict.CONCERN


def test_a_ballot_without_bursts_needs_no_register_of_events(build_dossier: Any) -> None:
    result = results_of(build_dossier(ballot(1)))["arrivals.unexplained"]
    assert verdict("arrivals.unexplained", result).verdict is Verdict.NO_SIGN


def test_titles_on_a_ballot_are_no_copies_of_each_other(build_dossier: Any) -> None:
    title = "Renovation of the playground in the park of the quarter lot {}"
    rows = [f"c{n},project,p{n},{title.format(n % 10)}" for n in range(80)]
    rows += [f"d{n},proposal,p{n},{'short' if n < 5 else ''}" for n in range(12)]
    directory = build_dossier(
        {
            "actor": "id,kind\n" + "".join(f"p{i},person\n" for i in range(80)),
            "contribution": "\n".join(["id,kind,author,text", *rows]) + "\n",
        }
    )
    measurement = INDICATOR.measure(Evidence(open_dossier(directory)))
    assert isinstance(measurement.results["texts.copies"], NotEstimable)
    assert measurement.provenance.left_out == {"on_a_ballot": 80, "too_short": 5, "no_text": 7}


def test_a_mailing_on_record_explains_a_burst(build_dossier: Any) -> None:
    mailing = (START + dt.timedelta(days=5, hours=10)).strftime("%Y-%m-%dT%H:%M:%SZ")
    tables = ballot(3, extra=120) | {"event": f"id,kind,start\nm1,mailing,{mailing}\n"}
    result = results_of(build_dossier(tables))["arrivals.unexplained"]
    assert isinstance(result, Estimate)
    assert result.value == 0


def test_dates_without_hours_are_no_bursts_at_midnight(build_dossier: Any) -> None:
    tables = ballot(1)
    head, *rows = tables["vote"].splitlines()
    tables["vote"] = "\n".join([head, *(row[:-9] + "00:00:00Z" for row in rows)]) + "\n"
    result = results_of(build_dossier(tables))["arrivals.unexplained"]
    assert isinstance(result, NotEstimable)
    assert result.why == "rejected"


@pytest.mark.parametrize(("copies", "expected"), [(0, Verdict.NO_SIGN), (12, Verdict.CONCERN)])
def test_a_letter_of_a_campaign_is_counted_once(build_dossier: Any, copies: int, expected: Verdict) -> None:
    rng = np.random.default_rng(5)
    letters = list("abcdefghijklmnopqrstuvwxyz")
    words = ["".join(rng.choice(letters, 6)) for _ in range(400)]
    texts = [" ".join(rng.choice(words, 12)) for _ in range(60)]
    texts += [f"{texts[0]} signed {''.join(rng.choice(letters, 4))}" for _ in range(copies)]
    tables = {
        "actor": "id,kind\n" + "".join(f"p{i},person\n" for i in range(len(texts))),
        "contribution": "id,kind,author,text\n"
        + "".join(f"c{i},proposal,p{i},{text}\n" for i, text in enumerate(texts)),
    }
    result = results_of(build_dossier(tables))["texts.copies"]
    assert isinstance(result, Estimate)
    assert result.value == pytest.approx(copies / len(texts))
    assert verdict("texts.copies", result).verdict is expected
