"""Who would have to work together to learn what somebody answered: said before the first question, true for the wave.

Each sentence depends on a fact of the wave; ``tests/web/booth/test_statement.py`` binds one to the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from obverse.web.surveys.models import Stratum, Wave
from obverse.web.texts import say


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences depend on."""

    body: str
    holders: tuple[str, ...]
    needed: int
    codes_made_here: bool

    @classmethod
    def of(cls, wave: Wave) -> Facts:
        """Those of a wave; ``select_related("process__body")`` spares a look."""
        holders = tuple(str(one) for one in wave.holders)
        return cls(wave.process.body.name, holders, wave.holders_needed, wave.codes_made_here)


def statement(facts: Facts) -> list[str]:
    """The sentences, in order, in the reader's language."""
    return list(_statement(facts))


def about_you(stratum: Stratum, cluster: str) -> str:
    """What the code says about whoever has it, and is kept with the answer."""
    if cluster:
        return say("booth.statement.about_cluster", group=stratum.label, cluster=cluster)
    return say("booth.statement.about", group=stratum.label)


def _statement(facts: Facts) -> Iterator[str]:
    yield say("booth.statement.codes_here" if facts.codes_made_here else "booth.statement.codes_elsewhere")
    holders = _listed(facts.holders)
    if len(facts.holders) < 2:
        yield say("booth.statement.one_holder", holder=holders, body=facts.body)
    elif facts.needed == len(facts.holders):
        yield say("booth.statement.all_holders", count=facts.needed, holders=holders)
    else:
        yield say(
            "booth.statement.some_holders", needed=facts.needed, count=len(facts.holders), holders=holders
        )
    yield say(
        "booth.statement.together_one" if len(facts.holders) < 2 else "booth.statement.together",
        needed=facts.needed,
    )
    yield say("booth.statement.server")
    yield say("booth.statement.recipients", body=facts.body, holders=holders)


def _listed(names: tuple[str, ...]) -> str:
    if len(names) < 2:
        return "".join(names)
    return say("booth.statement.and", first=", ".join(names[:-1]), last=names[-1])
