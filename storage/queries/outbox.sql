-- name: event(id)^
-- One event, with how far its alerts are written.
SELECT * FROM events WHERE id = :id;

-- name: unfinished_events()
-- Events not all of whose followers have an alert yet, oldest first.
-- With which watches are still to be compared is another matter: see unfinished_comparisons.
SELECT * FROM events
 WHERE finished = 0 AND kind NOT IN ('batch_compared', 'edition_compared') ORDER BY at, id;

-- name: last_event(kind)^
-- When something of this kind last happened.
SELECT max(at) AS at FROM events WHERE kind = :kind;

-- name: newest_held()^
-- When an alert was last held.
SELECT max(settled_at) AS at FROM outbox WHERE state = 'held';

-- name: newest_news(limit)
-- What families were last told, or are being told: newest first.
SELECT * FROM events
 WHERE kind IN ('batch_confirmed', 'batch_changed', 'statement_corrected', 'batch_withdrawn', 'edition_corrected')
 ORDER BY at DESC, id
 LIMIT :limit;

-- name: add_event(id, kind, subject_id, statement_id, proposal_id, at)!
-- A new event; nobody is alerted yet.
INSERT INTO events (id, kind, subject_id, statement_id, proposal_id, at, cursor, finished)
VALUES (:id, :kind, :subject_id, :statement_id, :proposal_id, :at, '', 0);

-- name: add_finished_event(id, kind, subject_id, statement_id, proposal_id, at)!
-- An event whose recipients are named by the program; it may be there already.
INSERT INTO events (id, kind, subject_id, statement_id, proposal_id, at, cursor, finished)
VALUES (:id, :kind, :subject_id, :statement_id, :proposal_id, :at, '', 1)
    ON CONFLICT (id) DO NOTHING;

-- name: next_followers(subject_id, cursor, at, limit)
-- The next chats to be alerted about a batch, by chat id, each once: they followed it, its exchange, its
-- agreement or its category when it happened. Who follows an exchange or an agreement has not opted in twice
-- for remains. A paused follow brings nothing; the alert of a chat that has paused waits until it goes on.
SELECT chat_id FROM (
    SELECT * FROM (SELECT f.chat_id FROM follows AS f
                    WHERE f.subject_kind = 'batch' AND f.subject_id = :subject_id
                      AND f.chat_id > :cursor AND f.since <= :at AND f.paused = 0
                    ORDER BY f.chat_id LIMIT :limit) AS of_batch
     UNION
    SELECT * FROM (SELECT f.chat_id FROM follows AS f
                    WHERE f.subject_kind = 'exchange'
                      AND f.subject_id = (SELECT exchange_id FROM batches
                                           WHERE id = :subject_id AND category <> 'remains')
                      AND f.chat_id > :cursor AND f.since <= :at AND f.paused = 0
                    ORDER BY f.chat_id LIMIT :limit) AS of_exchange
     UNION
    SELECT * FROM (SELECT f.chat_id FROM follows AS f
                    WHERE f.subject_kind = 'agreement'
                      AND f.subject_id = (SELECT x.agreement_id
                                            FROM batches AS b JOIN exchanges AS x ON x.id = b.exchange_id
                                           WHERE b.id = :subject_id AND b.category <> 'remains')
                      AND f.chat_id > :cursor AND f.since <= :at AND f.paused = 0
                    ORDER BY f.chat_id LIMIT :limit) AS of_agreement
     UNION
    SELECT * FROM (SELECT f.chat_id FROM follows AS f
                    WHERE f.subject_kind = 'category'
                      AND f.subject_id = (SELECT category FROM batches WHERE id = :subject_id)
                      AND f.chat_id > :cursor AND f.since <= :at AND f.paused = 0
                    ORDER BY f.chat_id LIMIT :limit) AS of_category) AS all_of_them
 ORDER BY chat_id
 LIMIT :limit;

-- name: move_cursor(cursor, finished, id)!
-- Written with the alerts of the slice, or not at all.
UPDATE events SET cursor = :cursor, finished = :finished WHERE id = :id;

