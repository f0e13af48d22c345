"""Two hundred invented people of known opinions answer in the booth, and the workspace publishes the account."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urlencode

from django.test import Client

from obverse.survey.sealing import groups
from obverse.web import bridge
from obverse.web.booth.store import store
from obverse.web.bridge import questionnaire
from obverse.web.bridge.papers import read_codes
from obverse.web.intake.composing import compose
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.surveys import closing, coding, loading, opening
from obverse.web.surveys.models import Wave
from tests.survey.simulated_wave import ROLES, SIDES, Somebody, filled_in, population, respondents, truth
from tests.web.surveys.holding import Held, prepared

SEED = 7
_RECEIPT = re.compile(r"[0-9A-F]{4}(?:-[0-9A-F]{4}){3}")
_STRATA = {side: number for number, side in enumerate(SIDES, start=1)}


def _open_with_clusters(held: Held, asked: list[Somebody], by: Person) -> dict[tuple[int, str], list[str]]:
    """Codes for every stratum and association; the slips of each, which a person draws from blindly."""
    wanted: dict[tuple[int, str], int] = {}
    for person in asked:
        place = (_STRATA[person.side], person.cluster)
        wanted[place] = wanted.get(place, 0) + 1
    made = groups.coded(
        groups.Group(stratum, str(stratum), count, cluster) for (stratum, cluster), count in wanted.items()
    )
    told = read_codes(made.marks, "codes.csv", made.pepper)
    coding.keep_codes(held.again(), told, made_here=False, by=by, expected_version=held.again().version)
    opening.open_wave(held.again(), by=by, expected_version=held.again().version)
    slips: dict[tuple[int, str], list[str]] = {}
    for heading, code in made.slips:
        stratum, _, cluster = heading.partition(" / ")
        slips.setdefault((int(stratum), cluster), []).append(code)
    return slips


def _typed(held: Held, person: Somebody, code: str) -> dict[str, list[str]]:
    pepper = store().pepper(held.wave.address)
    assert pepper is not None
    wave = held.again()
    asking = questionnaire.Asking(wave.questionnaire, wave.kind, wave.subject, wave.place)
    who = questionnaire.Person(_STRATA[person.side], person.side, ROLES[person.side])
    form = questionnaire.form(asking, who, questionnaire.keys_of(code, pepper)[1], "en")
    return filled_in(form, person)


def test_the_account_in_the_workspace_holds_the_truth(
    process: Process, people: dict[str, Person], client: Client, tmp_path: Path
) -> None:
    everybody = population(SEED)
    asked = respondents(everybody, SEED)
    counts = {side: sum(one.side == side for one in asked) for side in SIDES}
    held = prepared(process, people=[(side, ROLES[side], SIDES[side][0], counts[side]) for side in SIDES])
    held.wave.frame_digest, held.wave.seed = "ab" * 32, "3 14 15 26"
    held.wave.save()
    for stratum in held.wave.strata.all():
        stratum.variant = stratum.label
        stratum.save()
    # the state before is known from an earlier wave, so that everybody is asked what changed
    Wave.objects.create(process=process, name="before", kind=Wave.Kind.PRE, state=Wave.State.LOADED)
    slips = _open_with_clusters(held, asked, people["auditor"])
    receipts = set()
    for person in asked:
        code = slips[_STRATA[person.side], person.cluster].pop()
        typed = urlencode({"code": code, **_typed(held, person, code)}, doseq=True)
        page = client.post("/s/answer", typed, content_type="application/x-www-form-urlencoded")
        assert page.status_code == 200
        receipts |= set(_RECEIPT.findall(page.content.decode()))
    assert len(receipts) == len(asked) == 200
    closing.close(held.again(), by=people["owner"], reason="this is a test")
    opened = held.opened(closing.batch_of(held.again()), tmp_path / "memory")
    loading.load(held.again(), opened, by=people["owner"])
    published = client.get(f"/s/{held.wave.address}/receipts").content.decode()
    assert receipts <= set(_RECEIPT.findall(published))
    # anybody checks the list with sha256sum and nothing of ours
    listed = client.get(f"/s/{held.wave.address}/list").content
    assert hashlib.sha256(listed).hexdigest() == held.again().batch_digest
    composed = compose(process, tmp_path / "dossier")
    report = json.loads(bridge.audit(composed.folder)["report.en.json"])
    found = {item["key"]: item["result"] for item in report["findings"]}
    told = {name: found[name] for name in truth(everybody) if "value" in found.get(name, {})}
    assert len(told) >= 50
    missed = [
        name
        for name, value in truth(everybody).items()
        if name in told and not (told[name]["low"] <= value <= told[name]["high"])
    ]
    assert len(missed) <= 0.1 * len(told), missed
    assert all(one["n"] % 5 == 0 for one in told.values())
