-- name: is_called_off(event_id)^
-- Whether an event was taken back or stopped.
SELECT corrected_by FROM events WHERE id = :event_id AND corrected_by IS NOT NULL;

-- name: ended_by(event_id)^
-- The correction or the stop by which nobody is told of an event any more.
SELECT by.* FROM events AS e JOIN events AS by ON by.id = e.corrected_by WHERE e.id = :event_id;

-- name: stop_events(stop, event_id)!
-- An event whose rest goes to nobody; with it the comparison of watches that the same statement began.
UPDATE events SET corrected_by = :stop, finished = 1
 WHERE corrected_by IS NULL
   AND (id = :event_id
        OR kind = 'batch_compared'
           AND statement_id = (SELECT statement_id FROM events WHERE id = :event_id AND kind = 'batch_confirmed'));

-- name: stop_firings(stop, event_id)!
-- What watches would still tell by the same statement. What they have told stays told.
UPDATE events SET corrected_by = :stop
 WHERE corrected_by IS NULL
   AND id IN (SELECT f.event_id
                FROM events AS e
                JOIN firings AS f ON f.batch_id = e.subject_id AND f.statement_id = e.statement_id
                JOIN outbox AS o ON o.event_id = f.event_id AND o.state <> 'sent'
               WHERE e.id = :event_id AND e.kind = 'batch_confirmed');

-- name: take_back_news(correction, statements, batch_id)!
-- Events that rest on one of the statements, or speak of the batch: nobody is told of them any more. Of one
-- that a moderator had stopped, those are told who were told before.
UPDATE events SET corrected_by = :correction, finished = 1
 WHERE kind IN ('batch_confirmed', 'batch_changed', 'batch_compared')
   AND (corrected_by IS NULL OR corrected_by IN (SELECT id FROM events WHERE kind = 'delivery_stopped'))
   AND (statement_id IN (SELECT value FROM json_each(:statements)) OR subject_id = :batch_id);

-- name: take_back_firings(correction, statements, batch_id, editions)!
-- What watches told by one of the editions, or by what rested on one of the statements, or of the batch.
UPDATE events SET corrected_by = :correction
 WHERE (corrected_by IS NULL OR corrected_by IN (SELECT id FROM events WHERE kind = 'delivery_stopped'))
   AND id IN (SELECT event_id FROM firings
               WHERE batch_id = :batch_id
                  OR edition_id IN (SELECT value FROM json_each(:editions))
                  OR statement_id IN (SELECT value FROM json_each(:statements)));

-- name: gather_told_by_alert(correction)!
-- Who got an alert of what was taken back, or may have got one.
INSERT INTO audience (event_id, chat_id)
SELECT e.corrected_by, o.chat_id
  FROM events AS e JOIN outbox AS o ON o.event_id = e.id
 WHERE e.corrected_by = :correction AND (o.state = 'sent' OR o.uncertain = 1)
    ON CONFLICT (event_id, chat_id) DO NOTHING;

-- name: gather_told_of_editions(correction, editions)!
-- Who pressed Follow under an answer from one of the editions, or watches somebody by it.
INSERT INTO audience (event_id, chat_id)
SELECT :correction, f.chat_id
  FROM follow_editions AS t JOIN follows AS f ON f.id = t.follow_id
 WHERE t.edition_id IN (SELECT value FROM json_each(:editions))
 UNION
SELECT :correction, w.chat_id
  FROM watch_editions AS t JOIN watches AS w ON w.id = t.watch_id
 WHERE t.edition_id IN (SELECT value FROM json_each(:editions))
    ON CONFLICT (event_id, chat_id) DO NOTHING;

-- name: gather_told_of_statements(correction, statements)!
-- Who pressed Follow or Watch where one of the statements stood behind the state.
INSERT INTO audience (event_id, chat_id)
SELECT :correction, f.chat_id
  FROM follow_statements AS t JOIN follows AS f ON f.id = t.follow_id
 WHERE t.statement_id IN (SELECT value FROM json_each(:statements))
 UNION
SELECT :correction, w.chat_id
  FROM watch_statements AS t JOIN watches AS w ON w.id = t.watch_id
 WHERE t.statement_id IN (SELECT value FROM json_each(:statements))
    ON CONFLICT (event_id, chat_id) DO NOTHING;

