"""The small registers of the synthetic process as SQL, and what its dossier.toml declares."""

from __future__ import annotations

from benchmarks.scale.plan import AS_OF, END, START, Plan

_KEPT = (
    "document", "stakeholder_group", "neighbourhood", "reference_population", "actor", "event", "participation",
    "contribution", "vote", "commitment", "milestone", "decision",
)  # fmt: skip
_POPULATION = 8


def occasion(plan: Plan) -> str:
    """The table from which events and attendances are both made; ``seats`` comes from ``Plan.seats``."""
    return f"""
    SELECT
        number,
        seats,
        DATE '{START}' + CAST(number * {(END - START).days} // {plan.occasions} AS INTEGER) AS "date",
        CASE WHEN number % 20 = 7 THEN 'workshop' WHEN number % 20 = 13 THEN 'mailing'
            WHEN number % 3 = 0 THEN 'online' ELSE 'meeting' END AS kind,
        CASE WHEN number % 20 = 7 THEN 'decide' WHEN number % 10 = 4 THEN 'work' ELSE 'consulted' END AS activity,
        number % 20 = 7 AS noted,
        CAST(1 + scatter(number, 70) % 3 AS DOUBLE) AS length
    FROM seats
    """


def small(plan: Plan) -> dict[str, str]:
    """The small registers by name."""
    population = plan.actors * _POPULATION
    shares = {
        "sex": {"woman": 51, "man": 49},
        "age_band": {"16-29": 20, "30-49": 31, "50-64": 25, "65+": 24},
        "education": {"lower": 35, "middle": 42, "higher": 23},
    }
    counted = [
        f"('{variable}', '{category}', {population * share // 100})"
        for variable, categories in shares.items()
        for category, share in categories.items()
    ]
    counted += [
        f"('region', 'r{number + 1:03d}', {population // plan.regions})" for number in range(plan.regions)
    ]
    return {
        "document": f"""SELECT * FROM (VALUES
            ('charter', 'charter', 'Charter of the process (synthetic)', DATE '{START}', TRUE, DATE '{START}'),
            ('rules', 'rules', 'Rules of the vote (synthetic)', DATE '{START}', TRUE, DATE '{START}' + 3),
            ('plan', 'plan', 'Plan of the process (synthetic)', DATE '{START}' - 60, TRUE, DATE '{START}' - 30),
            ('synthesis', 'synthesis', 'Synthesis (synthetic)', DATE '{END}' + 60, TRUE, DATE '{END}' + 75)
            ) AS papers(id, kind, title, "date", public, published_on)""",
        "stakeholder_group": """SELECT 'g' || number AS id, 'synthetic group ' || number AS label,
            CASE WHEN number = 8 THEN 'internal' ELSE 'external' END AS side,
            CASE WHEN number <= 4 THEN 'strongly' ELSE 'slightly' END AS affected,
            number % 4 <> 2 AS advocate FROM range(1, 9) AS numbers(number)""",
        "neighbourhood": f"""SELECT area_id(number) AS id, 'synthetic area ' || number AS name,
            CAST({population // plan.areas} + scatter(number, 71) % 100 AS BIGINT) AS population,
            number + 1 AS deprivation_rank FROM range({plan.areas}) AS numbers(number)""",
        "reference_population": f"""SELECT variable, category, "count", 'invented' AS source, 2023 AS "year"
            FROM (VALUES {", ".join(counted)}) AS people(variable, category, "count")""",
        "event": """SELECT occasion_id(number) AS id, kind, CAST("date" AS TIMESTAMP) + INTERVAL 18 HOUR AS start,
            length AS hours, CASE WHEN kind = 'online' THEN 'online' ELSE 'in_person' END AS mode,
            "date" - 20 AS planned_on, "date" - CAST(3 + scatter(number, 72) % 20 AS INTEGER) AS announced_on,
            activity = 'decide' AS decision, percent(number, 73) < 40 AS text_changed,
            percent(number, 74) < 30 AS new_fact, percent(number, 75) < 35 AS question_closed,
            percent(number, 76) < 25 AS commitment_made FROM occasion ORDER BY number""",
        "commitment": f"""SELECT * FROM (VALUES
            ('k1', 'Every proposal is answered within ninety days', 'answer', DATE '{START}', DATE '{START}' + 90,
                CAST(NULL AS DATE), 'unknown'),
            ('k2', 'A synthesis is published', 'action', DATE '{START}', DATE '{END}' + 30, DATE '{END}' + 75, 'done'),
            ('k3', 'The ten most supported proposals are debated', 'influence', DATE '{START}', DATE '{END}' + 90,
                CAST(NULL AS DATE), 'not_done'),
            ('k4', 'Projects that win are funded', 'action', DATE '{START}', DATE '{END}' + 120,
                DATE '{END}' + 110, 'done'),
            ('k5', 'The charter is reviewed', 'action', DATE '{START}', DATE '{END}', DATE '{END}' - 5, 'done')
            ) AS promises(id, "text", kind, announced_on, due_on, done_on, state)""",
        "milestone": f"""SELECT 'm' || number AS id, DATE '{START}' + CAST(30 * number AS INTEGER) AS planned_on,
            DATE '{START}' + CAST(30 * number + scatter(number, 77) % 25 AS INTEGER) AS actual_on, 'authority' AS cause
            FROM range(1, 9) AS numbers(number)""",
        "decision": f"""SELECT 'd' || number AS id, DATE '{END}' + CAST(5 * number AS INTEGER) AS "date",
            CASE WHEN number % 3 = 0 THEN 'citizen' ELSE 'elected' END AS origin, number % 2 = 0 AS binding,
            DATE '{END}' AS input_closed_on, number % 5 = 0 AS delegated FROM range(1, 13) AS numbers(number)""",
    }


