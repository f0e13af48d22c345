-- The votes of one opinion group on one contribution that were not changed later.
WITH opinion AS (
    SELECT id, MIN(variable) AS conversation, MIN(category) AS opinion_group
    FROM actor_attribute
    WHERE variable LIKE 'opinion_group%' AND category <> 'none'
    GROUP BY id
),
marked AS (
    -- people without an opinion group who are not staff count alike: a smaller side of the join
    SELECT
        actor.id,
        opinion.conversation,
        opinion.opinion_group,
        COALESCE(actor.staff_or_test, FALSE) AS is_staff
    FROM actor
    LEFT JOIN opinion ON opinion.id = actor.id
    WHERE actor.staff_or_test OR opinion.id IS NOT NULL
),
turned AS (
    SELECT
        vote.row_in_file,
        vote.contribution,
        marked.conversation,
        marked.opinion_group,
        COALESCE(marked.is_staff, FALSE) AS is_staff,
        vote."value" AS choice,
        COALESCE(CAST(vote."at" AS DATE) > process.as_of, FALSE) AS after_audit
    FROM vote
    CROSS JOIN process
    LEFT JOIN changed_vote ON changed_vote.row_in_file = vote.row_in_file
    LEFT JOIN marked ON marked.id = vote.actor
    WHERE changed_vote.row_in_file IS NULL
)
SELECT
    MIN(row_in_file) AS row_in_file,
    contribution,
    conversation,
    opinion_group,
    is_staff,
    COUNT(CASE WHEN after_audit THEN 1 END) AS after_audit,
    COUNT(CASE WHEN NOT after_audit AND choice IS NULL THEN 1 END) AS no_value,
    COUNT(CASE WHEN NOT after_audit AND choice NOT IN (-1, 0, 1) THEN 1 END) AS points,
    COUNT(CASE WHEN NOT after_audit AND choice IN (-1, 0, 1) THEN 1 END) AS choices,
    COUNT(CASE WHEN NOT after_audit AND choice = 1 THEN 1 END) AS agrees,
    COUNT(CASE WHEN NOT after_audit AND choice = -1 THEN 1 END) AS disagrees,
    CAST(COALESCE(SUM(CASE WHEN NOT after_audit THEN CAST(ROUND(1000 * choice) AS BIGINT) END), 0) AS BIGINT)
        AS thousandths
FROM turned
GROUP BY contribution, conversation, opinion_group, is_staff
