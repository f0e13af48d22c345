SELECT
    code,
    DENSE_RANK() OVER (ORDER BY document) AS document,
    DENSE_RANK() OVER (ORDER BY document, passage) AS passage,
    DENSE_RANK() OVER (ORDER BY coder) AS coder,
    direction,
    by_the_process
FROM selected_rows
WHERE left_out IS NULL
ORDER BY code, document, passage, coder
