SELECT
    'contribution' AS source_table,
    contribution.row_in_file AS source_row,
    CASE
        WHEN CAST(contribution.created_at AS DATE) > process.as_of THEN 'after_audit'
        WHEN contribution.seed THEN 'seed'
        WHEN contribution.state = 'withdrawn' AND COALESCE(contribution.moderated, '') <> 'out' THEN 'withdrawn'
    END AS left_out,
    contribution.id AS contribution,
    COALESCE('author ' || contribution.author, 'row ' || CAST(contribution.row_in_file AS STRING)) AS writer,
    contribution.n AS units,
    COALESCE(contribution.kind, '') AS kind,
    COALESCE(contribution.topic, '') AS topic,
    COALESCE(contribution.origin, 'unknown') AS origin,
    CASE contribution.moderated WHEN 'out' THEN 1 WHEN 'in' THEN 0 WHEN 'not_moderated' THEN 0 ELSE -1 END AS removed,
    CASE WHEN contribution.moderation_reason IS NOT NULL THEN 1 ELSE 0 END AS with_reason,
    CASE contribution.aligned WHEN '-1' THEN 1 WHEN '0' THEN 0 WHEN '1' THEN 0 ELSE -1 END AS against_the_plan
FROM contribution
CROSS JOIN process
