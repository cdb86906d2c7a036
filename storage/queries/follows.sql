-- name: follows_of_chat(chat_id)
-- What one chat follows, oldest first.
SELECT * FROM follows WHERE chat_id = :chat_id ORDER BY since, id;

-- name: follow(id)^
-- One follow.
SELECT * FROM follows WHERE id = :id;

-- name: add_follow(id, chat_id, subject_kind, subject_id, since)^
-- An earlier follow of the same subject is kept, and goes on if it was paused.
INSERT INTO follows (id, chat_id, subject_kind, subject_id, since)
VALUES (:id, :chat_id, :subject_kind, :subject_id, :since)
    ON CONFLICT (chat_id, subject_kind, subject_id) DO UPDATE SET paused = 0
RETURNING *;

-- name: editions_of_follow(follow_id)
-- The editions of the answers under which it was pressed.
SELECT edition_id FROM follow_editions WHERE follow_id = :follow_id;

-- name: add_edition_of_follow(follow_id, edition_id)!
-- One more answer under which it was pressed.
INSERT INTO follow_editions (follow_id, edition_id) VALUES (:follow_id, :edition_id)
    ON CONFLICT (follow_id, edition_id) DO NOTHING;

-- name: statements_of_follow(follow_id)
-- The statements behind the state that was shown where it was pressed.
SELECT statement_id FROM follow_statements WHERE follow_id = :follow_id;

-- name: add_statement_of_follow(follow_id, statement_id)!
-- One more state that was shown where it was pressed.
INSERT INTO follow_statements (follow_id, statement_id) VALUES (:follow_id, :statement_id)
    ON CONFLICT (follow_id, statement_id) DO NOTHING;

-- name: followers(subject_id)^
-- How many chats are alerted about a batch: see next_followers.
SELECT count(DISTINCT f.chat_id) AS followers
  FROM batches AS b JOIN exchanges AS x ON x.id = b.exchange_id
  JOIN follows AS f ON f.subject_kind = 'batch' AND f.subject_id = b.id
                    OR f.subject_kind = 'exchange' AND f.subject_id = b.exchange_id AND b.category <> 'remains'
                    OR f.subject_kind = 'agreement' AND f.subject_id = x.agreement_id AND b.category <> 'remains'
                    OR f.subject_kind = 'category' AND f.subject_id = b.category
 WHERE b.id = :subject_id AND f.paused = 0;

-- name: save_follow(paused, sealed_label, id)!
-- What its owner may change.
UPDATE follows SET paused = :paused, sealed_label = :sealed_label WHERE id = :id;

-- name: told_by_language(subject_id)
-- How many of them would be told now, by language.
SELECT c.language, count(*) AS chats
  FROM chats AS c
 WHERE c.paused = 0 AND c.blocked_at IS NULL
   AND c.id IN (SELECT f.chat_id
                  FROM batches AS b JOIN exchanges AS x ON x.id = b.exchange_id
                  JOIN follows AS f ON f.subject_kind = 'batch' AND f.subject_id = b.id
                                    OR f.subject_kind = 'exchange' AND f.subject_id = b.exchange_id
                                       AND b.category <> 'remains'
                                    OR f.subject_kind = 'agreement' AND f.subject_id = x.agreement_id
                                       AND b.category <> 'remains'
                                    OR f.subject_kind = 'category' AND f.subject_id = b.category
                 WHERE b.id = :subject_id AND f.paused = 0)
 GROUP BY c.language;

-- name: keep_label(id, chat_id, subject_kind, subject_id, sealed_label, ended_at)!
-- What a follow was called that has just ended.
INSERT INTO ended_labels (id, chat_id, subject_kind, subject_id, sealed_label, ended_at)
VALUES (:id, :chat_id, :subject_kind, :subject_id, :sealed_label, :ended_at)
    ON CONFLICT (chat_id, subject_kind, subject_id) DO UPDATE
   SET sealed_label = excluded.sealed_label, ended_at = excluded.ended_at;

-- name: take_label(chat_id, subject_kind, subject_id)^
-- What the chat called its follow of the same subject; it is kept here no longer.
DELETE FROM ended_labels WHERE chat_id = :chat_id AND subject_kind = :subject_kind AND subject_id = :subject_id
RETURNING sealed_label, ended_at;

-- name: drop_labels_before(ended_at)!
-- What is too old to be brought back.
DELETE FROM ended_labels WHERE ended_at <= :ended_at;

-- name: drop_follow(id)!
-- End one follow.
DELETE FROM follows WHERE id = :id;
