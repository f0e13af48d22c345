-- People of a category counted at a stage of the process, or people known one by one to have been at it.
WITH aside AS (
    -- few are no participants, so that this is a small side of the join
    SELECT id, kind, staff_or_test
    FROM actor
    WHERE kind = 'organisation' OR staff_or_test
),
size AS (
    SELECT COUNT(*) AS people FROM actor
),
registered AS (
    SELECT
        actor.row_in_file,
        -- people stand in lines of their own where they are not too many to be looked at one by one
        CASE WHEN size.people <= 100000 THEN actor.id END AS actor,
        CASE
            WHEN actor.kind = 'organisation' THEN 'not_a_person'
            WHEN actor.staff_or_test THEN 'staff_or_test'
            WHEN NOT COALESCE(actor.participant, actor.kind = 'platform_account' OR actor.joined_on IS NOT NULL)
                THEN 'not_registered'
            WHEN actor.joined_on > process.as_of THEN 'after_audit'
        END AS left_out
    FROM actor
    CROSS JOIN process
    CROSS JOIN size
),
attended AS (
    SELECT
        participation.row_in_file,
        CASE WHEN size.people <= 100000 THEN participation.actor END AS actor,
        COALESCE(participation.activity, 'any') AS activity,
        CASE
            WHEN aside.kind = 'organisation' THEN 'not_a_person'
            WHEN aside.staff_or_test THEN 'staff_or_test'
            WHEN event.kind = 'mailing' THEN 'mailing'
            WHEN COALESCE(participation."date", CAST(event."start" AS DATE)) > process.as_of THEN 'after_audit'
        END AS left_out
    FROM participation
    CROSS JOIN process
    CROSS JOIN size
    LEFT JOIN aside ON aside.id = participation.actor
    LEFT JOIN event ON event.id = participation.event
)
SELECT
    'reference_population' AS source_table,
    reference_population.row_in_file,
    CAST(1 AS BIGINT) AS source_rows,
    CASE WHEN reference_population.recorded_on > process.as_of THEN 'after_audit' END AS left_out,
    'population' AS stage,
    'any' AS activity,
    reference_population.variable AS variable,
    reference_population.category AS category,
    reference_population."count" AS people,
    CAST(NULL AS STRING) AS actor
FROM reference_population
CROSS JOIN process
UNION ALL
SELECT
    'group_count' AS source_table,
    group_count.row_in_file,
    CAST(1 AS BIGINT) AS source_rows,
    CASE WHEN group_count.recorded_on > process.as_of THEN 'after_audit' END AS left_out,
    group_count.stage AS stage,
    COALESCE(group_count.activity, 'any') AS activity,
    group_count.variable AS variable,
    group_count.category AS category,
    group_count."count" AS people,
    CAST(NULL AS STRING) AS actor
FROM group_count
CROSS JOIN process
UNION ALL
SELECT
    'actor' AS source_table,
    MIN(row_in_file) AS row_in_file,
    COUNT(*) AS source_rows,
    left_out,
    'registered' AS stage,
    'any' AS activity,
    CAST(NULL AS STRING) AS variable,
    CAST(NULL AS STRING) AS category,
    CAST(NULL AS BIGINT) AS people,
    actor
FROM registered
GROUP BY left_out, actor
UNION ALL
SELECT
    'participation' AS source_table,
    MIN(row_in_file) AS row_in_file,
    COUNT(*) AS source_rows,
    left_out,
    'attended' AS stage,
    activity,
    CAST(NULL AS STRING) AS variable,
    CAST(NULL AS STRING) AS category,
    CAST(NULL AS BIGINT) AS people,
    actor
FROM attended
GROUP BY left_out, activity, actor
