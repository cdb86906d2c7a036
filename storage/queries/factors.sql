-- name: factor(chat_id)^
-- The secret of a moderator's authenticator, sealed.
SELECT chat_id, sealed_secret FROM second_factors WHERE chat_id = :chat_id;

-- name: save_factor(chat_id, sealed_secret, at)!
-- A new secret takes the place of the former one.
INSERT INTO second_factors (chat_id, sealed_secret, enrolled_at) VALUES (:chat_id, :sealed_secret, :at)
    ON CONFLICT (chat_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, enrolled_at = excluded.enrolled_at,
       last_step = 0;

-- name: use_factor(chat_id, step)!
-- A code is taken once: nothing is changed if it, or a later one, was used.
UPDATE second_factors SET last_step = :step WHERE chat_id = :chat_id AND last_step < :step;

-- name: drop_factor(chat_id)!
-- The moderator has no authenticator any more.
DELETE FROM second_factors WHERE chat_id = :chat_id;
