SELECT
    COALESCE(SUM(n), 0) AS complaints,
    COALESCE(SUM(CASE WHEN dated THEN n ELSE 0 END), 0) AS dated,
    COALESCE(SUM(CASE WHEN settled AND NOT dated THEN n ELSE 0 END), 0) AS undated,
    COALESCE(SUM(CASE WHEN admissible THEN n ELSE 0 END), 0) AS admissible,
    COALESCE(SUM(CASE WHEN NOT admissible THEN n ELSE 0 END), 0) AS inadmissible,
    COALESCE(SUM(CASE WHEN route THEN n ELSE 0 END), 0) AS route,
    COALESCE(SUM(CASE WHEN NOT route THEN n ELSE 0 END), 0) AS no_route,
    COALESCE(SUM(CASE WHEN referred >= 2 THEN n ELSE 0 END), 0) AS referred_twice,
    COALESCE(SUM(CASE WHEN referred < 2 THEN n ELSE 0 END), 0) AS referred_less,
    COALESCE(SUM(CASE WHEN settled AND upheld THEN n ELSE 0 END), 0) AS upheld,
    COALESCE(SUM(CASE WHEN settled AND NOT upheld THEN n ELSE 0 END), 0) AS not_upheld,
    COALESCE(SUM(CASE WHEN settled AND upheld IS NULL THEN n ELSE 0 END), 0) AS upheld_unknown
FROM selected_rows
WHERE left_out IS NULL AND source_table = 'complaint'
