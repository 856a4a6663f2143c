-- An image archive on its way from a browser, in chunks. The bytes so far lie in the blob store under the same id, and how many
-- there are is its to say. Who chooses the same file again goes on with the same row.
create table archive_upload (
    id           uuid        not null primary key,
    file_name    text        not null,
    size_bytes   bigint      not null check (size_bytes > 0),
    modified_ms  bigint      not null,
    started_by   text        not null,
    started_at   timestamptz not null,
    touched_at   timestamptz not null,
    operation_id uuid references operation on delete set null,
    unique (started_by, file_name, size_bytes, modified_ms)
);
create index archive_upload_touched on archive_upload (touched_at);
create index archive_upload_operation on archive_upload (operation_id) where operation_id is not null;
