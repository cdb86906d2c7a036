-- name: owe_alerts(owed, rank, due)!
-- One alert for each chat and event: see the other copy.
INSERT INTO outbox (id, chat_id, event_id, number, code, state, rank, due)
SELECT w.value ->> 0, c.id, w.value ->> 3,
       c.last_number + row_number() OVER (PARTITION BY c.id ORDER BY w.place), w.value ->> 2,
       CASE WHEN c.blocked_at IS NULL THEN 'ready' ELSE 'undeliverable' END, :rank, :due
  FROM jsonb_array_elements(CAST(:owed AS jsonb)) WITH ORDINALITY AS w (value, place)
  JOIN chats AS c ON c.id = w.value ->> 1
    ON CONFLICT (chat_id, event_id) DO NOTHING;

-- name: entries_of_names(families, given, given_keys, editions)
-- Rows of these editions with one of these family names, and with one of these given names or one that has
-- one of the keys.
SELECT e.*
  FROM entries_by_name AS n JOIN entries AS e ON e.edition_id = n.edition_id AND e.row_number = n.row_number
 WHERE n.family_id = ANY (:families) AND n.edition_id = ANY (:editions)
   AND (n.given_id = ANY (:given) OR n.given_id IN (SELECT name_id FROM name_keys WHERE key = ANY (:given_keys)))
 ORDER BY e.edition_id, e.row_number;

-- name: entries_under_keys(keys, given_keys, editions)
-- Rows whose family name and given name have one of their keys each.
SELECT e.*
  FROM entries_by_name AS n
  JOIN entries AS e ON e.edition_id = n.edition_id AND e.row_number = n.row_number
 WHERE n.family_id IN (SELECT name_id FROM name_keys WHERE key = ANY (:keys))
   AND n.given_id IN (SELECT name_id FROM name_keys WHERE key = ANY (:given_keys))
   AND n.edition_id = ANY (:editions)
 ORDER BY e.edition_id, e.row_number;

-- name: values_under_keys()
-- How many values each key seals, by table: byte 1 says how, bytes 2 to 5 are the key's id.
SELECT encode(substr(sealed, 2, 4), 'hex') AS key_id, table_name, count(*) AS sealed_values
  FROM (SELECT 'chats' AS table_name, sealed_id AS sealed FROM chats
         UNION ALL
        SELECT 'watches', sealed_name FROM watches
         UNION ALL
        SELECT 'watches', sealed_label FROM watches
         UNION ALL
        SELECT 'follows', sealed_label FROM follows
         UNION ALL
        SELECT 'ended_labels', sealed_label FROM ended_labels
         UNION ALL
        SELECT 'preferences', sealed_phrase FROM preferences
         UNION ALL
        SELECT 'firings', sealed_marks FROM firings
         UNION ALL
        SELECT 'errands', sealed_given FROM errands
         UNION ALL
        SELECT 'second_factors', sealed_secret FROM second_factors) AS of_every_table
 WHERE sealed IS NOT NULL
 GROUP BY key_id, table_name ORDER BY key_id, table_name;

-- name: sealed_before(key_id, after, limit)
-- The pattern by which values are found that another key than this one sealed.
SELECT "key_column" AS key, "sealed_column" AS sealed FROM "table_name"
 WHERE "sealed_column" IS NOT NULL AND encode(substr("sealed_column", 2, 4), 'hex') <> :key_id
   AND (CAST(:after AS bytea) IS NULL OR "sealed_column" > CAST(:after AS bytea))
 ORDER BY "sealed_column" LIMIT :limit;

-- name: tables_of_chats()
-- Every table and column that refers to a chat; a moderator's right stays without one when it has ended.
SELECT CAST(CAST(k.conrelid AS regclass) AS text) AS table_name, a.attname AS column_name
  FROM pg_constraint AS k JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
 WHERE k.contype = 'f' AND k.confrelid = CAST('chats' AS regclass)
 UNION SELECT 'grants', 'chat_id'
 ORDER BY table_name, column_name;

-- name: tables_beneath()
-- Every table and column that refers to something of a chat, such as a watch.
SELECT CAST(CAST(k.conrelid AS regclass) AS text) AS table_name, a.attname AS column_name,
       CAST(CAST(p.conrelid AS regclass) AS text) AS parent_name, b.attname AS parent_column
  FROM pg_constraint AS k
  JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
  JOIN pg_attribute AS t ON t.attrelid = k.confrelid AND t.attnum = k.confkey[1] AND t.attname = 'id'
  JOIN pg_constraint AS p ON p.conrelid = k.confrelid AND p.contype = 'f'
                         AND p.confrelid = CAST('chats' AS regclass)
  JOIN pg_attribute AS b ON b.attrelid = p.conrelid AND b.attnum = p.conkey[1]
 WHERE k.contype = 'f'
 ORDER BY table_name, column_name;
