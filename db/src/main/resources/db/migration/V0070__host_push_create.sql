-- What a host may write to the built-in registry: one repository and one tag, for as long as the operation runs by which
-- somebody has it push an image there.
create table host_push (
    operation_id uuid not null primary key references operation on delete cascade,
    host_id      uuid not null,
    repository   text not null,
    tag          text
);
create index host_push_host on host_push (host_id, repository);
