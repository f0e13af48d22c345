WITH fates AS (
    SELECT
        trace.decision,
        SUM(
            CASE
                WHEN trace.kind = 'refused' AND COALESCE(contribution.origin, 'unknown') NOT IN ('official', 'business')
                    AND COALESCE(actor.sector, '') <> 'public'
                    THEN 1
                ELSE 0
            END
        ) AS refused,
        SUM(CASE WHEN contribution.origin = 'official' OR actor.sector = 'public' THEN 1 ELSE 0 END) AS advised,
        SUM(
            CASE
                WHEN trace.kind IN ('refused', 'untouched')
                    AND (contribution.origin = 'official' OR actor.sector = 'public')
                    THEN 1
                ELSE 0
            END
        ) AS dropped
    FROM trace
    LEFT JOIN contribution ON contribution.id = trace.contribution
    LEFT JOIN actor ON actor.id = contribution.author
    GROUP BY trace.decision
)

SELECT
    'decision' AS source_table,
    decision.row_in_file AS source_row,
    CASE WHEN decision."date" > process.as_of THEN 'after_audit' END AS left_out,
    'decision' AS part,
    decision.id AS decision,
    CASE decision.origin
        WHEN 'professional' THEN 'professionals' WHEN 'association' THEN 'associations'
        WHEN 'citizen' THEN 'citizens' ELSE decision.origin
    END AS taken_by,
    CASE
        WHEN decision.origin = 'elected' OR decision.mandate OR NOT COALESCE(decision.binding, TRUE) THEN 'no'
        WHEN decision.origin IS NOT NULL AND NOT decision.mandate THEN 'yes'
        ELSE 'perhaps'
    END AS without_mandate,
    COALESCE(fates.refused, 0) > 0
        OR (COALESCE(decision.delegated, FALSE) AND COALESCE(decision.reversed_on <= process.as_of, FALSE))
        AS overrode_participants,
    fates.decision IS NOT NULL AS is_traced,
    COALESCE(fates.advised, 0) > 0 AS is_advised,
    COALESCE(fates.dropped, 0) > 0 AS dropped_advice,
    CASE
        WHEN decision.reasons IS NULL THEN 'blank'
        WHEN document.public OR document.published_on <= process.as_of THEN 'published'
        WHEN NOT document.public THEN 'unpublished'
        ELSE 'unclear'
    END AS reasons,
    CAST(NULL AS STRING) AS step,
    CAST(NULL AS STRING) AS level
FROM decision
CROSS JOIN process
LEFT JOIN fates ON fates.decision = decision.id
LEFT JOIN document ON document.id = decision.reasons

UNION ALL

SELECT
    'decision_right' AS source_table,
    right_held.row_in_file AS source_row,
    CASE
        WHEN right_held.left_out IS NOT NULL THEN right_held.left_out
        WHEN right_held.basis = 'practised' THEN 'only_practised'
        WHEN right_held.step NOT IN ('evidence', 'draft', 'decide') THEN 'other_step'
    END AS left_out,
    'right' AS part,
    CAST(NULL AS STRING) AS decision,
    right_held.actor_class AS taken_by,
    CAST(NULL AS STRING) AS without_mandate,
    CAST(NULL AS BOOLEAN) AS overrode_participants,
    CAST(NULL AS BOOLEAN) AS is_traced,
    CAST(NULL AS BOOLEAN) AS is_advised,
    CAST(NULL AS BOOLEAN) AS dropped_advice,
    CAST(NULL AS STRING) AS reasons,
    right_held.step,
    right_held.level
FROM right_held
