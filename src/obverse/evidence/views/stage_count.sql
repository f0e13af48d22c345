-- People of a category counted at a stage of the process, or one person who is known to have been at it.
SELECT
    'reference_population' AS source_table,
    reference_population.row_in_file,
    CASE WHEN reference_population.recorded_on > process.as_of THEN 'after_audit' END AS left_out,
    'population' AS stage,
    'any' AS activity,
    reference_population.variable AS variable,
    reference_population.category AS category,
    reference_population."count" AS people,
    CAST(NULL AS STRING) AS actor,
    CAST(NULL AS STRING) AS occasion,
    CAST(NULL AS BIGINT) AS spoke
FROM reference_population
CROSS JOIN process
UNION ALL
SELECT
    'group_count' AS source_table,
    group_count.row_in_file,
    CASE WHEN group_count.recorded_on > process.as_of THEN 'after_audit' END AS left_out,
    group_count.stage AS stage,
    COALESCE(group_count.activity, 'any') AS activity,
    group_count.variable AS variable,
    group_count.category AS category,
    group_count."count" AS people,
    CAST(NULL AS STRING) AS actor,
    CAST(NULL AS STRING) AS occasion,
    CAST(NULL AS BIGINT) AS spoke
FROM group_count
CROSS JOIN process
UNION ALL
SELECT
    'actor' AS source_table,
    actor.row_in_file,
    CASE
        WHEN actor.kind = 'organisation' THEN 'not_a_person'
        WHEN actor.staff_or_test THEN 'staff_or_test'
        WHEN NOT COALESCE(actor.participant, actor.kind = 'platform_account' OR actor.joined_on IS NOT NULL)
            THEN 'not_registered'
        WHEN actor.joined_on > process.as_of THEN 'after_audit'
    END AS left_out,
    'registered' AS stage,
    'any' AS activity,
    CAST(NULL AS STRING) AS variable,
    CAST(NULL AS STRING) AS category,
    CAST(NULL AS BIGINT) AS people,
    actor.id AS actor,
    CAST(NULL AS STRING) AS occasion,
    CAST(NULL AS BIGINT) AS spoke
FROM actor
CROSS JOIN process
UNION ALL
SELECT
    'participation' AS source_table,
    participation.row_in_file,
    CASE
        WHEN actor.kind = 'organisation' THEN 'not_a_person'
        WHEN actor.staff_or_test THEN 'staff_or_test'
        WHEN event.kind = 'mailing' THEN 'mailing'
        WHEN COALESCE(participation."date", CAST(event."start" AS DATE)) > process.as_of THEN 'after_audit'
    END AS left_out,
    'attended' AS stage,
    COALESCE(participation.activity, 'any') AS activity,
    CAST(NULL AS STRING) AS variable,
    CAST(NULL AS STRING) AS category,
    CAST(NULL AS BIGINT) AS people,
    participation.actor AS actor,
    COALESCE(participation.event, CAST(participation."date" AS STRING)) AS occasion,
    CASE
        WHEN participation.turns > 0 OR participation.spoke_seconds > 0 THEN 1
        WHEN participation.turns IS NOT NULL OR participation.spoke_seconds IS NOT NULL THEN 0
    END AS spoke
FROM participation
CROSS JOIN process
LEFT JOIN actor ON actor.id = participation.actor
LEFT JOIN event ON event.id = participation.event
