-- What each host's part of a prune came to; written once, when that part has ended.
create table image_prune (
    operation_id uuid  not null references operation on delete cascade,
    host_id      uuid  not null,
    host_name    text  not null,
    result       jsonb not null,
    primary key (operation_id, host_id)
);
