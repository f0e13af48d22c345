-- -999999 stands for a right whose beginning nobody noted, 999999 for one whose end nobody noted
SELECT
    step,
    actor_class,
    level,
    COALESCE(is_practised, FALSE) AS is_practised,
    is_anchored,
    anchor_unknown,
    COALESCE(from_day, -999999) AS from_day,
    COALESCE(to_day, 999999) AS to_day,
    COALESCE(recorded_day, -999999) AS recorded_day
FROM selected_rows
WHERE left_out IS NULL AND part = 'right'
ORDER BY step, actor_class, is_practised, from_day, level
