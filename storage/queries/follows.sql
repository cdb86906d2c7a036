-- name: follows_of_chat(chat_id)
-- What one chat follows, oldest first.
SELECT * FROM follows WHERE chat_id = :chat_id ORDER BY since, id;

-- name: follow(id)^
-- One follow.
SELECT * FROM follows WHERE id = :id;

-- name: add_follow(id, chat_id, subject_kind, subject_id, edition_id, since)^
-- An earlier follow of the same subject is kept; it takes the edition only if it has none.
INSERT INTO follows (id, chat_id, subject_kind, subject_id, edition_id, since)
VALUES (:id, :chat_id, :subject_kind, :subject_id, :edition_id, :since)
    ON CONFLICT (chat_id, subject_kind, subject_id)
    DO UPDATE SET edition_id = coalesce(follows.edition_id, excluded.edition_id)
RETURNING *;

-- name: drop_follow(id)!
-- End one follow.
DELETE FROM follows WHERE id = :id;
