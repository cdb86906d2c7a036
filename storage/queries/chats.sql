-- name: chat(id)^
-- One chat; its Telegram id stays behind.
SELECT id, language, chosen, country, paused, blocked_at FROM chats WHERE id = :id;

-- name: chat_found_by(marks)^
-- The chat of one Telegram id, found by its keyed hash under any of the keys.
SELECT id, language, chosen, country, paused, blocked_at FROM chats
 WHERE found_by IN (SELECT value FROM json_each(:marks));

-- name: sealed_id(id)^
-- Where messages to a chat go, sealed.
SELECT sealed_id FROM chats WHERE id = :id;

-- name: recipients(ids)
-- Several chats with where messages to them go, sealed, and how they wish to be told.
SELECT c.id, c.language, c.chosen, c.country, c.paused, c.blocked_at, c.sealed_id, p.*
  FROM chats AS c LEFT JOIN preferences AS p ON p.chat_id = c.id
 WHERE c.id IN (SELECT value FROM json_each(:ids));

-- name: come_back(id)!
-- The person's Telegram takes messages again.
UPDATE chats SET blocked_at = NULL WHERE id = :id;

-- name: move_chat(sealed_id, found_by, id)!
-- Telegram gave the chat another id.
UPDATE chats SET sealed_id = :sealed_id, found_by = :found_by WHERE id = :id;

-- name: add_chat(id, sealed_id, found_by, language, made_on)!
-- A chat that was looked for in the same transaction and is not there.
INSERT INTO chats (id, sealed_id, found_by, language, made_on)
VALUES (:id, :sealed_id, :found_by, :language, :made_on);

-- name: open_chats(limit)
-- Chats whose Telegram id an older program left in the open.
SELECT id, telegram_id FROM chats WHERE telegram_id IS NOT NULL LIMIT :limit;

-- name: seal_chat(sealed_id, found_by, id)!
-- A chat sealed with the newest key; what stood in the open is gone.
UPDATE chats SET sealed_id = :sealed_id, found_by = :found_by, telegram_id = NULL WHERE id = :id;

-- name: save_chat(language, chosen, country, paused, id)!
-- What a person can choose.
UPDATE chats
   SET language = :language, chosen = :chosen, country = :country, paused = :paused
 WHERE id = :id;

-- name: end_grants_of_chat(chat_id)!
-- A moderator who forgets the bot is none any more; what the others called them goes too.
UPDATE grants
   SET review = 'ended', chat_id = NULL, name = '', version = version + 1
 WHERE chat_id = :chat_id;

-- name: events_of_chat_alone(chat_id)
-- What happened to nobody but this chat: updates on its watches, its digests.
SELECT e.id FROM outbox AS o JOIN events AS e ON e.id = o.event_id
 WHERE o.chat_id = :chat_id AND e.kind IN ('watch_fired', 'watch_renewal', 'watch_ended', 'digest')
 UNION
SELECT f.event_id FROM watches AS w JOIN firings AS f ON f.watch_id = w.id WHERE w.chat_id = :chat_id;

-- name: drop_events(ids)!
-- Their alerts go first, with their chat.
DELETE FROM events WHERE id IN (SELECT value FROM json_each(:ids));

-- name: drop_chat(id)!
-- Follows, watches, alerts and the draft go with it (ON DELETE CASCADE).
DELETE FROM chats WHERE id = :id;