-- name: owe_alerts(owed, rank, due)!
-- One alert for each chat and event, each with a number of its own, counted on from the chat's last; a second is
-- not made, and none to a chat that was forgotten. One that blocked the bot is offered it when the person comes back.
-- :owed is a list of [id, chat, code, event].
INSERT INTO outbox (id, chat_id, event_id, number, code, state, rank, due)
SELECT w.value ->> 0, c.id, w.value ->> 3,
       c.last_number + row_number() OVER (PARTITION BY c.id ORDER BY w.key), w.value ->> 2,
       CASE WHEN c.blocked_at IS NULL THEN 'ready' ELSE 'undeliverable' END, :rank, :due
  FROM json_each(:owed) AS w JOIN chats AS c ON c.id = w.value ->> 1
 WHERE true
    ON CONFLICT (chat_id, event_id) DO NOTHING;

-- name: count_alerts(ids)!
-- Use up the numbers of the alerts that were really made.
UPDATE chats SET last_number = made.newest
  FROM (SELECT chat_id, max(number) AS newest FROM outbox
         WHERE id IN (SELECT value FROM json_each(:ids)) GROUP BY chat_id) AS made
 WHERE chats.id = made.chat_id;

-- name: lend_due_alerts(until, now, limit, stale, families)
-- Lend up to :limit due alerts to one courier until :until: the lowest rank first, within it the oldest; each
-- rank is looked for by itself, so that none reads past what is due. A loan that ran out before :stale may have
-- been sent, and comes back as uncertain. What was taken back goes to nobody any more. Rank 1 is for moderators;
-- without :families nothing else is lent.
UPDATE outbox
   SET state = 'sending', leased_until = :until, fence = fence + 1,
       uncertain = CASE WHEN state = 'sending' THEN 1 ELSE uncertain END
 WHERE id IN (SELECT id
                FROM (
                      SELECT * FROM (SELECT o.id, o.rank, o.due, o.number
                                       FROM outbox AS o JOIN chats AS c ON c.id = o.chat_id
                                                        JOIN events AS e ON e.id = o.event_id
                                      WHERE o.state = 'ready' AND o.rank = 0 AND o.due <= :now AND :families = 1
                                        AND c.paused = 0 AND e.corrected_by IS NULL
                                      ORDER BY o.due LIMIT :limit) AS rank_0
                      UNION ALL
                      SELECT * FROM (SELECT o.id, o.rank, o.due, o.number
                                       FROM outbox AS o JOIN chats AS c ON c.id = o.chat_id
                                                        JOIN events AS e ON e.id = o.event_id
                                      WHERE o.state = 'ready' AND o.rank = 1 AND o.due <= :now
                                        AND c.paused = 0 AND e.corrected_by IS NULL
                                      ORDER BY o.due LIMIT :limit) AS rank_1
                      UNION ALL
                      SELECT * FROM (SELECT o.id, o.rank, o.due, o.number
                                       FROM outbox AS o JOIN chats AS c ON c.id = o.chat_id
                                                        JOIN events AS e ON e.id = o.event_id
                                      WHERE o.state = 'ready' AND o.rank = 2 AND o.due <= :now AND :families = 1
                                        AND c.paused = 0 AND e.corrected_by IS NULL
                                      ORDER BY o.due LIMIT :limit) AS rank_2
                      UNION ALL
                      SELECT * FROM (SELECT o.id, o.rank, o.due, o.number
                                       FROM outbox AS o JOIN chats AS c ON c.id = o.chat_id
                                                        JOIN events AS e ON e.id = o.event_id
                                      WHERE o.state = 'ready' AND o.rank = 3 AND o.due <= :now AND :families = 1
                                        AND c.paused = 0 AND e.corrected_by IS NULL
                                      ORDER BY o.due LIMIT :limit) AS rank_3
                      UNION ALL
                      SELECT * FROM (SELECT o.id, o.rank, o.due, o.number
                                       FROM outbox AS o JOIN chats AS c ON c.id = o.chat_id
                                                        JOIN events AS e ON e.id = o.event_id
                                      WHERE o.state = 'sending' AND o.leased_until <= :stale
                                        AND (o.rank = 1 OR :families = 1)
                                        AND c.paused = 0 AND e.corrected_by IS NULL
                                      ORDER BY o.leased_until LIMIT :limit) AS run_out) AS due
               ORDER BY rank, due, number, id
               LIMIT :limit)
RETURNING id;

-- name: see_at_work(id, task, seen_at)!
-- A process is at work.
INSERT INTO at_work (id, task, seen_at) VALUES (:id, :task, :seen_at)
    ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at;

