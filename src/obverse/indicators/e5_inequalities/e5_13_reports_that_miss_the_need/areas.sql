WITH report AS (
    SELECT
        id,
        problem,
        author,
        area,
        reported_on,
        answered_on,
        ROW_NUMBER() OVER (PARTITION BY problem ORDER BY reported_on, id) AS place
    FROM selected_rows
    WHERE left_out IS NULL AND part = 'report'
),
opened AS (
    SELECT problem, area, author, reported_on
    FROM report
    WHERE place = 1
),
closed AS (
    SELECT problem, MIN(answered_on) AS answered_on
    FROM report
    GROUP BY problem
),
watched AS (
    -- a problem can be reported again until it is answered, and for thirty days at most
    SELECT
        opened.problem,
        opened.area,
        opened.author,
        opened.reported_on,
        CASE
            WHEN days_between(opened.reported_on, COALESCE(closed.answered_on, process.as_of)) < 0 THEN 0
            WHEN days_between(opened.reported_on, COALESCE(closed.answered_on, process.as_of)) > 29 THEN 29
            ELSE days_between(opened.reported_on, COALESCE(closed.answered_on, process.as_of))
        END AS last_day
    FROM opened
    INNER JOIN closed ON closed.problem = opened.problem
    CROSS JOIN process
),
again AS (
    SELECT
        watched.problem,
        COUNT(*) AS duplicates
    FROM watched
    INNER JOIN report ON report.problem = watched.problem AND report.place > 1
    WHERE days_between(watched.reported_on, report.reported_on) <= watched.last_day
        AND (report.author IS NULL OR watched.author IS NULL OR report.author <> watched.author)
    GROUP BY watched.problem
),
by_area AS (
    SELECT
        watched.area,
        COUNT(*) AS problems,
        CAST(SUM(watched.last_day + 1) AS BIGINT) AS problem_days,
        CAST(SUM(COALESCE(again.duplicates, 0)) AS BIGINT) AS duplicates
    FROM watched
    LEFT JOIN again ON again.problem = watched.problem
    GROUP BY watched.area
),
reports_by_area AS (
    SELECT area, COUNT(*) AS reports
    FROM report
    GROUP BY area
)
SELECT
    named.area,
    named.deprivation_rank AS place,
    COALESCE(named.population, -1) AS population,
    COALESCE(reports_by_area.reports, 0) AS reports,
    COALESCE(by_area.problems, 0) AS problems,
    COALESCE(by_area.problem_days, 0) AS problem_days,
    COALESCE(by_area.duplicates, 0) AS duplicates
FROM selected_rows AS named
LEFT JOIN by_area ON by_area.area = named.area
LEFT JOIN reports_by_area ON reports_by_area.area = named.area
WHERE named.left_out IS NULL AND named.part = 'area'
ORDER BY named.deprivation_rank, named.area