def declaration(plan: Plan) -> str:
    """The text of dossier.toml."""
    regions = ", ".join(f'"r{number + 1:03d}"' for number in range(plan.regions))
    lines = [
        "# Synthetic: made by benchmarks/scale/nation.py. No person, place, body or figure in it is real.",
        "",
        "[process]",
        f'id = "synthetic-nation-{plan.events}-{plan.seed}"',
        'title = "National process of an invented country (synthetic)"',
        'body = "Invented country (synthetic)"',
        'territory = "Invented country (synthetic)"',
        f"population = {plan.actors * _POPULATION}",
        f"start = {START}",
        f"end = {END}",
        'stage = "after"',
        "participation_level_promised = 3",
        'currency = "EUR"',
        'problem = "None: this process was made to measure speed"',
        "synthetic = true",
        "",
        "[audit]",
        'auditor = "Benchmark (synthetic)"',
        'auditor_role = "other"',
        f"as_of = {AS_OF}",
        "",
    ]
    for variable, label, order, categories in (
        ("sex", "sex", "none", '"woman", "man"'),
        ("age_band", "age", "none", '"16-29", "30-49", "50-64", "65+"'),
        ("education", "completed schooling", "worst_to_best", '"lower", "middle", "higher"'),
        ("region", "region", "none", regions),
        ("opinion_group", "group of like voters, as the platform made it", "none", '"A", "B", "C"'),
    ):
        lines += [
            f"[attributes.{variable}]", f'label = "{label}"', f"categories = [{categories}]", f'order = "{order}"', "",
        ]  # fmt: skip
    for table in _KEPT:
        lines += [
            f"[coverage.{table}]",
            f"kept_from = {START}",
            f"kept_until = {AS_OF}",
            'complete = "yes"',
            'grade = "B"',
            'source = "made by arithmetic (synthetic)"',
            'declared_by = "benchmark (synthetic)"',
            "",
        ]
    return "\n".join(lines)
