WITH known AS (
    SELECT
        access_case.row_in_file,
        access_case.id,
        access_case.service,
        COALESCE(access_case.actor, 'case ' || access_case.id) AS person,
        access_case.asked_on,
        access_case.contributes,
        access_case.n,
        access_case.need,
        access_case.quality,
        access_case.served_on,
        process.as_of,
        CASE
            WHEN access_case.served_on > process.as_of THEN NULL
            WHEN access_case.served IS NOT NULL THEN access_case.served
            WHEN access_case.served_on IS NOT NULL THEN TRUE
        END AS served,
        COALESCE(access_case.served_on > process.as_of, FALSE) AS still_waiting,
        CASE
            WHEN access_case.asked_on > process.as_of THEN 'after_audit'
            WHEN access_case.contributes IS NULL THEN 'contribution_not_noted'
            WHEN access_case.served_on < access_case.asked_on THEN 'served_before_asked'
        END AS left_out
    FROM access_case
    CROSS JOIN process
),

placed AS (
    SELECT
        row_in_file,
        ROW_NUMBER() OVER (
            PARTITION BY service, person ORDER BY COALESCE(asked_on, DATE '2999-12-31'), id
        ) AS place
    FROM known
    WHERE left_out IS NULL
),

needs AS (
    SELECT service, COUNT(DISTINCT need) AS levels
    FROM known
    WHERE left_out IS NULL
    GROUP BY service
),

ranked AS (
    SELECT row_in_file, PERCENT_RANK() OVER (PARTITION BY service ORDER BY need) AS rank_of_need
    FROM known
    WHERE left_out IS NULL AND need IS NOT NULL
)

SELECT
    'access_case' AS source_table,
    known.row_in_file AS source_row,
    CASE
        WHEN known.left_out IS NOT NULL THEN known.left_out
        WHEN placed.place > 1 THEN 'same_person_again'
    END AS left_out,
    known.service,
    known.n,
    CASE WHEN known.contributes THEN 0 ELSE 1 END AS outside,
    -- like need: the same level, or the same tenth where a service records more than ten levels; -1 is unknown
    CAST(
        CASE
            WHEN known.need IS NULL THEN -1
            WHEN needs.levels <= 10 THEN ROUND(1000 * known.need)
            ELSE FLOOR(10 * ranked.rank_of_need)
        END AS BIGINT
    ) AS need_class,
    known.served,
    known.still_waiting,
    CASE WHEN known.served THEN days_between(known.asked_on, known.served_on) END AS wait_days,
    days_between(known.asked_on, known.as_of) AS days_since,
    CAST(ROUND(100 * known.quality) AS BIGINT) AS quality
FROM known
LEFT JOIN placed ON placed.row_in_file = known.row_in_file
LEFT JOIN needs ON needs.service = known.service
LEFT JOIN ranked ON ranked.row_in_file = known.row_in_file
