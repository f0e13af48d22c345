SELECT
    'speech' AS source_table,
    speech.row_in_file AS source_row,
    CASE
        WHEN CAST(event."start" AS DATE) > process.as_of THEN 'after_audit'
        WHEN actor.staff_or_test OR actor.role = 'facilitator' THEN 'runs_the_meeting'
        WHEN speech.justification IS NULL AND speech.respect IS NULL THEN 'not_coded'
    END AS left_out,
    speech.event AS meeting,
    speech.actor AS speaker,
    CASE
        WHEN speech."order" IS NULL THEN 'row ' || CAST(speech.row_in_file AS STRING)
        ELSE CAST(speech."order" AS STRING)
    END AS turn,
    COALESCE(speech.coder, '') AS coder,
    speech.justification AS justification,
    speech.respect AS respect
FROM speech
CROSS JOIN process
LEFT JOIN event ON event.id = speech.event
LEFT JOIN actor ON actor.id = speech.actor
