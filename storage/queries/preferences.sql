-- name: preferences(chat_id)^
-- What one chat chose; no row if it chose nothing.
SELECT * FROM preferences WHERE chat_id = :chat_id;

-- name: save_preferences(chat_id, quiet_start, quiet_end, zone, direct, digest, sealed_phrase, most_watches, asks_for_more)!
-- What the chat chose; the number of its last watch stays.
INSERT INTO preferences (chat_id, quiet_start, quiet_end, zone, direct, digest, sealed_phrase, most_watches,
                         asks_for_more)
VALUES (:chat_id, :quiet_start, :quiet_end, :zone, :direct, :digest, :sealed_phrase, :most_watches,
        :asks_for_more)
    ON CONFLICT (chat_id) DO UPDATE
   SET quiet_start = excluded.quiet_start, quiet_end = excluded.quiet_end, zone = excluded.zone,
       direct = excluded.direct, digest = excluded.digest, sealed_phrase = excluded.sealed_phrase,
       most_watches = excluded.most_watches, asks_for_more = excluded.asks_for_more;

-- name: count_watch(chat_id)!
-- Use up a number: none is used twice, so that an old alert never speaks of another watch.
UPDATE preferences SET last_watch = last_watch + 1 WHERE chat_id = :chat_id;

-- name: asking_for_more(code)^
-- The chat that asked for more watches and was given this code.
SELECT * FROM preferences WHERE asks_for_more = :code;

-- name: mark_blocked(alert_id, now)!
-- The person's Telegram refused an alert.
INSERT INTO blocked (chat_id, since) SELECT chat_id, :now FROM outbox WHERE id = :alert_id
    ON CONFLICT (chat_id) DO NOTHING;

-- name: unmark_blocked(alert_id)!
-- An alert arrived.
DELETE FROM blocked WHERE chat_id = (SELECT chat_id FROM outbox WHERE id = :alert_id);

-- name: unblock(chat_id)!
-- The person writes to us again.
DELETE FROM blocked WHERE chat_id = :chat_id;

-- name: is_blocked(chat_id)^
-- Whether the person's Telegram refuses what we send.
SELECT since FROM blocked WHERE chat_id = :chat_id;

-- name: blocked_since(before, limit)
-- Chats that refuse what we send for so long, the longest first.
SELECT chat_id FROM blocked WHERE since <= :before ORDER BY since, chat_id LIMIT :limit;
