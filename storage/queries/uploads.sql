-- name: upload(edition_id)^
-- What was read from the file of an edition.
SELECT * FROM edition_uploads WHERE edition_id = :edition_id;

-- name: add_upload(edition_id, at, total, merged, blank, faults, kind, encoding, sheet, reason)!
-- Written once, with the edition.
INSERT INTO edition_uploads (edition_id, at, total, merged, blank, faults, kind, encoding, sheet, reason)
VALUES (:edition_id, :at, :total, :merged, :blank, :faults, :kind, :encoding, :sheet, :reason);

-- name: faults(edition_id, after, limit)
-- Behind the first so many, in the order of the file.
SELECT * FROM edition_faults WHERE edition_id = :edition_id AND place > :after ORDER BY place LIMIT :limit;

-- name: add_faults(edition_id, place, code, row_number, column_held, rejects, address, told)*!
-- One slice of what is wrong with a file.
INSERT INTO edition_faults (edition_id, place, code, row_number, column_held, rejects, address, told)
VALUES (:edition_id, :place, :code, :row_number, :column_held, :rejects, :address, :told);

-- name: drop_faults(edition_id)!
-- They go with the rows.
DELETE FROM edition_faults WHERE edition_id = :edition_id;

-- name: discarded_with_rows()
-- A crash between throwing away and erasing leaves some.
SELECT id FROM editions AS e
 WHERE review = 'discarded' AND EXISTS (SELECT 1 FROM entries WHERE edition_id = e.id);

-- name: change_counts(edition_id, former_id)^
-- How two editions differ.
SELECT * FROM edition_changes WHERE edition_id = :edition_id AND former_id = :former_id;

-- name: save_change_counts(edition_id, former_id, added, removed, changed, paired)!
-- Editions never change, so what was counted once holds for ever.
INSERT INTO edition_changes (edition_id, former_id, added, removed, changed, paired)
VALUES (:edition_id, :former_id, :added, :removed, :changed, :paired)
    ON CONFLICT (edition_id, former_id) DO NOTHING;
