-- name: watch(id)^
-- One watch.
SELECT * FROM watches WHERE id = :id;

-- name: watches_of_chat(chat_id)
-- What one chat watches, oldest first; those ended a moment ago too.
SELECT * FROM watches WHERE chat_id = :chat_id ORDER BY number;

-- name: watches_after(cursor, limit)
-- The next watches to be compared, by id: neither paused nor ended.
SELECT id, version, sealed_name FROM watches
 WHERE id > :cursor AND paused = 0 AND ended_at IS NULL ORDER BY id LIMIT :limit;

-- name: add_watch(id, chat_id, number, sealed_name, sealed_label, since, until)!
-- A new watch.
INSERT INTO watches (id, chat_id, number, sealed_name, sealed_label, since, until)
VALUES (:id, :chat_id, :number, :sealed_name, :sealed_label, :since, :until);

-- name: save_watch(sealed_name, sealed_label, since, until, paused, renewal_asked, ended_at, id, version)!
-- Compare and set: nothing is changed if somebody saved it since it was read.
UPDATE watches
   SET sealed_name = :sealed_name, sealed_label = :sealed_label, since = :since, until = :until,
       paused = :paused, renewal_asked = :renewal_asked, ended_at = :ended_at, version = version + 1
 WHERE id = :id AND version = :version;

-- name: mark_renewal_asked(id)!
-- Its owner is asked once.
UPDATE watches SET renewal_asked = 1, version = version + 1 WHERE id = :id;

-- name: drop_watch(id)!
-- What it was told goes with it (ON DELETE CASCADE).
DELETE FROM watches WHERE id = :id;

-- name: add_edition_of_watch(watch_id, edition_id)!
-- One more edition of the answers under which it was pressed.
INSERT INTO watch_editions (watch_id, edition_id) VALUES (:watch_id, :edition_id)
    ON CONFLICT (watch_id, edition_id) DO NOTHING;

-- name: add_statement_of_watch(watch_id, statement_id)!
-- One more state that was shown there.
INSERT INTO watch_statements (watch_id, statement_id) VALUES (:watch_id, :statement_id)
    ON CONFLICT (watch_id, statement_id) DO NOTHING;

-- name: watch_told_of_list(chat_id, list_id)^
-- The first watch of a chat that was told of some edition of a list.
SELECT w.*
  FROM watches AS w
 WHERE w.chat_id = :chat_id AND w.ended_at IS NULL
   AND (w.id IN (SELECT t.watch_id FROM watch_editions AS t JOIN editions AS e ON e.id = t.edition_id
                  WHERE e.list_id = :list_id)
        OR w.id IN (SELECT f.watch_id FROM firings AS f JOIN editions AS e ON e.id = f.edition_id
                     WHERE e.list_id = :list_id))
 ORDER BY w.number
 LIMIT 1;

-- name: told_marks(ids)
-- What watches were told and what was not taken back since, sealed: not what came to a watch that was put
-- aside, and so to nobody. What its owner has just been shown has no alert.
SELECT f.watch_id, f.sealed_marks
  FROM firings AS f JOIN events AS e ON e.id = f.event_id
 WHERE f.watch_id IN (SELECT value FROM json_each(:ids)) AND e.corrected_by IS NULL
   AND NOT EXISTS (SELECT 1 FROM outbox AS o
                    WHERE o.event_id = f.event_id AND o.state = 'called_off' AND o.last_outcome = 'moot'
                      AND o.uncertain = 0);

-- name: watches_of_ids(ids)
-- Those of these watches that are there.
SELECT * FROM watches WHERE id IN (SELECT value FROM json_each(:ids));

-- name: add_firing(event_id, edition_id, watch_id, batch_id, statement_id, sealed_marks)!
-- What a watch is told.
INSERT INTO firings (event_id, edition_id, watch_id, batch_id, statement_id, sealed_marks)
VALUES (:event_id, :edition_id, :watch_id, :batch_id, :statement_id, :sealed_marks);

