-- name: tables_of_chats()
-- Every table and column that refers to a chat; a moderator's right stays without one when it has ended.
SELECT m.name AS table_name, f."from" AS column_name
  FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f
 WHERE m.type = 'table' AND f."table" = 'chats'
 UNION SELECT 'grants', 'chat_id'
 ORDER BY table_name, column_name;

-- name: tables_beneath()
-- Every table and column that refers to something of a chat, such as a watch.
SELECT m.name AS table_name, f."from" AS column_name, f."table" AS parent_name, p."from" AS parent_column
  FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f, pragma_foreign_key_list(f."table") AS p
 WHERE m.type = 'table' AND p."table" = 'chats' AND f."to" = 'id'
 ORDER BY table_name, column_name;

-- name: rows_beneath(chat_id)
-- The pattern by which those are read.
SELECT * FROM "table_name"
 WHERE "column_name" IN (SELECT id FROM "parent_name" WHERE "parent_column" = :chat_id);

-- name: chat_in_full(id)^
-- A chat with everything that stands beside it, for its owner.
SELECT * FROM chats WHERE id = :id;

-- name: chat_ids()
-- The text ids of all chats.
SELECT id FROM chats;

-- name: rows_of_chat(chat_id)
-- The pattern by which everything that refers to one chat is read: the names stand in our own schema.
SELECT * FROM "table_name" WHERE "column_name" = :chat_id;