-- name: drop_couriers_before(seen_at)!
-- Those that were not seen since.
DELETE FROM at_work WHERE task = 'courier' AND seen_at <= :seen_at;

-- name: count_couriers()^
-- How many there are.
SELECT count(*) AS couriers FROM at_work WHERE task = 'courier';

-- name: matcher_seen()^
-- When the matcher was last seen at work.
SELECT max(seen_at) AS at FROM at_work WHERE task = 'matcher';

-- name: doubt_what_is_owed()!
-- The database was brought back: since it was copied, every alert may have been sent.
UPDATE outbox SET uncertain = 1, last_outcome = 'uncertain' WHERE state IN ('ready', 'sending');

-- name: take_back_loans(due)!
-- What a courier that died had on its way; it may have arrived.
UPDATE outbox
   SET state = 'ready', leased_until = NULL, due = :due, fence = fence + 1, uncertain = 1,
       last_outcome = 'uncertain'
 WHERE state = 'sending';

-- name: alerts_of_ids(ids)
-- Alerts with their events, in the order in which they go out.
SELECT o.*, e.kind, e.subject_id, e.statement_id, e.proposal_id, e.at
  FROM outbox AS o JOIN events AS e ON e.id = o.event_id
 WHERE o.id IN (SELECT value FROM json_each(:ids))
 ORDER BY o.rank, o.due, o.number, o.id;

-- name: settle_for_good(state, now, outcome, silent, message_id, id, fence)!
-- Only the latest borrower may settle; a row that was lent again has another fence.
UPDATE outbox
   SET state = :state, leased_until = NULL, settled_at = :now, last_outcome = :outcome, silent = :silent,
       message_id = :message_id
 WHERE id = :id AND state = 'sending' AND fence = :fence;

-- name: settle_for_now(due, counts, uncertain, outcome, id, fence)!
-- The alert goes out again; once uncertain, it stays so.
UPDATE outbox
   SET state = 'ready', leased_until = NULL, due = :due, attempts = attempts + :counts,
       uncertain = CASE WHEN :uncertain = 1 THEN 1 ELSE uncertain END, last_outcome = :outcome
 WHERE id = :id AND state = 'sending' AND fence = :fence;

-- name: block_chats(now, ids)!
-- Whose Telegram refused one of these alerts.
UPDATE chats SET blocked_at = :now
 WHERE blocked_at IS NULL AND id IN (SELECT chat_id FROM outbox WHERE id IN (SELECT value FROM json_each(:ids)));

-- name: keep_for_later(now, ids)!
-- What else is owed to them is not tried in vain, but offered when they come back.
UPDATE outbox SET state = 'undeliverable', settled_at = :now
 WHERE state = 'ready'
   AND chat_id IN (SELECT chat_id FROM outbox WHERE id IN (SELECT value FROM json_each(:ids)));

-- name: offer_again(now, chat_id)!
-- The person's Telegram takes messages again.
UPDATE outbox
   SET state = 'ready', due = :now, attempts = 0, settled_at = NULL
 WHERE chat_id = :chat_id AND state = 'undeliverable';

-- name: alert_of_code(chat_id, code)^
-- Only what was lent at least once can have reached anybody.
SELECT o.*, e.kind, e.subject_id, e.statement_id, e.proposal_id, e.at
  FROM outbox AS o JOIN events AS e ON e.id = o.event_id
 WHERE o.chat_id = :chat_id AND o.code = :code AND o.fence > 0;

-- name: alert_about(chat_id, event_id)^
-- Whether one chat has an alert about one event.
SELECT id FROM outbox WHERE chat_id = :chat_id AND event_id = :event_id;

-- name: missed_alerts(chat_id)
-- What one person's Telegram refused, oldest first.
SELECT o.*, e.kind, e.subject_id, e.statement_id, e.proposal_id, e.at
  FROM outbox AS o JOIN events AS e ON e.id = o.event_id
 WHERE o.chat_id = :chat_id AND o.state = 'undeliverable'
 ORDER BY o.number;

-- name: alert_counts(event_id)
-- How the alerts of one event stand.
SELECT state, silent, count(*) AS alerts FROM outbox WHERE event_id = :event_id GROUP BY state, silent;

