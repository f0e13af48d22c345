"""What people write into cells, and what the evidence holds then."""

from __future__ import annotations

import pytest

from obverse.web.bridge import Column, tables
from obverse.web.registers.cells import written


@pytest.mark.parametrize(
    ("kind", "text", "english", "french"),
    [
        ("int", "1 250", "1250", "1250"),
        ("int", "1\u202f250", "1250", "1250"),
        ("int", "1,250", "1,250", "1,250"),
        ("int", "1,250,000", "1250000", "1250000"),
        ("number", "1,5", "1.5", "1.5"),
        ("number", "0,125", "0.125", "0.125"),
        ("number", "1.234,5", "1234.5", "1234.5"),
        ("number", "1,234.5", "1234.5", "1234.5"),
        ("number", "-3", "-3", "-3"),
        ("number", "+3", "3", "3"),
        ("number", "about 3", "about 3", "about 3"),
        ("money", "1 250,50 €", "1250.50", "1250.50"),
        ("share", "35 %", "0.35", "0.35"),
        ("share", "33,3\u00a0%", "0.333", "0.333"),
        ("share", "100%", "1", "1"),
        ("share", "many %", "many %", "many %"),
        ("date", "2026-03-09", "2026-03-09", "2026-03-09"),
        ("date", "9/3/2026", "9/3/2026", "2026-03-09"),
        ("date", "09.09.2026", "2026-09-09", "2026-09-09"),
        ("date", "31/12/2026", "2026-12-31", "2026-12-31"),
        ("date", "12/31/2026", "2026-12-31", "2026-31-12"),
        ("moment", "2026-03-09", "2026-03-09", "2026-03-09"),
        ("moment", "2026-03-09 18:30", "2026-03-09T18:30:00Z", "2026-03-09T18:30:00Z"),
        ("moment", "31/12/2026 8h05", "2026-12-31T08:05:00Z", "2026-12-31T08:05:00Z"),
        ("moment", "2026-03-09T18:30:01.250Z", "2026-03-09T18:30:01.250Z", "2026-03-09T18:30:01.250Z"),
        ("moment", "in the evening", "in the evening", "in the evening"),
        ("flag", "Oui", "yes", "yes"),
        ("flag", "TRUE", "yes", "yes"),
        ("flag", "inconnu", "unknown", "unknown"),
        ("text", "  A\u200b B\x07 \r\n C ", "A B \n C", "A B \n C"),
        ("text", "'=1+1", "=1+1", "=1+1"),
        ("text", "'twas", "'twas", "'twas"),
        ("text", "\u202ekcab", "kcab", "kcab"),
    ],
)
def test_what_can_be_understood_takes_the_form_of_the_evidence(
    kind: str, text: str, english: str, french: str
) -> None:
    column = Column("public" if kind == "flag" else "x", kind)
    assert written("document", column, text, "en") == english
    assert written("document", column, text, "fr") == french


def test_words_of_either_language_become_codes_and_others_stay() -> None:
    kind = tables()["document"].columns["kind"]
    told = [written("document", kind, word, "en") for word in ("Procès-Verbal", "MINUTES", "leaflet")]
    assert told == ["minutes", "minutes", "leaflet"]
