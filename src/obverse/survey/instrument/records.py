"""From opened records to rows of the table survey_answer, and to passages for coding."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from obverse.evidence.declarations import tables

TABLE = "survey_answer"
# Enough that no two respondents of a dossier ever share an id.
_BYTES_OF_AN_ID = 10


def rows_of(
    records: Iterable[Mapping[str, Any]], wave: str, strata: Mapping[int, str] | None = None
) -> Iterator[dict[str, str]]:
    """The rows of survey_answer, one for each answer, under an id drawn anew for each respondent.

    ``strata`` names the strata by their numbers; without it the number stands there.

    The id follows from nothing, so that nobody who knows a code, a receipt or a sealed answer finds the rows by it.
    Columns that this version's table does not have are left out.
    """
    known = tables()[TABLE].columns
    for record in records:
        person = {
            "respondent": f"r{secrets.token_hex(_BYTES_OF_AN_ID)}",
            "wave": wave,
            "variant": record["variant"],
            "role": record["role"],
            "cluster": record["cluster"],
            "half": record["half"],
            "stratum": (strata or {}).get(record["stratum"], str(record["stratum"])),
            "phase": record["phase"],
        }
        kept = {name: said for name, said in person.items() if name in known}
        for item, public_value, value in record["answers"]:
            yield {**kept, "item": item, "public_value": public_value, "value": value}


def passages_of(records: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What people wrote, in no order and apart from their answers: variant, role, public value and text."""
    found = [
        {
            "variant": record["variant"],
            "role": record["role"],
            "public_value": public_value,
            "text": text,
        }
        for record in records
        for public_value, text in record["passages"]
    ]
    secrets.SystemRandom().shuffle(found)
    return found
