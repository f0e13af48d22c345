"""A key for tests, and sealed answers of nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from obverse.survey.sealing import batch, keys, sealed
from obverse.survey.sealing.keys import Key

WAVE = "abcdefghjk"


@dataclass(frozen=True)
class Sealing:
    """A key, and how to seal numbered records to it."""

    key: Key

    def some(self, count: int, start: int = 0) -> list[bytes]:
        return [sealed.seal({"n": number}, self.key.public) for number in range(start, start + count)]

    def batch(self, ciphertexts: list[bytes]) -> bytes:
        return batch.write(WAVE, ciphertexts, self.key.public)

    def root(self, ciphertexts: list[bytes]) -> str:
        return batch.root(WAVE, ciphertexts, self.key.public)


@pytest.fixture(scope="session")
def sealing() -> Sealing:
    return Sealing(keys.new_key())


def any_record(record: Mapping[str, Any]) -> bool:
    return "n" in record
