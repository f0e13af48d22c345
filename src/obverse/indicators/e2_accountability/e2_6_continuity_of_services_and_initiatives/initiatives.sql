SELECT operator, course, days_of_course AS days, COUNT(*) AS initiatives
FROM selected_rows
WHERE left_out IS NULL AND part = 'initiative'
GROUP BY operator, course, days_of_course
ORDER BY operator, course, days
