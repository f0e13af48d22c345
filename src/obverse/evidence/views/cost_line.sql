-- What entries of the account, or people's attendance, cost in minutes and cents, and who bore it.
WITH bearer AS (
    SELECT
        id,
        CASE
            WHEN actor.sector = 'citizen' THEN 'citizens'
            WHEN actor.sector = 'association' THEN 'associations'
            WHEN actor.sector = 'public' THEN 'body'
            WHEN actor.sector = 'private' THEN 'other'
            WHEN actor.role IN (
                'elected_majority', 'elected_opposition', 'senior_public_manager', 'project_manager',
                'front_line_staff', 'other_department'
            ) THEN 'body'
            WHEN actor.role IN ('association_partner', 'association_not_partner') THEN 'associations'
            WHEN actor.role IN (
                'citizen_self_selected', 'citizen_drawn_by_lot', 'user_co_producer', 'volunteer',
                'invited_declined', 'dropped_out', 'never_reached', 'service_user_not_involved', 'family_carer',
                'neighbour'
            ) THEN 'citizens'
            WHEN actor.role IS NOT NULL THEN 'other'
            WHEN actor.participant AND actor.kind = 'person' AND NOT COALESCE(actor.staff_or_test, FALSE)
                THEN 'citizens'
            ELSE 'other'
        END AS payer
    FROM actor
),

other_bearer AS (
    -- most people who attend are citizens, so that the others are a small side of the join
    SELECT id, payer FROM bearer WHERE payer <> 'citizens'
),

size AS (
    SELECT COUNT(*) AS actors FROM actor
),

many AS (
    SELECT COUNT(*) AS attendances FROM participation
),

present AS (
    SELECT
        participation.row_in_file,
        -- attendances stand in lines of their own where they are not too many to be looked at one by one
        CASE WHEN many.attendances <= 100000 THEN participation.row_in_file END AS own_line,
        COALESCE(COALESCE(participation."date", CAST(event."start" AS DATE)) > process.as_of, FALSE) AS comes_later,
        COALESCE(participation.activity = 'work', FALSE) AS is_delivery,
        participation.n
            * (COALESCE(participation.hours, event.hours) + COALESCE(participation.travel_hours, 0)) AS hours,
        CASE WHEN size.actors = 0 THEN 'other' ELSE COALESCE(other_bearer.payer, 'citizens') END AS payer
    FROM participation
    CROSS JOIN process
    CROSS JOIN size
    CROSS JOIN many
    LEFT JOIN other_bearer ON other_bearer.id = participation.actor
    LEFT JOIN event ON event.id = participation.event
),

attended AS (
    SELECT
        payer,
        is_delivery,
        comes_later,
        hours IS NULL AS without_hours,
        MIN(row_in_file) AS row_in_file,
        COUNT(*) AS source_rows,
        CAST(SUM(CAST(ROUND(60 * hours) AS BIGINT)) AS BIGINT) AS minutes
    FROM present
    GROUP BY payer, is_delivery, comes_later, hours IS NULL, own_line
),

booked AS (
    SELECT
        cost_entry.row_in_file,
        cost_entry.payer,
        COALESCE(cost_entry.delivery, FALSE) AS is_delivery,
        CAST(ROUND(60 * cost_entry.hours) AS BIGINT) AS minutes
    FROM cost_entry
    CROSS JOIN process
    WHERE cost_entry.hours IS NOT NULL
        AND (cost_entry.delivery OR cost_entry.class = 'decision' OR cost_entry.purpose = 'meeting')
        AND (cost_entry."date" IS NULL OR cost_entry."date" <= process.as_of)
),

account AS (
    SELECT payer, is_delivery, CAST(SUM(minutes) AS BIGINT) AS minutes
    FROM booked
    GROUP BY payer, is_delivery
),

attendance AS (
    SELECT attended.payer, attended.is_delivery, CAST(SUM(attended.minutes) AS BIGINT) AS minutes
    FROM attended
    WHERE NOT attended.without_hours AND attended.payer <> 'other' AND NOT attended.comes_later
    GROUP BY attended.payer, attended.is_delivery
),

-- attendance and the account tell of the same hours: the fuller of the two counts, never both. What the body
-- booked has a price, so that its attendance stands in only where it booked nothing.
fuller AS (
    SELECT attendance.payer, attendance.is_delivery
    FROM attendance
    LEFT JOIN account ON account.payer = attendance.payer AND account.is_delivery = attendance.is_delivery
    WHERE account.minutes IS NULL
        OR (attendance.payer <> 'body' AND attendance.minutes > account.minutes)
)

SELECT
    'cost_entry' AS source_table,
    cost_entry.row_in_file,
    CAST(1 AS BIGINT) AS source_rows,
    CASE
        WHEN cost_entry."date" > process.as_of THEN 'after_audit'
        WHEN cost_entry.hours IS NULL AND cost_entry.amount IS NULL THEN 'no_size'
        WHEN booked.row_in_file IS NOT NULL AND fuller.payer IS NOT NULL AND cost_entry.amount IS NULL
            THEN 'attendance_is_fuller'
    END AS left_out,
    cost_entry.class AS kind,
    cost_entry.payer,
    cost_entry.delivery AS is_delivery,
    COALESCE(cost_entry.purpose = 'audit', FALSE) AS is_audit,
    cost_entry.basis = 'measured' AS is_measured,
    CASE
        WHEN booked.row_in_file IS NULL OR fuller.payer IS NULL THEN CAST(ROUND(60 * cost_entry.hours) AS BIGINT)
    END AS minutes,
    CAST(ROUND(100 * cost_entry.amount) AS BIGINT) AS cents
FROM cost_entry
CROSS JOIN process
LEFT JOIN booked ON booked.row_in_file = cost_entry.row_in_file
LEFT JOIN fuller ON fuller.payer = booked.payer AND fuller.is_delivery = booked.is_delivery

UNION ALL

SELECT
    'participation' AS source_table,
    attended.row_in_file,
    attended.source_rows,
    CASE
        WHEN attended.comes_later THEN 'after_audit'
        WHEN attended.payer = 'other' THEN 'no_payer'
        WHEN attended.without_hours THEN 'no_size'
        WHEN fuller.payer IS NULL THEN 'in_the_account'
    END AS left_out,
    CASE WHEN attended.is_delivery THEN 'implementation' ELSE 'decision' END AS kind,
    attended.payer,
    attended.is_delivery,
    FALSE AS is_audit,
    TRUE AS is_measured,
    attended.minutes,
    CAST(NULL AS BIGINT) AS cents
FROM attended
LEFT JOIN fuller ON fuller.payer = attended.payer AND fuller.is_delivery = attended.is_delivery
