-- name: searchable_editions()
-- Published editions of batches that families may see, with what their publisher's class depends on; and
-- beside each the oldest and newest rules by which names are keyed (names of staged rows alone have none
-- yet), and the last look for new lists.
SELECT e.id, e.digest, e.rejected, l.published_on, l.switched_on, p.kind AS publisher_kind, b.side,
       (SELECT min(rules) FROM names WHERE rules >= 0) AS oldest_rules,
       (SELECT max(rules) FROM names) AS newest_rules,
       (SELECT max(at) FROM checks) AS last_check
  FROM editions AS e
  JOIN lists AS l ON l.id = e.list_id
  JOIN publishers AS p ON p.id = l.publisher_id
  JOIN batches AS b ON b.id = l.batch_id
 WHERE e.review = 'published' AND b.state NOT IN ('draft', 'withdrawn');

-- name: searched_classes()
-- The classes of publishers whose lists are searched.
SELECT class FROM searched_classes;

-- name: forget_searched_classes()!
-- All of them; others are written in their place.
DELETE FROM searched_classes;

-- name: add_searched_classes(searched)*!
-- Classes of publishers whose lists are searched.
INSERT INTO searched_classes (class) VALUES (:searched);

-- name: oldest_and_newest_rules()^
-- The rules by which names are keyed; NULL where there is none.
SELECT min(rules) AS oldest, max(rules) AS newest FROM names WHERE rules >= 0;

-- name: names_under_keys(keys, besides)
-- Names that have one of the keys, and none of those besides; each once.
SELECT id, spelt, letters, known
  FROM names
 WHERE id IN (SELECT name_id FROM name_keys WHERE key IN (SELECT value FROM json_each(:keys)))
   AND id NOT IN (SELECT name_id FROM name_keys WHERE key IN (SELECT value FROM json_each(:besides)))
 ORDER BY id;

-- name: given_names_beside(families, editions)
-- Given names of rows of these editions that have one of these family names; each once.
SELECT id, spelt
  FROM names
 WHERE id IN (SELECT given_id FROM entries_by_name
               WHERE family_id IN (SELECT value FROM json_each(:families))
                 AND edition_id IN (SELECT value FROM json_each(:editions)))
 ORDER BY id;

-- name: entries_of_names(families, given, given_keys, editions)
-- Rows of these editions with one of these family names, and with one of these given names or one that has
-- one of the keys. The plus holds SQLite to the index of names.
SELECT e.*
  FROM entries_by_name AS n
 CROSS JOIN entries AS e ON e.edition_id = n.edition_id AND e.row_number = n.row_number
 WHERE n.family_id IN (SELECT value FROM json_each(:families))
   AND (+n.given_id IN (SELECT value FROM json_each(:given))
        OR +n.given_id IN (SELECT name_id FROM name_keys WHERE key IN (SELECT value FROM json_each(:given_keys))))
   AND +n.edition_id IN (SELECT value FROM json_each(:editions))
 ORDER BY e.edition_id, e.row_number;

-- name: entries_under_keys(keys, given_keys, editions)
-- Rows of these editions with a family name under one of the keys, if the given name has one of its keys too:
-- that is told from the index, before a row is read.
SELECT e.*
  FROM entries_by_name AS n
 CROSS JOIN entries AS e ON e.edition_id = n.edition_id AND e.row_number = n.row_number
 WHERE n.family_id IN (SELECT name_id FROM name_keys WHERE key IN (SELECT value FROM json_each(:keys)))
   AND +n.given_id IN (SELECT name_id FROM name_keys WHERE key IN (SELECT value FROM json_each(:given_keys)))
   AND +n.edition_id IN (SELECT value FROM json_each(:editions))
 ORDER BY e.edition_id, e.row_number;

-- name: names_spelt(part, spelt)
-- Those of these family names, or given names, that the index holds.
SELECT id, spelt FROM names WHERE part = :part AND spelt IN (SELECT value FROM json_each(:spelt));

