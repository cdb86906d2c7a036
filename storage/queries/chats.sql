-- name: chat(id)^
-- One chat; its Telegram id stays behind.
SELECT id, language, chosen, country, paused FROM chats WHERE id = :id;

-- name: chat_of_telegram_id(telegram_id)^
-- The chat of one Telegram id.
SELECT id, language, chosen, country, paused FROM chats WHERE telegram_id = :telegram_id;

-- name: telegram_id(id)^
-- Where messages to a chat go.
SELECT telegram_id FROM chats WHERE id = :id;

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
