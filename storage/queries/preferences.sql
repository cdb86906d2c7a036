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

-- name: expected(chat_id)^
-- What the chat was asked to type.
SELECT * FROM expected WHERE chat_id = :chat_id;

-- name: expect(chat_id, wish, subject_id, since)!
-- In the place of what it was asked for before.
INSERT INTO expected (chat_id, wish, subject_id, since) VALUES (:chat_id, :wish, :subject_id, :since)
    ON CONFLICT (chat_id) DO UPDATE
   SET wish = excluded.wish, subject_id = excluded.subject_id, since = excluded.since;

-- name: expect_nothing(chat_id)!
-- It was typed, or is not wanted any more.
DELETE FROM expected WHERE chat_id = :chat_id;

-- name: drop_expected_before(since)!
-- Nobody answers that late.
DELETE FROM expected WHERE since <= :since;
