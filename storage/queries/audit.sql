-- name: audit(limit)
-- The audit, newest first.
SELECT * FROM audit ORDER BY place DESC LIMIT :limit;

-- name: add_to_audit(at, moderator, act, subject, digest)!
-- One line, in its place after all others; triggers refuse to change or drop it.
INSERT INTO audit (place, at, moderator, act, subject, digest)
VALUES ((SELECT coalesce(max(place), 0) + 1 FROM audit), :at, :moderator, :act, :subject, :digest);
