-- name: keys_in_use()
-- The ids of all keys under which something is sealed: byte 1 says how, bytes 2 to 5 are the id.
SELECT DISTINCT lower(hex(substr(sealed_id, 2, 4))) AS key_id FROM chats WHERE sealed_id IS NOT NULL;
