"""A random route begins at doors drawn like people, every door as likely as the next."""

from __future__ import annotations

from collections import Counter

import pytest

from obverse.evidence.problems import EvidenceProblems
from obverse.survey.sampling.draw import draw
from obverse.survey.sampling.route import draw_route, instructions, read_streets

STREETS = b"street,stratum,doors\nLong Row,centre,30\nMill Lane,centre,10\nHill,edge,12\n"


def test_a_long_street_is_begun_at_as_much_oftener_as_it_has_doors() -> None:
    streets = read_streets(STREETS)
    times = Counter(
        start.street
        for seed in range(400)
        for start in draw_route(streets, {"centre": 1, "edge": 0}, f"seed number {seed:05d}").starts
    )
    # 300 of 400 expected with a standard deviation of 8.7
    assert abs(times["Long Row"] - 300) < 35
    assert set(times) == {"Long Row", "Mill Lane"}


def test_the_doors_are_those_that_the_sampler_of_people_draws() -> None:
    streets = read_streets(STREETS)
    route = draw_route(streets, {"centre": 3, "edge": 2}, "3611524462", every=4, doors=8)
    assert [f"{one.street} #{one.door}" for one in route.starts] == list(
        draw(streets, {"centre": 3, "edge": 2}, "3611524462").ids
    )
    for language in ("en", "fr"):
        said = instructions(route, language)
        assert all(one.street in said for one in route.starts)
        assert "4" in said.splitlines()[3]
        assert "8" in said
        assert "{" not in said


def test_streets_without_doors_are_told_row_by_row() -> None:
    with pytest.raises(EvidenceProblems) as found:
        read_streets(b"street,stratum,doors\nA,centre,0\nB,centre,many\nB,centre,3\n")
    assert sorted(one.row for one in found.value.problems) == [2, 3, 4]
