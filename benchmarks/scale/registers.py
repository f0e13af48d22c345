"""The large registers of the synthetic process as SQL: every cell is arithmetic on the number of its row."""

from __future__ import annotations

from benchmarks.scale.plan import START, VOTING_DAYS, WRITING_DAYS, Plan, stride

_DAY = 86_400_000_000
_LEXICON = 600
_TAIL = 0.55
# Of all people: who votes often, who votes once, who writes; and the part of them who come to most meetings.
_OFTEN, _ONCE, _WRITERS, _REGULARS = 2, 3, 4, 20


def macros(plan: Plan) -> list[str]:
    """The functions from which all cells are made; products stay below 2^63, doubles are only multiplied.

    So every machine makes the same cells.
    """
    prime = 2_147_483_647
    powers, top = _TAIL**6, (1 + _TAIL) ** 6
    people = plan.actors
    return [
        f"CREATE MACRO fold(x, times) AS (xor(x, x >> 15) * times) % {prime}",
        (
            f"CREATE MACRO scatter(x, salt) AS fold(fold(((x + (salt + {plan.seed} * 100) * 1000003) % {prime})"
            f" * 1103515245 % {prime}, 1431655781), 48271)"
        ),
        "CREATE MACRO percent(x, salt) AS scatter(x, salt) % 100",
        (
            f"CREATE MACRO sixth(u) AS (u + {_TAIL}) * (u + {_TAIL}) * (u + {_TAIL}) * (u + {_TAIL})"
            f" * (u + {_TAIL}) * (u + {_TAIL})"
        ),
        # a few have very much: the busiest of n has some fifty times the mean
        (
            f"CREATE MACRO heavy(u, n) AS least(n - 1, CAST(floor((sixth(u) - {powers!r}) / {top - powers!r} * n)"
            " AS BIGINT))"
        ),
        f"CREATE MACRO person_of(place) AS (place * {stride(people)} + {plan.seed * 7919 % people}) % {people}",
        "CREATE MACRO person_id(i) AS 'p' || lpad(CAST(i AS VARCHAR), 8, '0')",
        "CREATE MACRO contribution_id(i) AS 'c' || lpad(CAST(i AS VARCHAR), 8, '0')",
        "CREATE MACRO occasion_id(i) AS 'e' || lpad(CAST(i AS VARCHAR), 5, '0')",
        "CREATE MACRO area_id(i) AS 'a' || lpad(CAST(i AS VARCHAR), 4, '0')",
        # areas of high numbers are better off, and more people of them take part
        (
            f"CREATE MACRO area_of(i) AS CAST(floor({plan.areas} * (0.75 * (scatter(i, 1) / {prime}.0)"
            f" + 0.25 * greatest(scatter(i, 1), scatter(i, 2)) / {prime}.0)) AS BIGINT)"
        ),
        # people sleep: a day's moments are pressed into the sixteen hours from seven
        f"CREATE MACRO awake(t) AS make_timestamp((t // {_DAY}) * {_DAY} + 25200000000 + (t % {_DAY}) // 3 * 2)",
        (
            "CREATE MACRO invented_word(k) AS array_extract(['ba','do','fe','gu','ki','lo','me','na','pu','ri','sa',"
            "'te','vo','xi','zu'], 1 + k % 15) || array_extract(['lan','mer','nis','por','rud','sol','tav'],"
            " 1 + (k // 15) % 7) || array_extract(['a','e','i','o','u','en','is'], 1 + (k // 105) % 7)"
        ),
    ]


