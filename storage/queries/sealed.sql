-- name: values_under_keys()
-- How many values each key seals, by table: byte 1 says how, bytes 2 to 5 are the key's id.
SELECT lower(hex(substr(sealed, 2, 4))) AS key_id, table_name, count(*) AS sealed_values
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
-- The pattern by which values are found that another key than this one sealed, in the order of their bytes: so
-- one that cannot be opened is passed once.
SELECT "key_column" AS key, "sealed_column" AS sealed FROM "table_name"
 WHERE "sealed_column" IS NOT NULL AND lower(hex(substr("sealed_column", 2, 4))) <> :key_id
   AND (:after IS NULL OR "sealed_column" > :after)
 ORDER BY "sealed_column" LIMIT :limit;

-- name: seal_anew(sealed, key, former)!
-- The pattern by which one of them is sealed anew; nothing is changed if somebody changed it meanwhile.
UPDATE "table_name" SET "sealed_column" = :sealed WHERE "key_column" = :key AND "sealed_column" = :former;
