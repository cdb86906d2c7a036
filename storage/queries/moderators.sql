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

-- name: add_grant(id, token, name, invited_by, invited_at, chat_id, review, agreed_by, until, version, role, days)!
-- A new grant.
INSERT INTO grants (id, token, name, invited_by, invited_at, chat_id, review, agreed_by, until, version, role,
                    days)
VALUES (:id, :token, :name, :invited_by, :invited_at, :chat_id, :review, :agreed_by, :until, :version, :role,
        :days);

-- name: save_grant(chat_id, review, agreed_by, until, id, version)!
-- Compare and set; who invited whom, and when, is never changed.
UPDATE grants
   SET chat_id = :chat_id, review = :review, agreed_by = :agreed_by, until = :until, version = version + 1
 WHERE id = :id AND version = :version;

-- name: open_draft_of(chat_id)^
-- The half-filled form that takes what a chat types.
SELECT * FROM drafts WHERE chat_id = :chat_id AND open = 1;

-- name: drafts(chat_id)
-- Every form of one chat, the one that was filled last first.
SELECT * FROM drafts WHERE chat_id = :chat_id ORDER BY place DESC, form;

-- name: close_drafts(chat_id)!
-- Put every form of a chat aside.
UPDATE drafts SET open = 0 WHERE chat_id = :chat_id AND open = 1;

-- name: open_draft(chat_id, form)!
-- Take a form up again; the others were put aside before.
UPDATE drafts SET open = 1 WHERE chat_id = :chat_id AND form = :form;

-- name: save_draft(chat_id, form, fields)!
-- In the place of the chat's former form of this kind, and open; the others were put aside before.
INSERT INTO drafts (chat_id, form, fields, open, place)
VALUES (:chat_id, :form, :fields, 1, (SELECT coalesce(max(place), 0) + 1 FROM drafts))
    ON CONFLICT (chat_id, form) DO UPDATE
       SET fields = excluded.fields, open = 1, place = excluded.place;

-- name: drop_draft(chat_id, form, fields)!
-- Only as it stands here: a second press finds it gone or changed.
DELETE FROM drafts WHERE chat_id = :chat_id AND form = :form AND fields = :fields;

-- name: switches()
-- What is turned on.
SELECT * FROM switches;

-- name: turn_on(switch, at, moderator)!
-- What is on already stays on since then.
INSERT INTO switches (switch, at, moderator) VALUES (:switch, :at, :moderator) ON CONFLICT (switch) DO NOTHING;

-- name: turn_off(switch)!
-- What is off already stays off.
DELETE FROM switches WHERE switch = :switch;

-- name: moderator_names()
-- What moderators are called: as whoever invited them calls them, or else as they call themselves.
SELECT chat_id, name FROM moderators WHERE chat_id NOT IN (SELECT chat_id FROM grants WHERE chat_id IS NOT NULL)
 UNION ALL
SELECT chat_id, max(name) AS name FROM grants WHERE chat_id IS NOT NULL AND name <> '' GROUP BY chat_id;

-- name: name_moderator(chat_id, name)!
-- As they call themselves now.
INSERT INTO moderators (chat_id, name) VALUES (:chat_id, :name)
    ON CONFLICT (chat_id) DO UPDATE SET name = excluded.name;
