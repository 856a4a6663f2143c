-- Long work. The steps are a list of {name, state, current, total, startedAt, finishedAt}.
create table operation (
    id           uuid primary key,
    kind         text not null,
    subject_type text not null,
    subject_id   text,
    subject_name text,
    host_id      uuid,
    state        text not null check (state in ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    steps        jsonb not null,
    problem      jsonb,
    created_by   text not null,
    created_at   timestamptz not null,
    finished_at  timestamptz
);
create index operation_unfinished on operation (id) where state in ('PENDING', 'RUNNING');
create index operation_subject on operation (subject_id, id desc);
create index operation_finished on operation (finished_at);
