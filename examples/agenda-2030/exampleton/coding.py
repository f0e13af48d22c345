"""Interviews and papers as two people coded them, apart from each other."""

from __future__ import annotations

import numpy as np

from exampleton.columns import Table, drawn, from_rows, joined, stream
from exampleton.effects import Effects
from exampleton.papers import INTERVIEWS

CODES = ("V02", "V06", "V10", "V15", "V19", "V33")
DIRECTIONS = ("strengthened", "weakened", "both", "neutral")
CRITERIA = ("articulation", "monopoly", "hoarding", "providers", "horizon", "substitution", "subsistence")
REASONS = ("quality", "collective_action", "legitimacy", "policy_frame")
QUESTIONS = 12

_HEADER = "document passage coder code direction phase role attribution"
_CODERS = ("coder-1", "coder-2")


def coded_statement(seed: int, effects: Effects) -> Table:
    """Passages of twelve interviews, the questions of the consultation, and the founding papers."""
    rng = stream(seed, "coded_statement")
    return joined(_interviews(rng), _questions(effects), _failures(effects), _founding_papers())


def _interviews(rng: np.random.Generator) -> Table:
    """A hundred and twenty passages, half on the design; the coders agree nine times in ten."""
    size = 120
    code = rng.integers(0, len(CODES), size)
    direction = rng.integers(0, len(DIRECTIONS), size)
    chances = {
        "project_manager": 0.3,
        "front_line_staff": 0.2,
        "user_co_producer": 0.25,
        "neighbour": 0.15,
        "association_partner": 0.1,
    }
    roles = drawn(rng, chances, len(INTERVIEWS))
    rows = []
    for coder in _CODERS:
        slips = (rng.random(size) < 0.1) & (coder == _CODERS[1])
        seen = np.where(slips, (direction + 1) % len(DIRECTIONS), direction)
        rows += [
            (
                INTERVIEWS[place % len(INTERVIEWS)],
                f"passage-{place + 1:03d}",
                coder,
                CODES[code[place]],
                DIRECTIONS[seen[place]],
                "design" if place % 24 < len(INTERVIEWS) else "delivery",
                roles[place % len(INTERVIEWS)],
                "process",
            )
            for place in range(size)
        ]
    return from_rows(_HEADER, rows)


def _questions(effects: Effects) -> Table:
    rows = [
        ("DOC-QUESTIONS", f"question-{number + 1:02d}", coder, code, "neutral", "design", "", "")
        for number in range(QUESTIONS)
        for coder in _CODERS
        for code in (
            "options_missing" if number < effects.questions_without_a_choice else "options_complete",
            "wording_neutral",
        )
    ]
    return from_rows(_HEADER, rows)


def _failures(effects: Effects) -> Table:
    """For each sign of public-value failure what two interviews tell: that it failed, or the contrary."""
    rows = [
        (
            INTERVIEWS[(3 * place + other) % len(INTERVIEWS)],
            f"sign-{criterion}",
            coder,
            f"failure_{criterion}",
            "weakened" if criterion in effects.failures else "strengthened",
            "delivery",
            "neighbour",
            "process",
        )
        for place, criterion in enumerate(CRITERIA)
        for other in (0, 1)
        for coder in _CODERS
    ]
    return from_rows(_HEADER, rows)


def _founding_papers() -> Table:
    rows = [
        (paper, f"reason-{number + 1}", coder, reason, "neutral", "design", "", "")
        for paper in ("DOC-CHARTER", "DOC-LAUNCH")
        for number, reason in enumerate(REASONS)
        for coder in _CODERS
    ]
    return from_rows(_HEADER, rows)
