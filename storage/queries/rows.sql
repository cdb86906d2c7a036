-- name: entry(edition_id, row_number)^
-- One row of an edition.
SELECT * FROM entries WHERE edition_id = :edition_id AND row_number = :row_number;

-- name: rows_like(edition_id, row_number)
-- Every row that prints the same, in any edition of the same list: the row itself too.
SELECT n.edition_id, n.row_number
  FROM entries AS one
  JOIN editions AS of_one ON of_one.id = one.edition_id
  JOIN editions AS e ON e.list_id = of_one.list_id
  JOIN entries AS n ON n.edition_id = e.id
 WHERE one.edition_id = :edition_id AND one.row_number = :row_number
   AND n.printed_name = one.printed_name AND n.family IS NOT DISTINCT FROM one.family AND n.given IS NOT DISTINCT FROM one.given
   AND n.patronymic IS NOT DISTINCT FROM one.patronymic AND n.birth_year IS NOT DISTINCT FROM one.birth_year
 ORDER BY n.edition_id, n.row_number;

-- name: lost_row(told, former, newer)^
-- A row that an edition told of and its list still printed, and that the newer edition does not print so.
-- A changed row is one that is gone. Without a newer edition every row is.
SELECT 1 AS lost
  FROM (SELECT printed_name, family, given, patronymic, birth_year FROM entries WHERE edition_id = :told
        INTERSECT
        SELECT printed_name, family, given, patronymic, birth_year FROM entries WHERE edition_id = :former
        EXCEPT
        SELECT printed_name, family, given, patronymic, birth_year FROM entries WHERE edition_id = :newer) AS rows_lost
 LIMIT 1;

-- name: told_editions(list_id)
-- Editions of a list under whose answers somebody pressed Follow, or set a watch, or of which a watch told.
SELECT e.id
  FROM editions AS e
 WHERE e.list_id = :list_id
   AND (EXISTS (SELECT 1 FROM follow_editions AS f WHERE f.edition_id = e.id)
        OR EXISTS (SELECT 1 FROM watch_editions AS w WHERE w.edition_id = e.id)
        OR EXISTS (SELECT 1 FROM firings AS t WHERE t.edition_id = e.id));

-- name: takedowns(edition_id)
-- The rows that an edition leaves out because somebody asked.
SELECT * FROM takedowns WHERE edition_id = :edition_id ORDER BY row_number, row_digest;

-- name: taken_down(list_id)
-- Digests of every row that was ever taken down from a list.
SELECT DISTINCT t.row_digest
  FROM takedowns AS t JOIN editions AS e ON e.id = t.edition_id
 WHERE e.list_id = :list_id AND e.review IN ('published', 'superseded', 'withdrawn');

-- name: add_takedowns(edition_id, row_digest, from_edition, row_number, report_id)*!
-- Rows that print the same are one.
INSERT INTO takedowns (edition_id, row_digest, from_edition, row_number, report_id)
VALUES (:edition_id, :row_digest, :from_edition, :row_number, :report_id)
    ON CONFLICT (edition_id, row_digest) DO NOTHING;
