-- A person who voted: how many votes that were not changed later, how many of them on a ballot or after the audit's day.
-- Lists every vote.actor.
WITH marked AS (
    -- few contributions are projects or were moderated out, so that this is a small side of the join
    SELECT id, COALESCE(kind = 'project', FALSE) AS is_project, COALESCE(moderated = 'out', FALSE) AS is_out
    FROM contribution
    WHERE kind = 'project' OR moderated = 'out'
),
turned AS (
    SELECT
        vote.row_in_file,
        vote.actor,
        vote."value" AS choice,
        changed_vote.row_in_file IS NOT NULL AS changed_later,
        COALESCE(CAST(vote."at" AS DATE) > process.as_of, FALSE) AS after_audit,
        COALESCE(marked.is_project, FALSE) AS is_project,
        COALESCE(marked.is_out, FALSE) AS is_out,
        CASE WHEN COALESCE(vote.channel, 'online') NOT IN ('paper', 'booth') THEN vote."at" END AS online_at
    FROM vote
    CROSS JOIN process
    LEFT JOIN changed_vote ON changed_vote.row_in_file = vote.row_in_file
    LEFT JOIN marked ON marked.id = vote.contribution
    WHERE in_part(pair_key(vote.actor, vote.actor), 13)
)
SELECT
    MIN(CASE WHEN NOT changed_later THEN row_in_file END) AS row_in_file,
    actor,
    COUNT(CASE WHEN NOT changed_later AND NOT after_audit AND NOT is_project THEN 1 END) AS counted,
    COUNT(CASE WHEN NOT changed_later AND NOT after_audit AND is_project THEN 1 END) AS on_a_ballot,
    COUNT(CASE WHEN after_audit THEN 1 END) AS after_audit,
    COUNT(CASE WHEN NOT changed_later AND NOT after_audit THEN choice END) AS with_value,
    -- votes for, against or to pass, on what was not moderated out
    COUNT(CASE WHEN NOT changed_later AND NOT after_audit AND NOT is_out AND choice IN (-1, 0, 1) THEN 1 END)
        AS choices,
    MIN(online_at) AS first_online_at
FROM turned
GROUP BY actor
