-- name: keys_in_use()
-- The ids of all keys under which something is sealed: byte 1 says how, bytes 2 to 5 are the id.
SELECT lower(hex(substr(sealed_id, 2, 4))) AS key_id FROM chats WHERE sealed_id IS NOT NULL
 UNION
SELECT lower(hex(substr(sealed_name, 2, 4))) FROM watches
 UNION
SELECT lower(hex(substr(sealed_label, 2, 4))) FROM watches WHERE sealed_label IS NOT NULL
 UNION
SELECT lower(hex(substr(sealed_label, 2, 4))) FROM follows WHERE sealed_label IS NOT NULL
 UNION
SELECT lower(hex(substr(sealed_label, 2, 4))) FROM ended_labels
 UNION
SELECT lower(hex(substr(sealed_phrase, 2, 4))) FROM preferences WHERE sealed_phrase IS NOT NULL
 UNION
SELECT lower(hex(substr(sealed_marks, 2, 4))) FROM firings
 UNION
SELECT lower(hex(substr(sealed_given, 2, 4))) FROM errands WHERE sealed_given IS NOT NULL
 UNION
SELECT lower(hex(substr(sealed_secret, 2, 4))) FROM second_factors;

-- name: sealed_before(key_id, limit)
-- The pattern by which values are found that another key than this one sealed.
SELECT "key_column" AS key, "sealed_column" AS sealed FROM "table_name"
 WHERE "sealed_column" IS NOT NULL AND lower(hex(substr("sealed_column", 2, 4))) <> :key_id
 LIMIT :limit;

-- name: seal_anew(sealed, key, former)!
-- The pattern by which one of them is sealed anew; nothing is changed if somebody changed it meanwhile.
UPDATE "table_name" SET "sealed_column" = :sealed WHERE "key_column" = :key AND "sealed_column" = :former;