-- name: gather_followers(correction, batch_id)!
-- Who follows the batch, or what it is part of; a paused follow of the latter told nobody of this batch.
INSERT INTO audience (event_id, chat_id)
SELECT DISTINCT :correction, f.chat_id
  FROM batches AS b JOIN exchanges AS x ON x.id = b.exchange_id
  JOIN follows AS f ON f.subject_kind = 'batch' AND f.subject_id = b.id
                    OR f.subject_kind = 'exchange' AND f.subject_id = b.exchange_id AND b.category <> 'remains'
                    OR f.subject_kind = 'agreement' AND f.subject_id = x.agreement_id AND b.category <> 'remains'
                    OR f.subject_kind = 'category' AND f.subject_id = b.category
 WHERE b.id = :batch_id AND (f.paused = 0 OR f.subject_kind = 'batch')
    ON CONFLICT (event_id, chat_id) DO NOTHING;

-- name: call_off(correction)!
-- Alerts of what was taken back that are not on their way just now.
UPDATE outbox SET state = 'called_off', leased_until = NULL
 WHERE event_id IN (SELECT id FROM events WHERE corrected_by = :correction)
   AND state IN ('ready', 'undeliverable', 'held');

-- name: gather_told_perhaps(correction, stale)!
-- Whose alert was on its way when it was taken back, and may have arrived: the attempt was cut off, or the loan
-- ran out.
INSERT INTO audience (event_id, chat_id)
SELECT e.corrected_by, o.chat_id
  FROM events AS e JOIN outbox AS o ON o.event_id = e.id AND o.state = 'ready' AND o.uncertain = 1
 WHERE e.corrected_by = :correction
 UNION
SELECT e.corrected_by, o.chat_id
  FROM events AS e JOIN outbox AS o ON o.event_id = e.id AND o.state = 'sending' AND o.leased_until <= :stale
 WHERE e.corrected_by = :correction
    ON CONFLICT (event_id, chat_id) DO NOTHING;

-- name: call_off_run_out(correction, stale)!
-- Loans that ran out: they may have been sent.
UPDATE outbox SET state = 'called_off', leased_until = NULL, uncertain = 1, fence = fence + 1
 WHERE event_id IN (SELECT id FROM events WHERE corrected_by = :correction)
   AND state = 'sending' AND leased_until <= :stale;

-- name: call_off_stopped(ids)!
-- What came back undelivered after a moderator had stopped it.
UPDATE outbox SET state = 'called_off'
 WHERE id IN (SELECT value FROM json_each(:ids)) AND state IN ('ready', 'undeliverable', 'held')
   AND EXISTS (SELECT 1
                 FROM events AS e JOIN events AS by ON by.id = e.corrected_by AND by.kind = 'delivery_stopped'
                WHERE e.id = outbox.event_id);

-- name: gather_told_late(ids)!
-- Those whose alerts were delivered while they were being taken back.
INSERT INTO audience (event_id, chat_id)
SELECT e.corrected_by, o.chat_id
  FROM outbox AS o JOIN events AS e ON e.id = o.event_id
  JOIN events AS by ON by.id = e.corrected_by AND by.kind <> 'delivery_stopped'
 WHERE o.id IN (SELECT value FROM json_each(:ids))
    ON CONFLICT (event_id, chat_id) DO NOTHING;

-- name: next_told(correction, limit)
-- Who does not have the correction so far, by chat id.
SELECT chat_id FROM audience WHERE event_id = :correction AND owed = 0 ORDER BY chat_id LIMIT :limit;

-- name: mark_owed(correction, ids)!
-- Written with their alerts, or not at all.
UPDATE audience SET owed = 1
 WHERE event_id = :correction AND chat_id IN (SELECT value FROM json_each(:ids));

-- name: on_their_way(correction)^
-- An alert of what was taken back that somebody has in hand just now.
SELECT 1 AS some
  FROM events AS e JOIN outbox AS o ON o.event_id = e.id AND o.state = 'sending'
 WHERE e.corrected_by = :correction
 LIMIT 1;

-- name: finish_event(id)!
-- Everybody who is to be told has the alert in the outbox.
UPDATE events SET finished = 1 WHERE id = :id;
