WITH by_person AS (
    SELECT origin, person
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'vote' AND origin IS NOT NULL
    GROUP BY origin, person
),
shared AS (
    SELECT origin FROM by_person GROUP BY origin HAVING COUNT(*) > 5
),
ranked AS (
    SELECT
        cast_votes.item,
        cast_votes.selected,
        cast_votes.thousandths,
        cast_votes.barred,
        CASE
            WHEN shared.origin IS NULL THEN 1
            ELSE ROW_NUMBER() OVER (
                PARTITION BY cast_votes.item, cast_votes.origin ORDER BY cast_votes.person
            )
        END AS place
    FROM selected_rows AS cast_votes
    LEFT JOIN shared ON shared.origin = cast_votes.origin
    WHERE cast_votes.left_out IS NULL AND cast_votes.measure = 'vote'
)
SELECT
    item,
    MAX(selected) AS selected,
    SUM(thousandths) AS support,
    SUM(CASE WHEN barred <> 1 AND place = 1 THEN thousandths ELSE 0 END) AS independent,
    COUNT(*) FILTER (WHERE barred = 1 OR place > 1) AS set_aside
FROM ranked
GROUP BY item
ORDER BY item
