-- name: add_trace(mark, message_id, at)!
-- A message that /forget can delete while it is young; noting it again changes nothing.
INSERT INTO traces (mark, message_id, at) VALUES (:mark, :message_id, :at)
    ON CONFLICT (mark, message_id) DO NOTHING;

-- name: traces_of(marks)
-- The messages of one person's chat, under any of the keys.
SELECT message_id FROM traces WHERE mark IN (SELECT value FROM json_each(:marks)) ORDER BY message_id;

-- name: drop_traces_of(marks)!
-- Nothing is left that leads to the person's messages.
DELETE FROM traces WHERE mark IN (SELECT value FROM json_each(:marks));

-- name: drop_traces_before(at)!
-- What Telegram would not let us delete any more.
DELETE FROM traces WHERE at < :at;
