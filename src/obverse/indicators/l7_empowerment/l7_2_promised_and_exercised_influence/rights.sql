SELECT
    step,
    CASE WHEN promised THEN 1 ELSE 0 END AS promised,
    CASE WHEN actor_class IN ('citizens', 'associations') THEN 1 ELSE 0 END AS of_participants,
    CAST(MAX(degree) AS BIGINT) AS degree
FROM selected_rows
WHERE left_out IS NULL
GROUP BY
    step,
    CASE WHEN promised THEN 1 ELSE 0 END,
    CASE WHEN actor_class IN ('citizens', 'associations') THEN 1 ELSE 0 END
ORDER BY step, promised, of_participants
