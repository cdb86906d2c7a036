-- name: searchable_editions()
-- Published editions of batches that families may see, with what their publisher's class depends on.
SELECT e.id, e.digest, e.rejected, e.keys_version, l.published_on, p.kind AS publisher_kind, b.side
  FROM editions AS e
  JOIN lists AS l ON l.id = e.list_id
  JOIN publishers AS p ON p.id = l.publisher_id
  JOIN batches AS b ON b.id = l.batch_id
 WHERE e.review = 'published' AND b.state NOT IN ('draft', 'withdrawn');

-- name: searchable_entries(keys)
-- Entries of those editions that have one of the keys, each once. PostgreSQL's copy: key = ANY (:keys).
-- The CROSS JOINs hold SQLite to this order: first the index of keys, then what it led to.
SELECT n.*
  FROM (SELECT DISTINCT edition_id, row_number
          FROM entry_keys
         WHERE key IN (SELECT value FROM json_each(:keys))) AS hit
 CROSS JOIN editions AS e
 CROSS JOIN lists AS l
 CROSS JOIN batches AS b
 CROSS JOIN entries AS n
 WHERE e.id = hit.edition_id AND e.review = 'published'
   AND l.id = e.list_id
   AND b.id = l.batch_id AND b.state NOT IN ('draft', 'withdrawn')
   AND n.edition_id = hit.edition_id AND n.row_number = hit.row_number
 ORDER BY n.edition_id, n.row_number;
