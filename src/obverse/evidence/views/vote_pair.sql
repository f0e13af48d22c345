-- The person and the contribution of each vote as one whole number: half the room of two texts. Different pairs may share
-- one. Held where it is read part by part.
SELECT pair_key(actor, contribution) AS pair
FROM vote
WHERE actor IS NOT NULL AND contribution IS NOT NULL
