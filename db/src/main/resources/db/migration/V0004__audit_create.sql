-- One row for each change, written in the change's own transaction and never changed. Names are kept as text because
-- an entry outlives what it tells of.
create table audit_entry (
    id           uuid primary key,
    at           timestamptz not null,
    actor        text not null,
    actor_type   text not null check (actor_type in ('USER', 'TOKEN', 'HOST', 'SYSTEM')),
    actor_id     uuid,
    address      text not null,
    action       text not null,
    subject_type text not null,
    subject_id   text,
    subject_name text,
    before       jsonb,
    after        jsonb,
    request_id   text
);
create index audit_entry_subject on audit_entry (subject_id, id desc);
create index audit_entry_actor on audit_entry (actor, id desc);
create index audit_entry_action on audit_entry (action, id desc);