-- name: fired_counts(event_id)
-- How those alerts of watches stand that rest on the confirmation that an event tells, up to its end.
SELECT o.state, o.silent, c.paused, count(*) AS alerts
  FROM outbox AS o JOIN chats AS c ON c.id = o.chat_id
 WHERE o.event_id IN (SELECT f.event_id
                        FROM events AS e LEFT JOIN events AS by ON by.id = e.corrected_by
                        JOIN firings AS f ON f.batch_id = e.subject_id AND f.statement_id = e.statement_id
                        JOIN events AS fired ON fired.id = f.event_id
                       WHERE e.id = :event_id AND e.kind = 'batch_confirmed'
                         AND (by.at IS NULL OR fired.at <= by.at))
 GROUP BY o.state, o.silent, c.paused;

-- name: comparing(event_id)
-- The comparison of watches with a batch whose confirmation an event tells, while it is not finished.
SELECT c.id
  FROM events AS e JOIN events AS c ON c.kind = 'batch_compared' AND c.statement_id = e.statement_id
 WHERE e.id = :event_id AND e.kind = 'batch_confirmed' AND c.finished = 0;

-- name: asleep(event_id)^
-- How many of its alerts wait until their people turn alerts on again.
SELECT count(*) AS alerts
  FROM chats AS c JOIN outbox AS o ON o.chat_id = c.id AND o.event_id = :event_id
 WHERE c.paused = 1 AND o.state IN ('ready', 'sending');

-- name: waiting_for_digest(event_id)^
-- How many people read it in their next digest.
SELECT count(*) AS chats FROM digested AS d JOIN events AS e ON e.id = d.event_id
 WHERE d.event_id = :event_id AND d.digest_id IS NULL AND e.corrected_by IS NULL;

-- name: unreported_events()
-- News and corrections on whose alerts moderators have no report so far, oldest first.
SELECT * FROM events
 WHERE reported = 0
   AND kind IN ('batch_confirmed', 'batch_changed', 'statement_corrected', 'batch_withdrawn', 'edition_corrected')
 ORDER BY at;

-- name: mark_reported(id)!
-- Written with the calls that report, or not at all; once.
UPDATE events SET reported = 1 WHERE id = :id AND reported = 0;

-- name: report_again(id)!
-- What was stopped after its report is reported on once more.
UPDATE events SET reported = 0 WHERE id = :id;

-- name: report_on_held_again(key)!
-- So is that whose held alerts are tried again; those about watches belong to a confirmation.
UPDATE events SET reported = 0
 WHERE id = :key
    OR kind = 'batch_confirmed'
       AND statement_id IN (SELECT f.statement_id
                              FROM outbox AS o JOIN firings AS f ON f.event_id = o.event_id
                             WHERE o.state = 'held' AND :key = 'watch_fired');

-- name: boards(event_id)
-- The messages that show how far an event's alerts have come.
SELECT o.*, e.kind, e.subject_id, e.statement_id, e.proposal_id, e.at
  FROM events AS e JOIN outbox AS o ON o.event_id = e.id
 WHERE e.kind = 'delivery_begun' AND e.subject_id = :event_id AND o.message_id IS NOT NULL
 ORDER BY o.id;

-- name: drop_board(id)!
-- The message is gone.
UPDATE outbox SET message_id = NULL WHERE id = :id;

-- name: held_alerts()
-- What is held, the newest first: of news and corrections by event, of all others by kind.
SELECT CASE WHEN e.kind IN ('batch_confirmed', 'batch_changed', 'statement_corrected', 'batch_withdrawn',
                            'edition_corrected') THEN e.id ELSE e.kind END AS held_key,
       min(e.kind) AS kind, count(*) AS alerts, max(o.settled_at) AS since
  FROM outbox AS o JOIN events AS e ON e.id = o.event_id
 WHERE o.state = 'held'
 GROUP BY held_key
 ORDER BY since DESC, held_key;

-- name: release_held(now, key)!
-- They are tried again at once.
UPDATE outbox
   SET state = 'ready', due = :now, attempts = 0, settled_at = NULL
 WHERE state = 'held'
   AND event_id IN (SELECT id FROM events WHERE id = :key OR kind = :key);

-- name: drop_held(now, up_to, key)!
-- Those held by then go to nobody.
UPDATE outbox
   SET state = 'called_off', settled_at = :now
 WHERE state = 'held' AND settled_at <= :up_to
   AND event_id IN (SELECT id FROM events WHERE id = :key OR kind = :key);
