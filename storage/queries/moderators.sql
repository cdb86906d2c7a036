-- name: last_check()^
-- When a moderator last looked for new lists.
SELECT max(at) AS at FROM checks;

-- name: add_check(at, moderator)!
-- A moderator has looked for new lists.
INSERT INTO checks (at, moderator) VALUES (:at, :moderator) ON CONFLICT (at, moderator) DO NOTHING;

-- name: grants()
-- Grants that have not ended, oldest first.
SELECT * FROM grants WHERE review <> 'ended' ORDER BY invited_at, id;

-- name: grant(id)^
-- One grant.
SELECT * FROM grants WHERE id = :id;

-- name: grant_of_token(token)^
-- The grant whose invitation carries the token.
SELECT * FROM grants WHERE token = :token;

-- name: add_grant(id, token, name, invited_by, invited_at, chat_id, review, agreed_by, until, version)!
-- A new grant.
INSERT INTO grants (id, token, name, invited_by, invited_at, chat_id, review, agreed_by, until, version)
VALUES (:id, :token, :name, :invited_by, :invited_at, :chat_id, :review, :agreed_by, :until, :version);

-- name: save_grant(chat_id, review, agreed_by, until, id, version)!
-- Compare and set; who invited whom, and when, is never changed.
UPDATE grants
   SET chat_id = :chat_id, review = :review, agreed_by = :agreed_by, until = :until, version = version + 1
 WHERE id = :id AND version = :version;

-- name: draft(chat_id)^
-- One chat's half-filled form.
SELECT * FROM drafts WHERE chat_id = :chat_id;

-- name: save_draft(chat_id, form, fields)!
-- In the place of the chat's former form.
INSERT INTO drafts (chat_id, form, fields) VALUES (:chat_id, :form, :fields)
    ON CONFLICT (chat_id) DO UPDATE SET form = excluded.form, fields = excluded.fields;

-- name: drop_draft(chat_id, form, fields)!
-- Only as it stands here: a second press finds it gone or changed.
DELETE FROM drafts WHERE chat_id = :chat_id AND form = :form AND fields = :fields;
