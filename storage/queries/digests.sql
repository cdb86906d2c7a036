-- name: digesting(ids)
-- Those of these chats that wish to hear of batches once a day.
SELECT * FROM preferences WHERE digest = 1 AND chat_id IN (SELECT value FROM json_each(:ids));

-- name: add_digested(chat_id, event_id, due)*!
-- News that waits for a chat's digest.
INSERT INTO digested (chat_id, event_id, due) VALUES (:chat_id, :event_id, :due)
    ON CONFLICT (chat_id, event_id) DO NOTHING;

-- name: digest_now(chat_id, now)!
-- Whoever wishes for no digest any more is told at once.
UPDATE digested SET due = :now WHERE chat_id = :chat_id AND digest_id IS NULL AND due > :now;

-- name: chats_to_digest(now, limit)
-- For whom something is due.
SELECT DISTINCT chat_id FROM digested WHERE digest_id IS NULL AND due <= :now ORDER BY chat_id LIMIT :limit;

-- name: gather_digest(digest_id, chat_id, now)!
-- Everything that is due comes in one digest.
UPDATE digested SET digest_id = :digest_id WHERE chat_id = :chat_id AND digest_id IS NULL AND due <= :now;

-- name: digested(digest_id)
-- What a digest tells.
SELECT e.* FROM digested AS d JOIN events AS e ON e.id = d.event_id
 WHERE d.digest_id = :digest_id AND e.corrected_by IS NULL
 ORDER BY e.at, e.id;

-- name: gather_told_by_digest(correction)!
-- Who got a digest with what was taken back, or may have got one.
INSERT INTO audience (event_id, chat_id)
SELECT e.corrected_by, o.chat_id
  FROM events AS e JOIN digested AS d ON d.event_id = e.id
  JOIN outbox AS o ON o.event_id = d.digest_id AND o.chat_id = d.chat_id
 WHERE e.corrected_by = :correction AND (o.state IN ('sent', 'sending') OR o.uncertain = 1)
    ON CONFLICT (event_id, chat_id) DO NOTHING;

-- name: blocked_chats(before, limit)
-- Chats that refuse what we send for so long, the longest first.
SELECT id, language, chosen, country, paused, blocked_at FROM chats
 WHERE blocked_at <= :before ORDER BY blocked_at, id LIMIT :limit;

-- name: count_blocked(before)^
-- How many chats there are, and how many refuse for so long.
SELECT count(*) AS all_chats, count(*) FILTER (WHERE blocked_at <= :before) AS blocked FROM chats;
