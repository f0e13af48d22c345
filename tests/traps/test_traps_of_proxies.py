"""Traps of proxies: what is easy to count taken for what was meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from obverse.findings.finding import Finding
from obverse.findings.verdict import Verdict
from obverse.quantities import Estimate, NotEstimable, Result

Judged = Callable[..., dict[str, Finding]]
Figure = Callable[[Result], Estimate]
Table = Callable[[str, Iterable[str]], str]


def test_first_digits_of_honest_supports_accuse_nobody(judged: Judged, table: Table) -> None:
    """Trap 24: Benford's law on a small poll."""
    supports = np.random.default_rng(24).poisson(45, size=60)
    digits = np.bincount([int(str(count)[0]) for count in supports.tolist()], minlength=10)[1:]
    expected = len(supports) * np.log10(1 + 1 / np.arange(1, 10))
    naive = float(((digits - expected) ** 2 / expected).sum())
    # 26.1 is passed once in a thousand polls that follow the law
    assert naive > 26.1

    votes = [
        f"p{voter},c{number},1,booth"
        for number, count in enumerate(supports.tolist())
        for voter in range(count)
    ]
    people = [f"p{voter},person,no" for voter in range(int(supports.max()))]
    found = judged(
        "E7.5d",
        {
            "vote": table("actor,contribution,value,channel", votes),
            "actor": table("id,kind,staff_or_test", people),
            "contribution": table("id,kind", [f"c{number},project" for number in range(60)]),
        },
    )
    assert found["votes.not_eligible"].verdict is Verdict.NO_SIGN
    assert Verdict.CONCERN not in {one.verdict for one in found.values()}


def test_a_plain_french_text_is_not_scored_with_the_constants_of_english(
    judged: Judged, table: Table
) -> None:
    """Trap 24: readability formulas of another language."""
    title = "La bibliothèque municipale organise une réunion publique samedi à la médiathèque"
    words = title.split()
    syllables = sum(len(re.findall("[aeiouyàâéèêëîïôùûü]+", word.lower())) for word in words)
    naive = 206.835 - 1.015 * len(words) - 84.6 * syllables / len(words)
    # below 30 the English scale says "very difficult, for graduates"
    assert naive < 30
    documents = table("id,kind,title,public,language", [f"d1,notice,{title},yes,fr"])
    found = judged("L4.3", {"document": documents})
    assert set(found) == {"found", "addresses", "languages"}
    assert isinstance(found["found"].result, NotEstimable)
    assert found["found"].result.remedy == "ask_outsiders"


def test_angry_comments_are_no_measure_of_trust(judged: Judged, table: Table) -> None:
    """Trap 24: sentiment as trust."""
    text = "This is a shame and a bad plan and we are angry"
    sour, sweet = {"shame", "bad", "angry"}, {"good", "glad", "thanks"}
    naive = sum((word in sweet) - (word in sour) for word in text.split())
    assert naive == -3
    comments = [f"c{number},comment,p{number},{text}" for number in range(50)]
    people = [f"p{number},person" for number in range(50)]
    found = judged(
        "E7.7",
        {
            "contribution": table("id,kind,author,text", comments),
            "actor": table("id,kind", people),
        },
    )
    assert all(isinstance(one.result, NotEstimable) for one in found.values())


@pytest.mark.parametrize("spoken", [0, 1])
def test_people_who_were_there_and_hardly_got_the_floor_were_not_included(
    spoken: int, judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 24: attendance as inclusion."""
    people = [(income, number) for income in ("poorer", "richer") for number in range(6)]
    present = sum(income == "poorer" for income, _ in people) / len(people)
    assert present / 0.5 == 1

    def turns(income: str, number: int, meeting: int) -> int:
        # of the poorer at most one is heard at each meeting, and only once
        return 4 + meeting % 2 if income == "richer" else spoken * (number == meeting % 6)

    rows = [
        f"{income}{number},m{meeting},{turns(income, number, meeting)}"
        for meeting in range(8)
        for income, number in people
    ]
    found = judged(
        "L5.7",
        {
            "participation": table("actor,event,turns", rows),
            "event": table("id", [f"m{meeting}" for meeting in range(8)]),
            "actor": table("id,kind,attr_income", [f"{one}{number},person,{one}" for one, number in people]),
        },
        attributes={
            "income": {"label": "income", "categories": ["poorer", "richer"], "order": "worst_to_best"}
        },
    )
    floor = found["group.income.poorer"]
    assert figure(floor.result).value < 0.1
    assert floor.verdict is Verdict.CONCERN


def test_ten_votes_of_one_person_are_one_person(judged: Judged, table: Table) -> None:
    """Trap 24: votes as persons."""
    rows = [
        f"p{person},c{choice},1,2024-03-{1 + person % 20:02d}T{8 + person % 12:02d}:30:00Z"
        for person in range(25)
        for choice in range(10)
    ]
    naive = len(rows)
    assert naive >= 200
    found = judged(
        "E7.5d",
        {
            "vote": table("actor,contribution,value,at", rows),
            "actor": table("id,kind", [f"p{person},person" for person in range(25)]),
            "contribution": table("id,kind", [f"c{choice},project" for choice in range(10)]),
        },
    )
    silence = found["arrivals.unexplained"].result
    assert isinstance(silence, NotEstimable)
    assert (silence.have, silence.need) == (25, 200)


@pytest.mark.parametrize(("words", "justification"), [(400, ""), (400, 0)])
def test_a_long_speech_is_not_a_reason(
    words: int, justification: int | str, judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 24: text length as reasons."""
    speeches = [
        f"m{turn % 8},p{turn % 12},{turn},{words},{justification},{coder}"
        for turn in range(240)
        for coder in ("first", "second")
    ]
    # two coders have to tell turns apart before their codes are used
    reasoned = [
        f"m{turn % 8},p{turn % 12},{turn},5,3,{coder}"
        for turn in range(240, 300)
        for coder in ("first", "second")
    ]
    lengths = [int(row.split(",")[3]) for row in speeches + reasoned]
    naive = sum(length > 100 for length in lengths) / len(lengths)
    assert naive == 0.8
    rows = speeches + (reasoned if justification == 0 else [])
    found = judged(
        "L5.2",
        {
            "speech": table("event,actor,order,words,justification,coder", rows),
            "event": table("id", [f"m{meeting}" for meeting in range(8)]),
            "actor": table("id,kind", [f"p{person},person" for person in range(12)]),
        },
    )
    if justification == "":
        assert all(isinstance(one.result, NotEstimable) for one in found.values())
    else:
        assert figure(found["reasoned"].result).value == pytest.approx(0.2)
