SELECT
    'duty' AS source_table,
    duty.row_in_file AS source_row,
    CASE
        WHEN duty.recorded_on > process.as_of THEN 'after_audit'
        WHEN TRIM(BOTH ' ' FROM duty.final_holders) IN ('-', '–', '—') THEN 'nobody'
    END AS left_out,
    CASE
        WHEN actor.role IN ('elected_majority', 'elected_opposition') THEN 'elected'
        WHEN actor.role IN ('senior_public_manager', 'project_manager', 'other_department') THEN 'administration'
        WHEN actor.role = 'front_line_staff' THEN 'professionals'
        WHEN actor.role IN ('association_partner', 'association_not_partner') THEN 'associations'
        WHEN actor.role = 'business' THEN 'private'
        WHEN actor.role IN (
            'citizen_self_selected', 'citizen_drawn_by_lot', 'user_co_producer', 'volunteer',
            'service_user_not_involved', 'family_carer', 'neighbour'
        ) THEN 'citizens'
        WHEN COALESCE(actor.sector, duty.holder_sector) = 'association' THEN 'associations'
        WHEN COALESCE(actor.sector, duty.holder_sector) = 'citizen' THEN 'citizens'
        WHEN COALESCE(actor.sector, duty.holder_sector) = 'private' THEN 'private'
        WHEN COALESCE(actor.sector, duty.holder_sector) = 'public' THEN 'public'
        ELSE 'unknown'
    END AS holder,
    CAST(NULL AS STRING) AS basis,
    CAST(NULL AS STRING) AS step,
    CAST(NULL AS STRING) AS actor_class,
    CAST(NULL AS STRING) AS level,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS mass,
    CAST(NULL AS STRING) AS answer
FROM duty
CROSS JOIN process
-- several final holders (ids separated by |) find no actor and fall back on the sector of the duty
LEFT JOIN actor ON actor.id = TRIM(BOTH ' ' FROM duty.final_holders)

UNION ALL

SELECT
    'decision_right' AS source_table,
    row_in_file AS source_row,
    left_out,
    CAST(NULL AS STRING) AS holder,
    basis,
    step,
    actor_class,
    level,
    CAST(NULL AS STRING) AS unit,
    CAST(NULL AS BIGINT) AS mass,
    CAST(NULL AS STRING) AS answer
FROM right_held

UNION ALL

SELECT
    'survey_answer' AS source_table,
    row_in_file AS source_row,
    CASE
        WHEN left_out IS NOT NULL THEN left_out
        WHEN side NOT IN ('participant', 'non_participant') THEN 'not_a_user'
        WHEN LOWER(TRANSLATE(answer, 'Σİ', 'σi')) NOT IN ('yes', 'no', 'cannot_say') THEN 'not_an_option'
    END AS left_out,
    CAST(NULL AS STRING) AS holder,
    CAST(NULL AS STRING) AS basis,
    CAST(NULL AS STRING) AS step,
    CAST(NULL AS STRING) AS actor_class,
    CAST(NULL AS STRING) AS level,
    unit,
    mass,
    LOWER(TRANSLATE(answer, 'Σİ', 'σi')) AS answer
FROM item_answer
WHERE item = 'told_own_fault'
