WITH tied AS (
    -- people who were never asked for ties (organisations, most of a platform) are no part of the chance model
    SELECT one AS person FROM selected_rows WHERE left_out IS NULL AND measure = 'tie'
    UNION
    SELECT other AS person FROM selected_rows WHERE left_out IS NULL AND measure = 'tie'
),
belongs AS (
    SELECT 'group' AS variable, one AS person, stakeholders AS category
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'person' AND stakeholders IS NOT NULL
    UNION ALL
    SELECT 'role' AS variable, one AS person, role AS category
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'person' AND role IS NOT NULL
    UNION ALL
    SELECT actor_attribute.variable AS variable, selected_rows.one AS person, actor_attribute.category AS category
    FROM selected_rows
    INNER JOIN actor_attribute ON actor_attribute.id = selected_rows.one
    WHERE selected_rows.left_out IS NULL AND selected_rows.measure = 'person'
)
SELECT belongs.variable, belongs.person, belongs.category
FROM belongs
INNER JOIN tied ON tied.person = belongs.person
ORDER BY belongs.variable, belongs.person
