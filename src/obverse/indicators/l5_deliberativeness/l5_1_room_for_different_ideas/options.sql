WITH per_issue AS (
    SELECT issue, COUNT(*) AS options
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'option'
    GROUP BY issue
)
SELECT
    CASE WHEN issue IS NULL THEN 0 ELSE 1 END AS of_an_issue,
    options,
    COUNT(*) AS issues
FROM per_issue
GROUP BY CASE WHEN issue IS NULL THEN 0 ELSE 1 END, options
ORDER BY of_an_issue, options
