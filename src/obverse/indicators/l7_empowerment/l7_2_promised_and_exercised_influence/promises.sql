WITH promise AS (
    SELECT step, actor_class, MAX(degree) AS degree
    FROM selected_rows
    WHERE left_out IS NULL AND promised AND actor_class IN ('citizens', 'associations')
    GROUP BY step, actor_class
),
practice AS (
    SELECT step, actor_class, MAX(degree) AS degree
    FROM selected_rows
    WHERE left_out IS NULL AND NOT promised
    GROUP BY step, actor_class
)
SELECT
    COUNT(*) AS promises,
    COALESCE(SUM(CASE WHEN practice.degree < promise.degree THEN 1 ELSE 0 END), 0) AS short,
    COALESCE(SUM(CASE WHEN practice.degree IS NULL AND promise.degree > 0 THEN 1 ELSE 0 END), 0) AS unclear
FROM promise
LEFT JOIN practice ON practice.step = promise.step AND practice.actor_class = promise.actor_class
