"""What the synthetic town asked and answered, as rows of registers; its two audits are made from them."""

from __future__ import annotations

import datetime as dt

KEY = "E2.3:reasoned.in_time"
WATCHED = "E2.3:answered.in_time"
FIRST, SECOND = dt.date(2026, 6, 30), dt.date(2026, 7, 31)
LINE = {
    "indicator": "E2.3",
    "subject": "reasoned.in_time",
    "value": 0.8,
    "smallest_difference": 0.05,
    "direction": "",
    "klass": "promise",
    "source": "Charter of the town (synthetic), page 2",
}
GROUPS = [{"id": "tenants", "label": "Tenants (synthetic)", "side": "external"}]
COMMITMENTS = [
    {
        "id": "CO1",
        "text": "An answer with reasons within 60 days (synthetic)",
        "kind": "answer",
        "announced_on": "2025-01-01",
        "due_on": "2025-03-02",
    }
]


def contributions(answered: int, of: int = 80) -> list[dict[str, str]]:
    """Questions to the town, of which some were answered with reasons after twenty days."""
    asked = {"kind": "proposal", "created_at": "2025-02-01T10:00:00Z", "moderated": "in", "seed": "no"}
    answer = {"answered_at": "2025-02-21T10:00:00Z", "reasoned": "yes"}
    return [{"id": f"C{n}", **asked, **(answer if n < answered else {})} for n in range(of)]