def actor(first: int, last: int, plan: Plan) -> str:
    """People and organisations: group, area and what is known of them; a fifth has a group of the platform."""
    return f"""
    SELECT
        person_id(i) AS id,
        CASE WHEN i % 200 = 3 THEN 'organisation' ELSE 'person' END AS kind,
        CASE WHEN i % 200 = 3 THEN 'association_partner' ELSE 'citizen_self_selected' END AS role,
        'g' || (1 + percent(i, 4) * percent(i, 5) % 8) AS "group",
        CASE WHEN percent(i, 6) < 97 THEN area_id(area_of(i)) END AS area,
        CASE WHEN i % 200 = 3 THEN 'association' ELSE 'citizen' END AS sector,
        scatter(i, 7) % 500 = 0 AS staff_or_test,
        DATE '{START}' - CAST(scatter(i, 8) % 30 AS INTEGER) AS joined_on,
        CASE WHEN i % 200 = 3 OR percent(i, 9) < 5 THEN NULL
            WHEN percent(i, 10) < 48 THEN 'woman' ELSE 'man' END AS attr_sex,
        CASE WHEN i % 200 = 3 OR percent(i, 11) < 8 THEN NULL
            WHEN percent(i, 12) < 18 THEN '16-29' WHEN percent(i, 12) < 48 THEN '30-49'
            WHEN percent(i, 12) < 76 THEN '50-64' ELSE '65+' END AS attr_age_band,
        CASE WHEN i % 200 = 3 OR percent(i, 13) < 6 THEN NULL
            WHEN percent(i, 14) < 21 THEN 'lower' WHEN percent(i, 14) < 58 THEN 'middle'
            ELSE 'higher' END AS attr_education,
        'r' || lpad(CAST(1 + area_of(i) * {plan.regions} // {plan.areas} AS VARCHAR), 3, '0') AS attr_region,
        CASE WHEN percent(i, 15) < 20 THEN array_extract(['A', 'B', 'C'], 1 + i % 3) END
            AS attr_opinion_group
    FROM range({first}, {last}) AS numbers(i)
    """


def contribution(first: int, last: int, plan: Plan) -> str:
    """Proposals, projects, comments, reports, questions and statements in the order in which they were written."""
    written = plan.contributions
    return f"""
    WITH placed AS (
        SELECT
            i,
            person_of(heavy(((i * {stride(written)}) % {written}) / {written}.0, {plan.actors // _WRITERS})) AS writer,
            CASE
                WHEN i % 100 = 2 THEN 'project'
                WHEN i % 5 < 3 THEN 'proposal'
                WHEN i % 5 = 3 THEN 'comment'
                ELSE array_extract(['report', 'question', 'statement', 'comment'], 1 + (i // 5) % 4)
            END AS kind,
            {_microseconds(0)} + i * {WRITING_DAYS * _DAY // written} AS moment,
            percent(i, 20) AS fate,
            CASE WHEN percent(i, 21) < 2 THEN i % 50 ELSE i END AS wording
        FROM range({first}, {last}) AS numbers(i)
    ),
    decided AS (
        SELECT
            *,
            CASE
                WHEN kind IN ('project', 'comment', 'statement') THEN NULL
                WHEN fate < 8 THEN 'accepted' WHEN fate < 14 THEN 'partly' WHEN fate < 20 THEN 'done'
                WHEN fate < 45 THEN 'rejected' WHEN fate < 50 THEN 'deferred'
                WHEN fate < 54 AND i >= 100 THEN 'merged' WHEN fate < 57 THEN 'withdrawn'
                WHEN fate < 70 THEN 'evaluating' ELSE 'open'
            END AS state
        FROM placed
    )
    SELECT
        contribution_id(i) AS id,
        kind,
        CASE WHEN percent(i, 22) >= 4 THEN person_id(writer) END AS author,
        CASE WHEN writer % 200 = 3 THEN 'association' ELSE 'citizen' END AS origin,
        CASE WHEN i % 5 = 3 THEN contribution_id(i - 1 - scatter(i, 23) % 3)
            WHEN kind = 'comment' THEN contribution_id(i - 2) END AS parent,
        'topic ' || (1 + percent(i, 24) * percent(i, 25) % 12) AS topic,
        CASE WHEN percent(i, 26) < 92 THEN area_id(area_of(writer)) END AS area,
        awake(moment) AS created_at,
        array_to_string(list_transform(range(6 + scatter(wording, 27) % 18),
            lambda k: invented_word(scatter(wording * 24 + k, 28) % {_LEXICON})), ' ') AS "text",
        CASE WHEN kind = 'comment' THEN CAST(scatter(i, 29) % 3 AS BIGINT) - 1 END AS alignment,
        CASE WHEN kind = 'project' THEN 1000.0 * (1 + scatter(i, 30) % 400) END AS cost,
        CASE WHEN kind = 'proposal' AND percent(i, 31) < 10 THEN array_extract(['-1', '0', '1'],
            1 + scatter(i, 32) % 3) END AS aligned,
        state,
        CASE WHEN state IN ('accepted', 'partly', 'done', 'rejected', 'deferred') AND percent(i, 33) < 97
            THEN awake(moment + (1 + scatter(i, 34) % (60 + 90 * ({plan.areas} - area_of(writer)) // {plan.areas}))
                * {_DAY}) END AS answered_at,
        CASE WHEN state IN ('accepted', 'partly', 'done', 'rejected', 'deferred') AND percent(i, 35) < 90
            THEN percent(i, 36) < 62 END AS reasoned,
        CASE WHEN state = 'withdrawn' THEN awake(moment + (1 + scatter(i, 37) % 60) * {_DAY}) END AS withdrawn_at,
        CASE WHEN state = 'merged' THEN contribution_id(5 * (scatter(i, 38) % (i // 10))) END AS merged_into,
        CASE WHEN percent(i, 39) = 0 THEN 'out' ELSE 'in' END AS moderated,
        scatter(i, 40) % 1000 < 2 AS seed,
        CASE WHEN kind = 'project' THEN percent(i, 41) < 12 END AS selected,
        CASE WHEN kind = 'proposal' AND percent(i, 42) < 5 THEN percent(i, 43) < 55 END AS in_synthesis
    FROM decided
    """


