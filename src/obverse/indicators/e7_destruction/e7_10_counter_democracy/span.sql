SELECT
    COALESCE(MAX(days_between(start_on, CASE WHEN end_on < as_of THEN end_on ELSE as_of END)), -1) + 1 AS days
FROM process
