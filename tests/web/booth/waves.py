"""A wave of a synthetic town with its key and codes, and what people would fill in."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

from nacl.public import PrivateKey

from obverse.survey.sealing import codes, sealed
from obverse.web.booth.store import Store, Ticket, store
from obverse.web.processes.models import Process
from obverse.web.surveys.models import Stratum, Wave

HOLDERS = ["Office of the auditor (synthetic)", "Town library (synthetic)", "Notary (synthetic)"]
PEOPLE = (
    ("internal", "project_manager", "Staff (synthetic)"),
    ("participant", "citizen_drawn_by_lot", "Drawn by lot (synthetic)"),
    ("non_participant", "never_reached", "Residents (synthetic)"),
)


@dataclass
class Town:
    """A wave that takes answers; ``private`` is the whole secret key, ``codes`` by stratum who could answer."""

    wave: Wave
    private: bytes
    codes: dict[int, list[str]] = field(default_factory=dict)

    @property
    def kept(self) -> Store:
        return store()

    def records(self) -> list[dict[str, Any]]:
        """Close the store, and read all that was answered."""
        self.kept.close(self.wave.address)
        return [sealed.unseal(one, self.private) for one in self.kept.sealed(self.wave.address)]


def open_wave(process: Process, *, each: int = 4, cluster: str = "", **facts: Any) -> Town:
    """An open wave with three kinds of people and so many codes for each."""
    key = PrivateKey.generate()
    said = {
        "name": "spring",
        "subject": "The 2030 Agenda of Exampleton (synthetic)",
        "place": "Exampleton (synthetic)",
        "state": Wave.State.OPEN,
        "key": bytes(key.public_key).hex(),
        "holders": HOLDERS,
        "holders_needed": 2,
    }
    town = Town(Wave.objects.create(process=process, **{**said, **facts}), bytes(key))
    pepper = codes.new_pepper()
    town.kept.begin(town.wave.address, pepper)
    for number, (variant, role, label) in enumerate(PEOPLE, start=1):
        Stratum.objects.create(
            wave=town.wave, number=number, label=label, variant=variant, role=role, eligible=40, invited=each
        )
        town.codes[number] = codes.new_codes(each)
        town.kept.add_codes(
            town.wave.address,
            [(codes.mark(one, pepper), Ticket(number, cluster)) for one in town.codes[number]],
        )
    return town


class Fields(HTMLParser):
    """The fields of a page's questionnaire: by name, the kind and the values that can be chosen."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, tuple[str, list[str]]] = {}
        self.hidden: dict[str, str] = {}
        self.ticked: dict[str, list[str]] = {}
        self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "textarea":
            self.found[name] = ("textarea", [])
            self._text = name
        if tag != "input" or not name:
            return
        kind = said.get("type", "text")
        if kind == "hidden":
            self.hidden[name] = said["value"]
            return
        self.found.setdefault(name, (kind, []))[1].append(said.get("value", ""))
        if "checked" in said or (kind == "text" and said.get("value")):
            self.ticked.setdefault(name, []).append(said["value"])

    def handle_data(self, data: str) -> None:
        if self._text and data.strip():
            self.ticked[self._text] = [data.strip()]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""


def filled(page: str, seed: int, **typed: str) -> dict[str, Any]:
    """What somebody could post of a page: an answer to each question, and words where words are asked for."""
    chance = random.Random(seed)  # noqa: S311 - what synthetic people answer
    fields = Fields(page)
    asides = {name for name in fields.found if name.endswith("-aside")}
    given: dict[str, Any] = dict(fields.hidden)
    for name, (kind, values) in fields.found.items():
        if name in asides:
            continue
        if kind == "checkbox":
            given[name] = chance.sample(values, k=min(2, len(values)))
        elif name.startswith("largest-"):
            # Two stories are about two values.
            given[name] = values[int(name[-1])]
        elif kind == "radio":
            given[name] = chance.choice(values)
        elif kind == "text":
            given[name] = str(chance.randint(0, 20))
    return given | typed


def words_of(page: str) -> str:
    """The words of a page without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def as_posted(given: Mapping[str, Any]) -> str:
    """A form as browsers send it."""
    from urllib.parse import urlencode  # noqa: PLC0415 - beside its only use

    return urlencode(given, doseq=True)
