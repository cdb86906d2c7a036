-- name: audit(limit, offset)
-- The audit, newest first.
SELECT * FROM audit ORDER BY place DESC LIMIT :limit OFFSET :offset;

-- name: audit_of(subject)^
-- What was last done to one thing.
SELECT * FROM audit WHERE subject = :subject ORDER BY place DESC LIMIT 1;

-- name: deed_on(act, subject)^
-- When one thing was last done to another.
SELECT * FROM audit WHERE subject = :subject AND act = :act ORDER BY place DESC LIMIT 1;

-- name: links_after(place, limit)
-- The chain from a place on, in its order.
SELECT * FROM audit WHERE place > :place ORDER BY place LIMIT :limit;

-- name: link_at(place)^
-- One link of the chain.
SELECT * FROM audit WHERE place = :place;

-- name: last_link()^
-- The end of the chain.
SELECT * FROM audit ORDER BY place DESC LIMIT 1;

-- name: add_to_audit(place, at, moderator, act, subject, digest, hash)!
-- One line in its place; triggers refuse to change or drop it.
INSERT INTO audit (place, at, moderator, act, subject, digest, hash)
VALUES (:place, :at, :moderator, :act, :subject, :digest, :hash);

-- name: told_of_the_log()^
-- Up to which line moderators were told of grave acts; the only row.
SELECT place FROM told_of_the_log;

-- name: tell_of_the_log(place, up_to)!
-- Written with the calls about these lines, or not at all.
UPDATE told_of_the_log SET place = :up_to WHERE place = :place;
