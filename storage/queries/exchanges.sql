-- name: agreements()
-- All agreements, newest first.
SELECT * FROM agreements ORDER BY agreed_on DESC, id;

-- name: agreement(id)^
-- One agreement.
SELECT * FROM agreements WHERE id = :id;

-- name: add_agreement(id, title_uk, title_ru, title_en, agreed_on)!
-- A new agreement.
INSERT INTO agreements (id, title_uk, title_ru, title_en, agreed_on)
VALUES (:id, :title_uk, :title_ru, :title_en, :agreed_on);

-- name: exchanges()
-- All exchanges, newest day first.
SELECT * FROM exchanges ORDER BY day DESC, id;

-- name: exchanges_of_ids(ids)
-- Several exchanges.
SELECT * FROM exchanges WHERE id IN (SELECT value FROM json_each(:ids));

-- name: exchange(id)^
-- One exchange.
SELECT * FROM exchanges WHERE id = :id;

-- name: add_exchange(id, agreement_id, day, last_day)!
-- A new exchange.
INSERT INTO exchanges (id, agreement_id, day, last_day) VALUES (:id, :agreement_id, :day, :last_day);

-- name: batches()
-- All batches, drafts too, newest exchange first.
SELECT b.*
  FROM batches AS b JOIN exchanges AS x ON x.id = b.exchange_id
 ORDER BY x.day DESC, b.side, b.category, b.id;

-- name: seen_batches(limit, offset)
-- Batches of which a published statement speaks, newest exchange first.
SELECT b.*
  FROM batches AS b JOIN exchanges AS x ON x.id = b.exchange_id
 WHERE b.standing_by IS NOT NULL
 ORDER BY x.day DESC, b.side, b.category, b.id
 LIMIT :limit OFFSET :offset;

-- name: batches_of_editions(ids)
-- The batches of which these editions are lists.
SELECT * FROM batches
 WHERE id IN (SELECT l.batch_id FROM editions AS e JOIN lists AS l ON l.id = e.list_id
                WHERE e.id IN (SELECT value FROM json_each(:ids)));

-- name: exchanges_of_editions(ids)
-- The exchanges of these batches.
SELECT DISTINCT x.*
  FROM editions AS e
  JOIN lists AS l ON l.id = e.list_id
  JOIN batches AS b ON b.id = l.batch_id
  JOIN exchanges AS x ON x.id = b.exchange_id
 WHERE e.id IN (SELECT value FROM json_each(:ids));

-- name: statements_of_editions(ids)
-- What `statements_of_batches` gives of these batches.
SELECT * FROM statements
 WHERE about_kind = 'batch'
   AND about_id IN (SELECT l.batch_id FROM editions AS e JOIN lists AS l ON l.id = e.list_id
                     WHERE e.id IN (SELECT value FROM json_each(:ids)))
   AND review IN ('published', 'withdrawn')
 ORDER BY stated_on, turn, place;

-- name: batch(id)^
-- One batch.
SELECT * FROM batches WHERE id = :id;

-- name: add_batch(id, exchange_id, side, category, state, standing_by, standing_since, version, planned_on)!
-- A new batch.
INSERT INTO batches (id, exchange_id, side, category, state, standing_by, standing_since, version, planned_on)
VALUES (:id, :exchange_id, :side, :category, :state, :standing_by, :standing_since, :version, :planned_on);

-- name: save_batch(state, standing_by, standing_since, id, version)!
-- Compare and set: nothing is changed if somebody saved it since it was read.
UPDATE batches
   SET state = :state, standing_by = :standing_by, standing_since = :standing_since, version = version + 1
 WHERE id = :id AND version = :version;

-- name: statement(id)^
-- One statement.
SELECT * FROM statements WHERE id = :id;

-- name: published_statements(kind, about)
-- What was said of one thing, in the order of the days on which it was said; of one day, as it took effect.
SELECT * FROM statements
 WHERE about_kind = :kind AND about_id = :about AND review = 'published'
 ORDER BY stated_on, turn, place;

-- name: statements_of_batches(ids)
-- Published statements about several batches, and those taken back: one of them may stand behind the last
-- state of a withdrawn batch.
SELECT * FROM statements
 WHERE about_kind = 'batch' AND about_id IN (SELECT value FROM json_each(:ids))
   AND review IN ('published', 'withdrawn')
 ORDER BY stated_on, turn, place;

-- name: newest_statements(limit)
-- Published statements, those that took effect last first.
SELECT * FROM statements WHERE review = 'published' ORDER BY place DESC LIMIT :limit;

-- name: open_statements()
-- Statements that wait for a second person, or for the end of their hold; oldest first.
SELECT * FROM statements WHERE review IN ('submitted', 'held') ORDER BY place;

-- name: due_statements(now)
-- Statements whose hold has ended, oldest first.
SELECT * FROM statements WHERE review = 'held' AND held_until <= :now ORDER BY held_until, place;

-- name: add_statement(id, about_kind, about_id, party, kind, number, counted, words, publisher, stated_on, link, moves_to, submitted_by, review, published_by, held_until, version)!
-- A new statement, in its place after all others.
INSERT INTO statements (id, about_kind, about_id, party, kind, number, counted, words, publisher, stated_on, link,
                        moves_to, submitted_by, review, published_by, held_until, version, place,
                        turn)
VALUES (:id, :about_kind, :about_id, :party, :kind, :number, :counted, :words, :publisher, :stated_on, :link,
        :moves_to, :submitted_by, :review, :published_by, :held_until, :version,
        (SELECT coalesce(max(place), 0) + 1 FROM statements),
        CASE WHEN :review = 'published' THEN (SELECT coalesce(max(turn), 0) + 1 FROM statements) END);

-- name: save_statement(review, published_by, held_until, id, version)!
-- Compare and set; what was said is never changed, only how far we have come with it. Once it takes effect it
-- gets its turn, after all others.
UPDATE statements
   SET review = :review, published_by = :published_by, held_until = :held_until,
       turn = CASE WHEN :review = 'published' AND turn IS NULL
                   THEN (SELECT coalesce(max(turn), 0) + 1 FROM statements) ELSE turn END,
       version = version + 1
 WHERE id = :id AND version = :version;
