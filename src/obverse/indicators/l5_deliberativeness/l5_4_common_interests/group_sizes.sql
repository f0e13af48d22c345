SELECT conversation, opinion_group, COUNT(*) AS people
FROM (
    SELECT conversation, opinion_group, person
    FROM selected_rows
    WHERE left_out IS NULL AND measure = 'vote' AND opinion_group IS NOT NULL
    GROUP BY conversation, opinion_group, person
) AS voters
GROUP BY conversation, opinion_group
ORDER BY conversation, opinion_group
