SELECT
    CAST(COALESCE(SUM(source_rows), 0) AS BIGINT) AS votes,
    CAST(COALESCE(SUM(CASE WHEN opinion_group IS NOT NULL THEN source_rows ELSE 0 END), 0) AS BIGINT) AS grouped
FROM selected_rows
WHERE left_out IS NULL AND measure = 'vote'