def vote(first: int, last: int, plan: Plan) -> str:
    """Votes in the order in which they were cast; four in a thousand are second thoughts on the same proposal."""
    cast, often, once = plan.votes, plan.actors // _OFTEN, plan.actors * _ONCE // 10
    regular = cast - once
    return f"""
    WITH placed AS (
        SELECT r, (r * {stride(cast)} + {plan.seed * 104729 % cast}) % {cast} AS j
        FROM range({first}, {last}) AS numbers(r)
    ),
    person AS (
        SELECT
            r,
            j,
            person_of(CASE WHEN j < {regular} THEN heavy(j / {regular}.0, {often})
                ELSE {often} + j - {regular} END) AS i,
            CASE WHEN scatter(j, 50) % 1000 < 4 AND j > 0 THEN j - 1 ELSE j END AS thought
        FROM placed
    ),
    choice AS (
        SELECT
            r,
            i,
            scatter(j, 52) AS dice,
            -- golden steps from a place of one's own: nobody meets the same proposal twice by accident
            (heavy((scatter(i, 51) + thought * {stride(2**31)}) % {2**31} / {2**31}.0, {plan.ballots})
                * {stride(plan.ballots)}) % {plan.ballots} AS v
        FROM person
    )
    SELECT
        person_id(i) AS actor,
        contribution_id(5 * (v // 3) + v % 3) AS contribution,
        CASE
            WHEN dice % 100 < 12 THEN 0
            WHEN dice // 100 % 100 < 30 + scatter(v * 3 + i % 3, 54) % 60 THEN 1
            ELSE -1
        END :: DOUBLE AS "value",
        awake({_microseconds(WRITING_DAYS)} + r * {VOTING_DAYS * _DAY // cast}) AS "at",
        CASE WHEN dice // 10000 % 100 < 97 THEN 'online' WHEN dice // 10000 % 100 < 99 THEN 'paper'
            ELSE 'booth' END AS channel
    FROM choice
    """


def participation(first: int, last: int, plan: Plan) -> str:
    """Who attended occasions ``first`` to ``last``: half of the seats go to regulars, nobody sits twice."""
    regulars = plan.actors // _REGULARS
    others = plan.actors - regulars
    return f"""
    WITH seated AS (
        SELECT number, "date", activity, noted, length, unnest(range(seats)) AS seat
        FROM occasion
        WHERE number >= {first} AND number < {last}
    ),
    person AS (
        SELECT
            *,
            person_of(CASE WHEN seat % 2 = 0
                THEN (seat // 2 * {stride(regulars)} + scatter(number, 60)) % {regulars}
                ELSE {regulars} + (seat // 2 * {stride(others)} + scatter(number, 61)) % {others} END) AS i,
            number * 1000003 + seat AS place
        FROM seated
    )
    SELECT
        person_id(i) AS actor,
        occasion_id(number) AS event,
        "date",
        activity,
        length AS hours,
        CASE WHEN percent(place, 62) < 60 THEN 0.25 * (1 + scatter(place, 63) % 8) END AS travel_hours,
        CASE WHEN noted THEN CAST(floor(heavy(scatter(place, 64) / 2147483648.0, 12)) AS BIGINT) END AS turns,
        CASE WHEN percent(place, 65) < 10 THEN CAST(scatter(place, 66) % 5 AS BIGINT) END AS useful
    FROM person
    """


def _microseconds(days: int) -> int:
    """The moment so many days after the start of the process, in microseconds since 1970."""
    from_epoch = START.toordinal() - 719_163
    return (from_epoch + days) * _DAY
