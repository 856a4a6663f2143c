-- Which blob store belongs to this database: its directory carries the same id. A server that looks into another one
-- must neither hand out nor collect what it finds there.
create table blob_store (
    single boolean not null default true primary key check (single),
    id     uuid    not null
);
