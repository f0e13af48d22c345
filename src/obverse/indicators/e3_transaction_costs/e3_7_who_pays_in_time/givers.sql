WITH per_person AS (
    SELECT
        actor,
        minutes,
        -- somebody whose time is known in part only has given at least that
        CASE WHEN untimed > 0 THEN 1 ELSE 0 END AS unknown
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'time' AND actor IS NOT NULL
)

SELECT
    '' AS variable,
    '' AS category,
    COUNT(*) AS people,
    COALESCE(SUM(unknown), 0) AS unknown_people,
    CAST(COALESCE(SUM(minutes), 0) AS BIGINT) AS minutes
FROM per_person

UNION ALL

SELECT
    actor_attribute.variable,
    actor_attribute.category,
    COUNT(*) AS people,
    SUM(per_person.unknown) AS unknown_people,
    CAST(SUM(per_person.minutes) AS BIGINT) AS minutes
FROM per_person
INNER JOIN actor_attribute ON actor_attribute.id = per_person.actor
GROUP BY actor_attribute.variable, actor_attribute.category
ORDER BY variable, category
