"""A small synthetic wave with everything that belongs to it: keys, codes on slips, answers, and its opening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

from obverse.survey.instrument.records import rows_of
from obverse.survey.sealing import groups, keys, opened, opening
from obverse.web.booth.store import store
from obverse.web.bridge import questionnaire
from obverse.web.bridge.papers import read_codes
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.surveys import closing, coding
from obverse.web.surveys import opening as desk
from obverse.web.surveys.models import Stratum, Wave

OFFICES = ("the auditor", "the ombudsman", "an association of tenants")


@dataclass
class Held:
    """A wave and what the desk does not have: the parts of the key, and the codes on the slips by group."""

    wave: Wave
    key: keys.Key
    slips: dict[int, list[str]] = field(default_factory=dict)

    def again(self) -> Wave:
        """The wave as it stands now."""
        self.wave = Wave.objects.select_related("process__body").get(pk=self.wave.pk)
        return self.wave

    def form(self, group: int, number: int) -> tuple[questionnaire.Form, questionnaire.Person, bytes]:
        """The form that a slip opens, whom it belongs to, and the mark of its code."""
        stratum = Stratum.objects.get(wave=self.wave, number=group)
        person = questionnaire.Person(group, stratum.variant, stratum.role)
        pepper = store().pepper(self.wave.address)
        assert pepper is not None
        mark, form_key = questionnaire.keys_of(self.slips[group][number], pepper)
        wave = self.again()
        asking = questionnaire.Asking(wave.questionnaire, wave.kind, wave.subject, wave.place)
        return questionnaire.form(asking, person, form_key, "en"), person, mark

    def asked(self, group: int, item: str) -> int:
        """The place of a slip of a group whose form asks an item: not every half of the people is asked everything."""
        slips = range(len(self.slips[group]))
        return next(
            number
            for number in slips
            if any(one.item == item for one in self.form(group, number)[0].questions())
        )

    def answer(self, group: int, number: int, said: Mapping[str, str]) -> bytes:
        """Somebody of a group answers items with their code, as the booth takes it; returns the sealed answer."""
        form, person, mark = self.form(group, number)
        posted = {one.name: [said[one.item]] for one in form.questions() if one.item in said}
        answers, faults = questionnaire.read(form, posted)
        assert answers is not None, faults
        assert answers.given or answers.passages
        phase = "after_reminder" if self.wave.reminded_on else "before_reminder"
        sealed = questionnaire.seal(answers, person, phase, self.wave.key)
        store().put(self.wave.address, mark, sealed)
        return sealed

    def opened(self, batch: bytes, memory: Path) -> bytes:
        """What the holders' computer writes when two of them open the batch."""
        done = opening.open_batch(
            batch,
            self.key.shares[: self.key.needed],
            memory,
            root=self.again().batch_digest,
            is_answer=lambda record: opened.is_answer(record, rows_of),
            first=not memory.exists(),
        )
        return opened.bundled(opened.files(done, rows_of))


def prepared(
    process: Process,
    *,
    name: str = "autumn",
    needed: int = 2,
    people: Iterable[tuple[str, str, int, int]] = (),
) -> Held:
    """A draft that lacks nothing but its codes."""
    key = keys.new_key(needed, 3 if needed > 1 else 1)
    wave = Wave.objects.create(
        process=process,
        name=name,
        subject="the synthetic market square",
        place="Exampleton (synthetic)",
        closes_on=timezone.localdate() + dt.timedelta(days=14),
        key=key.public.hex(),
        holders=list(OFFICES[: len(key.shares)]),
        holders_needed=needed,
    )
    given = list(people) or [("neighbours", "neighbour", 40, 40), ("volunteers", "volunteer", 20, 20)]
    sides = {"neighbour": "non_participant", "volunteer": "participant"}
    for number, (label, role, eligible, invited) in enumerate(given, start=1):
        Stratum.objects.create(
            wave=wave,
            number=number,
            label=label,
            role=role,
            variant=sides.get(role, "internal"),
            eligible=eligible,
            invited=invited,
            is_interviewed=not invited,
        )
    return Held(wave, key)


def with_codes(held: Held, by: Person) -> Held:
    """The auditor's files are made and brought."""
    asked = [one for one in held.wave.strata.all() if one.invited]
    made = groups.coded(groups.Group(one.number, one.label, one.invited) for one in asked)
    numbers = {one.label: one.number for one in asked}
    for label, code in made.slips:
        held.slips.setdefault(numbers[label], []).append(code)
    told = read_codes(made.marks, "codes.csv", made.pepper)
    held.wave = coding.keep_codes(
        held.again(), told, made_here=False, by=by, expected_version=held.wave.version
    )
    return held


def opened_for_answers(held: Held, by: Person) -> Held:
    """The wave is open."""
    with_codes(held, by)
    desk.open_wave(held.again(), by=by, expected_version=held.wave.version)
    held.again()
    return held


def closed(held: Held, by: Person, memory: Path) -> bytes:
    """The wave is closed early for a reason, and its holders have opened it; returns what they wrote."""
    closing.close(held.again(), by=by, reason="this is a test")
    return held.opened(closing.batch_of(held.again()), memory)
