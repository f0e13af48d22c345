"""dossier.toml: what the process says of itself, who audits it, and how each register was kept."""

from __future__ import annotations

from exampleton import town
from exampleton.columns import Table
from exampleton.people import OPINION_GROUPS
from exampleton.thresholds import THRESHOLDS

_OPENING = f'''# {town.NAME}: an invented town. No person, place, body or figure in this dossier is real.
# Written by generate.py; the effects planted in it are listed in README.md.

[process]
id = "exampleton-agenda-2030"
title = "2030 Agenda of {town.NAME}"
body = "Town of {town.NAME}"
sector = "social care and neighbourhoods"
territory = "{town.NAME}"
population = {town.POPULATION}
start = {town.START}
end = {town.END}
stage = "after"
participation_level_promised = 4
sponsor = "Council of {town.NAME}"
facilitator = "Facilitators of {town.NAME}"
evaluator = "University institute (synthetic)"
synthesis_by = "Administration of {town.NAME}"
budget = 1200000
currency = "EUR"
problem = "Waiting for home support, and few places to meet"
alternative_considered = "More paid staff, without co-production"
requested_by = "Council of {town.NAME}"
comparator = "Twenty services of the same town that are not co-produced"
rationale = "collective action; quality of services; savings"
synthetic = true

[valuation]
minimum_wage = 11.0
replacement_wage = 24.0
quality = 30.0
source = "Steering group (synthetic), minutes of 15 December 2020"

[audit]
auditor = "Example audit circle (synthetic)"
auditor_role = "association"
payer = "Regional fund (synthetic)"
stake = "none declared"
as_of = {town.AS_OF}
data_access = "full, under agreement"
primary = [
    "E1.1:home_support.outturn_per_eligible.net",
    "E2.3:reasoned.in_time",
    "E5.2:benefit.index",
    "L2.1:any.tenure.tenant.ratio",
    "D-5:V15.weakened",
]
'''

_LABELS = {
    "tenure": "tenure of the home",
    "education": "completed schooling",
    "income_band": "household income",
    "sex": "sex",
    "age_band": "age",
    "opinion_group": "group of like voters",
}
_WORST_FIRST = ("education", "income_band", "tenure")

# Grade, source and completeness where they differ from a complete record of the town.
_KEPT: dict[str, tuple[str, str, str]] = {
    "stakeholder_group": ("B", "two listers working apart (synthetic)", "no"),
    "access_case": ("B", "mystery requests by an association (synthetic)", "yes"),
    "survey_answer": ("B", "survey by a third party without login (synthetic)", "yes"),
    "survey_stratum": ("B", "counts of the survey office (synthetic)", "yes"),
    "goal_rank": ("B", "survey by a third party without login (synthetic)", "yes"),
    "coded_statement": ("B", "interviews, two coders (synthetic)", "yes"),
    "speech": ("B", "coding of eight recordings (synthetic)", "no"),
    "event": ("B", "minutes, coded by the auditor (synthetic)", "yes"),
    "tie": ("B", "name generator in the survey (synthetic)", "no"),
    "cost_entry": ("C", "timesheets (synthetic)", "no"),
    "milestone": ("C", "report of the organiser (synthetic)", "yes"),
}
_FIRST_DAY = {
    "budget_line": "2019-01-01",
    "service_volume": "2019-01-01",
    "task_hours": "2020-01-01",
    "document": "2019-01-01",
    "reference_population": "2019-01-01",
    "neighbourhood": "2019-01-01",
    "commitment": "2020-12-01",
    "access_rule": "2020-12-01",
    "goal": "2020-12-01",
    "milestone": "2020-12-01",
    "event": "2020-12-01",
    "benefit": "2018-01-01",
    "complaint": "2019-01-01",
}


def dossier(tables: dict[str, Table]) -> str:
    """The text of dossier.toml for the given tables."""
    parts = [_OPENING]
    for variable, label in _LABELS.items():
        categories = OPINION_GROUPS if variable == "opinion_group" else tuple(town.ATTRIBUTES[variable])
        listed = ", ".join(f'"{word}"' for word in categories)
        order = "worst_to_best" if variable in _WORST_FIRST else "none"
        parts.append(
            f'\n[attributes.{variable}]\nlabel = "{label}"\ncategories = [{listed}]\norder = "{order}"\n'
        )
    for name in tables:
        grade, source, complete = _KEPT.get(name, ("A", f"records of {town.NAME}", "yes"))
        parts.append(
            f"\n[coverage.{name}]\n"
            f"kept_from = {_FIRST_DAY.get(name, str(town.START))}\n"
            f"kept_until = {town.AS_OF}\n"
            f'complete = "{complete}"\n'
            f'grade = "{grade}"\n'
            f'source = "{source}"\n'
            f'declared_by = "records office of {town.NAME}"\n'
        )
    return "".join([*parts, THRESHOLDS])
