"""Drawing people: reproducible from public facts by anyone, fair, and strict about what it is given."""

from __future__ import annotations

import hashlib
import json
from collections import Counter

import pytest

from obverse.evidence.problems import EvidenceProblems
from obverse.survey.sampling.draw import draw, read_sizes, verify_draw
from obverse.survey.sampling.frame import Entry, Frame, commit, read_frame

SEED = "3 6 1 1 5 2 4 4 6 2"
FRAME = Frame(tuple(Entry(f"p{number:03d}", "north" if number < 120 else "south") for number in range(200)))


def problems_of(content: bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(EvidenceProblems) as found:
        read_frame(content)
    for one in found.value.problems:
        for language in ("en", "fr"):
            assert "{" not in one.letter(language)
    return [(one.row, one.column, one.kind.removeprefix("sampling_")) for one in found.value.problems]


def test_a_reader_with_sha256_alone_draws_the_same_people() -> None:
    made = draw(FRAME, {"north": 7, "south": 3}, SEED)
    lines = ["obverse frame 1"]
    lines += [
        json.dumps([entry.id, entry.stratum, ""], separators=(",", ":"))
        for entry in sorted(FRAME.entries, key=lambda one: one.id)
    ]
    digest = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    expected = []
    for stratum, size in (("north", 7), ("south", 3)):
        tickets = sorted(
            (
                hashlib.sha256(
                    f"obverse draw 1\n{SEED}\n{digest}\n{stratum}\n{entry.id}".encode()
                ).hexdigest(),
                entry.id,
            )
            for entry in FRAME.entries
            if entry.stratum == stratum
        )
        expected += [identifier for _, identifier in tickets[:size]]
    assert made.digest == digest
    assert list(made.ids) == expected


def test_neither_the_order_of_the_rows_nor_the_spaces_in_the_seed_change_the_draw() -> None:
    turned = FRAME.entries[77:] + FRAME.entries[:77][::-1]
    first = draw(FRAME, {"north": 10, "south": "all"}, SEED)
    again = draw(Frame(turned), {"south": "all", "north": 10}, f"  {SEED.replace(' ', '   ')}\n")
    assert first == again


def test_whoever_draws_more_later_begins_with_the_same_people() -> None:
    small, large = (draw(FRAME, {"north": size, "south": 0}, SEED).ids for size in (5, 50))
    assert large[:5] == small


def test_a_changed_list_or_seed_draws_others() -> None:
    first = set(draw(FRAME, {"north": 20, "south": 0}, SEED).ids)
    assert set(draw(FRAME, {"north": 20, "south": 0}, f"{SEED} 1").ids) != first
    longer = Frame((*FRAME.entries, Entry("new", "south")))
    assert commit(longer) != commit(FRAME)
    assert set(draw(longer, {"north": 20, "south": 0}, SEED).ids) != first


def test_everybody_of_a_stratum_is_drawn_equally_often() -> None:
    few = Frame(tuple(Entry(str(number), "a") for number in range(10)))
    times = Counter(one for seed in range(2000) for one in draw(few, {"a": 3}, f"seed number {seed:06d}").ids)
    # 600 each with a standard deviation of 20.5; chi-square on 9 degrees of freedom, 99.9 % at 27.9
    chi_square = sum((times[str(number)] - 600) ** 2 for number in range(10)) / (600 * 0.7)
    assert chi_square * 9 / 10 < 27.9


def test_a_published_draw_is_checked_person_by_person() -> None:
    made = draw(FRAME, {"north": 5, "south": 5}, SEED)
    sizes = {"north": 5, "south": 5}
    assert verify_draw(FRAME, sizes, SEED, digest=made.digest, ids=reversed(made.ids)) == []
    swapped = ["p199" if "p199" not in made.ids else "p198", *made.ids[1:], made.ids[1]]
    kinds = [one.kind for one in verify_draw(FRAME, sizes, SEED, digest="0" * 64, ids=swapped)]
    assert kinds == [f"sampling_{kind}" for kind in ("other_frame", "not_drawn", "left_out", "drawn_twice")]


def test_all_that_is_wrong_with_a_list_is_told_at_once_with_its_row() -> None:
    content = "id,stratum\n1,north\n1,south\n,north\n2, north\nmail@there,north\n3\n4,nor\u200bth\n".encode()
    assert sorted(problems_of(content)) == [
        (3, "id", "twice"),
        (4, "id", "empty_cell"),
        (5, "stratum", "hidden_signs"),
        (6, "id", "names_somebody"),
        (7, "", "cells"),
        (8, "stratum", "hidden_signs"),
    ]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"id,stratum\n", "empty"),
        (b"id;stratum\n1;north\n", "no_column"),
        (b"id,stratum,name\n1,north,Somebody\n", "unknown_column"),
        (b"id,id,stratum\n1,1,north\n", "column_twice"),
        (b"id,stratum\n1,caf\xe9\n", "not_utf8"),
        (b"id,stratum\n1,a\x00\n", "not_text"),
        (b'id,stratum\n"1,north\n', "broken_quotes"),
    ],
)
def test_a_file_that_is_no_list_is_refused(content: bytes, kind: str) -> None:
    assert kind in [found for _, _, found in problems_of(content)]


def test_a_list_saved_by_a_spreadsheet_is_read() -> None:
    content = "\ufeffid,stratum,cluster\r\n1,Cote\u0302,club\r\n\r\n2,Côte,\r\n".replace(
        "Cote\u0302", "Co\u0302te"
    )
    assert read_frame(content.encode()).eligible == {"Côte": 2}


def test_a_draw_says_all_that_is_missing_at_once() -> None:
    with pytest.raises(EvidenceProblems) as found:
        draw(FRAME, {"north": 121, "west": 3}, "12345")
    kinds = [one.kind.removeprefix("sampling_") for one in found.value.problems]
    assert kinds == ["short_seed", "no_such_stratum", "too_large", "no_size"]


def test_a_size_is_a_whole_number_or_all() -> None:
    with pytest.raises(EvidenceProblems) as found:
        read_sizes(b"stratum,size\na,3.5\nb,4\nb,all\nc,-1\n")
    assert [one.row for one in found.value.problems] == [2, 4, 5]
