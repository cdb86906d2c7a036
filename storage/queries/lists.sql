-- name: publishers()
-- All publishers, in no order: letters are put in order by the program.
SELECT * FROM publishers;

-- name: publisher(id)^
-- One publisher.
SELECT * FROM publishers WHERE id = :id;

-- name: add_publisher(id, name, kind)!
-- A new publisher.
INSERT INTO publishers (id, name, kind) VALUES (:id, :name, :kind);

-- name: name_list(id)^
-- One list with its publisher.
SELECT l.*, p.name AS publisher_name, p.kind AS publisher_kind
  FROM lists AS l JOIN publishers AS p ON p.id = l.publisher_id
 WHERE l.id = :id;

-- name: lists_of_editions(ids)
-- The lists of these editions.
SELECT l.*, p.name AS publisher_name, p.kind AS publisher_kind
  FROM lists AS l JOIN publishers AS p ON p.id = l.publisher_id
 WHERE l.id IN (SELECT list_id FROM editions WHERE id IN (SELECT value FROM json_each(:ids)));

-- name: lists_of_batch(batch_id)
-- The lists of one batch, newest first.
SELECT l.*, p.name AS publisher_name, p.kind AS publisher_kind
  FROM lists AS l JOIN publishers AS p ON p.id = l.publisher_id
 WHERE l.batch_id = :batch_id
 ORDER BY l.published_on DESC, l.id;

-- name: add_list(id, batch_id, publisher_id, link, published_on)!
-- A new list.
INSERT INTO lists (id, batch_id, publisher_id, link, published_on)
VALUES (:id, :batch_id, :publisher_id, :link, :published_on);

-- name: all_lists()
-- Every list, newest first.
SELECT l.*, p.name AS publisher_name, p.kind AS publisher_kind
  FROM lists AS l JOIN publishers AS p ON p.id = l.publisher_id
 ORDER BY l.published_on DESC, l.id;

-- name: switch_list(switched_on, id)!
-- Whether a list is searched though its publisher's class is not.
UPDATE lists SET switched_on = :switched_on WHERE id = :id;

-- name: edition(id)^
-- One edition.
SELECT * FROM editions WHERE id = :id;

-- name: editions_of_ids(ids)
-- Several editions.
SELECT * FROM editions WHERE id IN (SELECT value FROM json_each(:ids));

-- name: editions_of_list(list_id)
-- The editions of one list but those thrown away, newest number first.
SELECT * FROM editions WHERE list_id = :list_id AND review <> 'discarded' ORDER BY number DESC;

-- name: open_editions()
-- Editions that wait to be submitted or published, or for the end of their hold; oldest first.
SELECT * FROM editions WHERE review IN ('draft', 'submitted', 'held') ORDER BY place;

-- name: published_editions()
-- Editions that are searched if their list and batch are, those uploaded last first.
SELECT * FROM editions WHERE review = 'published' ORDER BY place DESC;

-- name: add_edition(id, list_id, number, rows, rejected, digest, uploaded_by, review, submitted_by, published_by, published_at, held_until, version)!
-- A new edition, in its place after all others.
INSERT INTO editions (id, list_id, number, rows, rejected, digest, uploaded_by, review,
                      submitted_by, published_by, published_at, held_until, version, place)
VALUES (:id, :list_id, :number, :rows, :rejected, :digest, :uploaded_by, :review,
        :submitted_by, :published_by, :published_at, :held_until, :version,
        (SELECT coalesce(max(place), 0) + 1 FROM editions));

-- name: save_edition(review, submitted_by, published_by, published_at, held_until, id, version)!
-- Compare and set; what was uploaded is never changed, only how far we have come with it.
UPDATE editions
   SET review = :review, submitted_by = :submitted_by, published_by = :published_by,
       published_at = :published_at, held_until = :held_until, version = version + 1
 WHERE id = :id AND version = :version;

-- name: stored_rows(edition_id)^
-- How many entries of an edition are stored.
SELECT count(*) AS stored FROM entries WHERE edition_id = :edition_id;

-- name: first_entries(edition_id, limit)
-- In the order of the file.
SELECT * FROM entries WHERE edition_id = :edition_id ORDER BY row_number LIMIT :limit;

-- name: next_entries(edition_id, after, limit)
-- The next ones behind a row, in the order of the file.
SELECT * FROM entries WHERE edition_id = :edition_id AND row_number > :after ORDER BY row_number LIMIT :limit;

-- name: add_entries(edition_id, row_number, printed_name, family, given, patronymic, birth_year, family_id, given_id)*!
-- One slice of an edition's rows.
INSERT INTO entries (edition_id, row_number, printed_name, family, given, patronymic, birth_year,
                     family_id, given_id)
VALUES (:edition_id, :row_number, :printed_name, :family, :given, :patronymic, :birth_year,
        :family_id, :given_id);
