-- The server that began the operation; when its lease is gone, another one says what became of it.
alter table operation add column server_id uuid;
