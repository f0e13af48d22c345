"""Guessing codes: slow for everybody together, and hopeless."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.test import Client

from obverse.survey.sealing import codes
from obverse.web.booth import entering, patience
from obverse.web.booth.patience import DELAY, WAITING, Bucket
from obverse.web.processes.models import Process
from tests.web.booth.waves import as_posted, open_wave

FORM = "application/x-www-form-urlencoded"


def send(code: str) -> Any:
    return Client().post("/s/", as_posted({"code": code}), content_type=FORM)


def test_a_wrong_code_waits_and_a_right_one_does_not(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("obverse.web.booth.patience.time.sleep", slept.append)
    monkeypatch.setattr(entering, "misses", Bucket())
    town = open_wave(process)
    assert send(town.codes[1][0]).status_code == 200
    assert slept == []
    send(codes.new_codes(1)[0])
    assert slept == [DELAY] == [0.3]
    town.kept.destroy(town.wave.address)


def test_when_too_many_are_wrong_no_code_is_looked_at(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "DELAY", 0.0)
    monkeypatch.setattr(entering, "misses", Bucket(a_second=0.0))
    town = open_wave(process)
    found = [send(code).status_code for code in codes.new_codes(25)]
    assert found == [422] * 20 + [429] * 5
    # A right code is not told from a wrong one then: nothing is learnt by going on.
    assert send(town.codes[1][0]).status_code == 429
    monkeypatch.setattr(entering, "misses", Bucket())
    assert send(town.codes[1][0]).status_code == 200
    town.kept.destroy(town.wave.address)


def test_the_bucket_fills_again_at_its_rate() -> None:
    bucket = Bucket(a_second=50.0, at_once=2.0, left=0.0)
    assert bucket.is_empty()
    time.sleep(0.05)
    assert not bucket.is_empty()
    time.sleep(0.2)
    bucket.is_empty()
    assert bucket.left == 2.0


def test_those_who_guess_do_not_take_all_places_of_the_server() -> None:
    bucket = Bucket()
    began = time.monotonic()
    guessing = [threading.Thread(target=bucket.miss) for _ in range(16)]
    for one in guessing:
        one.start()
    for one in guessing:
        one.join()
    # Two wait, one after the other if need be; the other fourteen were sent away at once.
    assert time.monotonic() - began < DELAY * 3
    assert WAITING < 4


def test_two_processes_let_twenty_guesses_a_second_through_which_is_hopeless() -> None:
    assert 2 * patience.A_SECOND == 20
    assert codes.chance_of_guessing(5_000, 20 * 86_400 * 30) < 2.3e-7
