-- name: answered_updates(ids)
-- Which of these were answered.
SELECT update_id FROM answered_updates WHERE update_id IN (SELECT value FROM json_each(:ids));

-- name: mark_answered(update_id, at)*!
-- One that is marked already keeps its time.
INSERT INTO answered_updates (update_id, at) VALUES (:update_id, :at) ON CONFLICT (update_id) DO NOTHING;

-- name: drop_answered_before(at)!
-- Updates that cannot come again.
DELETE FROM answered_updates WHERE at < :at;
