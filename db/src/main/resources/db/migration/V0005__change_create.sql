-- What browsers and loops should read again. A reader that has seen all rows of transactions below X goes on at X,
-- which is right even when transactions commit in another order than they began.
create table change (
    id         bigint generated always as identity primary key,
    tx         xid8 not null default pg_current_xact_id(),
    topic      text not null,
    subject_id text not null,
    at         timestamptz not null default now()
);
create index change_tx on change (tx, id);

-- Rows of transactions below this one are pruned: who has not seen them must read everything again.
create table change_pruned (
    single boolean primary key default true check (single),
    tx   xid8 not null
);
insert into change_pruned (tx) values (pg_current_xact_id());
