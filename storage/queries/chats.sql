-- name: chat(id)^
-- One chat; its Telegram id stays behind.
SELECT id, language, chosen, country, paused, blocked_at FROM chats WHERE id = :id;

-- name: chat_of_telegram_id(telegram_id)^
-- The chat of one Telegram id.
SELECT id, language, chosen, country, paused, blocked_at FROM chats WHERE telegram_id = :telegram_id;

-- name: telegram_id(id)^
-- Where messages to a chat go.
SELECT telegram_id FROM chats WHERE id = :id;

-- name: recipients(ids)
-- Several chats with where messages to them go. PostgreSQL's copy: id = ANY (:ids).
SELECT id, language, chosen, country, paused, blocked_at, telegram_id FROM chats
 WHERE id IN (SELECT value FROM json_each(:ids));

-- name: come_back(id)!
-- The person's Telegram takes messages again.
UPDATE chats SET blocked_at = NULL WHERE id = :id;

-- name: move_chat(telegram_id, id)!
-- Telegram gave the chat another id.
UPDATE chats SET telegram_id = :telegram_id WHERE id = :id;

-- name: add_chat(id, telegram_id, language, made_on)!
-- A chat that is there already, by its Telegram id, is left as it is.
INSERT INTO chats (id, telegram_id, language, made_on)
VALUES (:id, :telegram_id, :language, :made_on)
    ON CONFLICT (telegram_id) DO NOTHING;

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

-- name: drop_chat(id)!
-- Follows, watches, alerts and the draft go with it (ON DELETE CASCADE).
DELETE FROM chats WHERE id = :id;
