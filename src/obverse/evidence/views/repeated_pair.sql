-- The numbers of pairs that more than one vote has. A nation's pairs are more than memory holds.
SELECT pair
FROM vote_pair
WHERE in_part(pair, 96)
GROUP BY pair
HAVING COUNT(*) > 1