-- name: unfinished_comparisons()
-- Batches confirmed and editions published with which not all watches are compared so far, oldest first.
SELECT * FROM events WHERE finished = 0 AND kind IN ('batch_compared', 'edition_compared') ORDER BY at, id;

-- name: published_of_batch(batch_id)
-- The editions of one batch that are published.
SELECT e.id FROM editions AS e JOIN lists AS l ON l.id = e.list_id
 WHERE l.batch_id = :batch_id AND e.review = 'published';

-- name: watches_to_renew(before, limit)
-- Watches whose end is near and whose owner was not asked so far.
SELECT * FROM watches
 WHERE until <= :before AND renewal_asked = 0 AND ended_at IS NULL
 ORDER BY until, id LIMIT :limit;

-- name: watches_over(now, ended_before, limit)
-- Watches whose time is over, and those ended too long ago to be taken up again.
SELECT * FROM watches WHERE until <= :now
 UNION
SELECT * FROM watches WHERE ended_at <= :ended_before
 ORDER BY id LIMIT :limit;

-- name: count_watches(now)^
-- How many watches there are, and how many of them are over.
SELECT count(*) AS all_watches, count(*) FILTER (WHERE until <= :now) AS over FROM watches;

-- name: editions_told(watch_id)
-- Of what a watch was told, taken back or not, and of the answers under which it was pressed: without those
-- that were never published, whoever wrote that somebody was told of them.
SELECT id AS edition_id FROM editions
 WHERE id IN (SELECT edition_id FROM firings WHERE watch_id = :watch_id
               UNION
              SELECT edition_id FROM watch_editions WHERE watch_id = :watch_id)
   AND review IN ('published', 'superseded', 'withdrawn');

-- name: standing_firings(watch_id)
-- What a watch was told and what was not taken back since.
SELECT DISTINCT f.edition_id, f.batch_id
  FROM firings AS f JOIN events AS e ON e.id = f.event_id
 WHERE f.watch_id = :watch_id AND e.corrected_by IS NULL;

-- name: errands(limit)
-- What is asked and not answered so far, oldest first; what may have to wait stands behind all others.
SELECT * FROM errands WHERE sealed_reply IS NULL
 ORDER BY CASE kind WHEN 'catch_up' THEN 1 ELSE 0 END, at, id LIMIT :limit;

-- name: errand_reply(id)^
-- What the matcher answered.
SELECT sealed_reply FROM errands WHERE id = :id;

-- name: add_errand(id, watch_id, kind, sealed_given, at)!
-- Something for the matcher to do.
INSERT INTO errands (id, watch_id, kind, sealed_given, at)
VALUES (:id, :watch_id, :kind, :sealed_given, :at);

-- name: catch_up_after_moot(ids, now)!
-- Alerts that came to a watch that was put aside, and that goes on since: it is looked at once more.
INSERT INTO errands (id, watch_id, kind, at)
SELECT o.id, w.id, 'catch_up', :now
  FROM outbox AS o JOIN events AS e ON e.id = o.event_id AND e.kind = 'watch_fired' AND e.corrected_by IS NULL
  JOIN watches AS w ON w.id = e.subject_id AND w.paused = 0 AND w.ended_at IS NULL
 WHERE o.id IN (SELECT value FROM json_each(:ids)) AND o.state = 'called_off'
    ON CONFLICT (id) DO NOTHING;

-- name: reply_to_errand(id, sealed_reply)!
-- The matcher's answer, for the part that talks.
UPDATE errands SET sealed_reply = :sealed_reply WHERE id = :id;

-- name: drop_shows_before(at)!
-- What somebody waited for and waits for no longer, answered or not.
DELETE FROM errands WHERE kind = 'show' AND at <= :at;

-- name: drop_errand(id)!
-- Done, or nobody waits for it.
DELETE FROM errands WHERE id = :id;