-- name: last_name()^
-- The greatest id of a name.
SELECT coalesce(max(id), 0) AS id FROM names;

-- name: add_names(id, part, spelt, rules)*!
-- New names.
INSERT INTO names (id, part, spelt, letters, rules) VALUES (:id, :part, :spelt, '', :rules);

-- name: add_name_keys(key, name_id)*!
-- The keys under which they are looked up; some may be there, where this was broken off.
INSERT INTO name_keys (key, name_id) VALUES (:key, :name_id) ON CONFLICT DO NOTHING;

-- name: names_never_keyed(ids)
-- Those of these names that have no keys because they are new.
SELECT id, part, spelt FROM names WHERE id IN (SELECT value FROM json_each(:ids)) AND rules = -1;

-- name: names_of_ids(ids)
-- The names that have these numbers now.
SELECT id, part, spelt FROM names WHERE id IN (SELECT value FROM json_each(:ids));

-- name: names_of_first_entries(edition_id, limit)
-- The names of an edition's first rows.
SELECT family_id, given_id, row_number FROM entries WHERE edition_id = :edition_id ORDER BY row_number LIMIT :limit;

-- name: names_of_row(edition_id, row_number)
-- The names that one row has.
SELECT family_id, given_id, row_number FROM entries WHERE edition_id = :edition_id AND row_number = :row_number;

-- name: enter_by_name(edition_id, after, up_to)!
-- Let rows of an edition be found by their names, in the order of which the table grows.
INSERT INTO entries_by_name (family_id, given_id, edition_id, row_number)
SELECT family_id, given_id, edition_id, row_number FROM entries
 WHERE edition_id = :edition_id AND row_number > :after AND row_number <= :up_to
 ORDER BY family_id, given_id, row_number;

-- name: last_row(edition_id)^
-- The greatest number of a row of an edition.
SELECT coalesce(max(row_number), 0) AS row_number FROM entries WHERE edition_id = :edition_id;

-- name: leave_by_name(family_id, given_id, edition_id, row_number)*!
-- Let rows be found no more.
DELETE FROM entries_by_name
 WHERE family_id = :family_id AND given_id = :given_id AND edition_id = :edition_id AND row_number = :row_number;

-- name: drop_row(edition_id, row_number)*!
-- One row of an edition.
DELETE FROM entries WHERE edition_id = :edition_id AND row_number = :row_number;

-- name: names_out_of_use(ids)
-- Those of these names that no row has. Rows of a draft may not have entered the index yet.
SELECT id, part, spelt FROM names
 WHERE id IN (SELECT value FROM json_each(:ids))
   AND NOT EXISTS (SELECT 1 FROM entries_by_name WHERE family_id = id)
   AND id NOT IN (SELECT given_id FROM entries_by_name)
   AND id NOT IN (SELECT family_id FROM editions AS d JOIN entries AS e ON e.edition_id = d.id WHERE d.review = 'draft')
   AND id NOT IN (SELECT given_id FROM editions AS d JOIN entries AS e ON e.edition_id = d.id WHERE d.review = 'draft');

-- name: drop_names(ids)!
-- Names that no row has any more.
DELETE FROM names WHERE id IN (SELECT value FROM json_each(:ids));

-- name: drop_name_keys(key, name_id)*!
-- The keys of such names.
DELETE FROM name_keys WHERE key = :key AND name_id = :name_id;

-- name: drop_all_name_keys()!
-- Every key, before they are made by other rules.
DELETE FROM name_keys;

-- name: forget_name_rules()!
-- No name has keys any more.
UPDATE names SET rules = 0 WHERE rules > 0;

-- name: names_keyed_otherwise(rules, after, limit)
-- Names that are keyed by other rules.
SELECT id, part, spelt FROM names WHERE rules <> :rules AND id > :after ORDER BY id LIMIT :limit;

-- name: save_name_rules(letters, known, rules, id)*!
-- A name that has its keys.
UPDATE names SET letters = :letters, known = :known, rules = :rules WHERE id = :id;
