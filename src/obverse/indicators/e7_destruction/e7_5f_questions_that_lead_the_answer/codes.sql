SELECT
    aspect,
    DENSE_RANK() OVER (ORDER BY document, passage) AS question,
    DENSE_RANK() OVER (ORDER BY coder) AS coder,
    CAST(MAX(leads) AS BIGINT) AS leads
FROM selected_rows
WHERE left_out IS NULL
GROUP BY aspect, document, passage, selected_rows.coder
ORDER BY aspect, question, coder
