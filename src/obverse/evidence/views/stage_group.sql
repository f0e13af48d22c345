-- People known one by one at a stage: of a category (by attribute), of an area (by area), or all of them (by nothing).
WITH aside AS (
    -- few are no participants, so that this is a small side of the join
    SELECT id, kind, staff_or_test
    FROM actor
    WHERE kind = 'organisation' OR staff_or_test
),
registered AS (
    SELECT
        actor.row_in_file,
        actor.area,
        CASE
            WHEN actor.kind = 'organisation' THEN 'not_a_person'
            WHEN actor.staff_or_test THEN 'staff_or_test'
            WHEN NOT COALESCE(actor.participant, actor.kind = 'platform_account' OR actor.joined_on IS NOT NULL)
                THEN 'not_registered'
            WHEN actor.joined_on > process.as_of THEN 'after_audit'
        END AS left_out
    FROM actor
    CROSS JOIN process
),
unregistered AS (
    -- from here on people are known by the number of their row, which is compared faster than a name
    SELECT row_in_file FROM registered WHERE left_out IS NOT NULL
),
seen AS (
    SELECT
        participation.row_in_file,
        participation.actor,
        COALESCE(participation.activity, 'any') AS activity,
        COALESCE(participation.event, CAST(participation."date" AS STRING)) AS occasion,
        CASE
            WHEN participation.turns > 0 OR participation.spoke_seconds > 0 THEN 1
            WHEN participation.turns IS NOT NULL OR participation.spoke_seconds IS NOT NULL THEN 0
        END AS spoke,
        CASE
            WHEN aside.kind = 'organisation' THEN 'not_a_person'
            WHEN aside.staff_or_test THEN 'staff_or_test'
            WHEN event.kind = 'mailing' THEN 'mailing'
            WHEN COALESCE(participation."date", CAST(event."start" AS DATE)) > process.as_of THEN 'after_audit'
        END AS left_out
    FROM participation
    CROSS JOIN process
    LEFT JOIN aside ON aside.id = participation.actor
    LEFT JOIN event ON event.id = participation.event
),
attended AS (
    SELECT
        actor,
        activity,
        MIN(row_in_file) AS row_in_file,
        CASE WHEN MAX(spoke) = 1 THEN 1 ELSE 0 END AS spoke,
        -- known to have spoken or to have been silent
        CASE WHEN MAX(spoke) = 1 OR COUNT(spoke) = COUNT(*) THEN 1 ELSE 0 END AS heard,
        CASE WHEN MIN(occasion) <> MAX(occasion) THEN 1 ELSE 0 END AS returned
    FROM seen
    WHERE left_out IS NULL
    GROUP BY actor, activity
),
present AS (
    SELECT
        attended.activity,
        attended.row_in_file,
        attended.heard,
        attended.spoke,
        attended.returned,
        actor.row_in_file AS person,
        actor.area
    FROM attended
    LEFT JOIN actor ON actor.id = attended.actor
)
-- each part is grouped by itself: only what tells its lines apart is compared, not the words that all of them share
SELECT
    row_in_file,
    'registered' AS stage,
    'any' AS activity,
    'nothing' AS grouped_by,
    '' AS variable,
    '' AS category,
    people,
    CAST(0 AS BIGINT) AS heard,
    CAST(0 AS BIGINT) AS spoke,
    CAST(0 AS BIGINT) AS returned
FROM (SELECT MIN(row_in_file) AS row_in_file, COUNT(*) AS people FROM registered WHERE left_out IS NULL) AS everybody
WHERE people > 0
UNION ALL
SELECT
    MIN(row_in_file) AS row_in_file,
    'registered' AS stage,
    'any' AS activity,
    'area' AS grouped_by,
    'area' AS variable,
    area AS category,
    COUNT(*) AS people,
    CAST(0 AS BIGINT) AS heard,
    CAST(0 AS BIGINT) AS spoke,
    CAST(0 AS BIGINT) AS returned
FROM registered
WHERE left_out IS NULL
GROUP BY area
UNION ALL
SELECT
    CAST(NULL AS BIGINT) AS row_in_file,
    'registered' AS stage,
    'any' AS activity,
    'attribute' AS grouped_by,
    actor_attribute.variable,
    actor_attribute.category,
    COUNT(*) AS people,
    CAST(0 AS BIGINT) AS heard,
    CAST(0 AS BIGINT) AS spoke,
    CAST(0 AS BIGINT) AS returned
FROM actor_attribute
LEFT JOIN unregistered ON unregistered.row_in_file = actor_attribute.row_in_file
WHERE unregistered.row_in_file IS NULL
GROUP BY actor_attribute.variable, actor_attribute.category
UNION ALL
SELECT
    MIN(row_in_file) AS row_in_file,
    'attended' AS stage,
    activity,
    'nothing' AS grouped_by,
    '' AS variable,
    '' AS category,
    COUNT(*) AS people,
    CAST(SUM(heard) AS BIGINT) AS heard,
    CAST(SUM(spoke) AS BIGINT) AS spoke,
    CAST(SUM(returned) AS BIGINT) AS returned
FROM present
GROUP BY activity
UNION ALL
SELECT
    MIN(row_in_file) AS row_in_file,
    'attended' AS stage,
    activity,
    'area' AS grouped_by,
    'area' AS variable,
    area AS category,
    COUNT(*) AS people,
    CAST(SUM(heard) AS BIGINT) AS heard,
    CAST(SUM(spoke) AS BIGINT) AS spoke,
    CAST(SUM(returned) AS BIGINT) AS returned
FROM present
GROUP BY activity, area
UNION ALL
SELECT
    MIN(present.row_in_file) AS row_in_file,
    'attended' AS stage,
    present.activity,
    'attribute' AS grouped_by,
    actor_attribute.variable,
    actor_attribute.category,
    COUNT(*) AS people,
    CAST(SUM(present.heard) AS BIGINT) AS heard,
    CAST(SUM(present.spoke) AS BIGINT) AS spoke,
    CAST(SUM(present.returned) AS BIGINT) AS returned
FROM present
INNER JOIN actor_attribute ON actor_attribute.row_in_file = present.person
GROUP BY present.activity, actor_attribute.variable, actor_attribute.category
