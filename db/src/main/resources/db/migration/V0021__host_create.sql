create table host (
    id        uuid        primary key,
    name      text        not null unique,
    joined_at timestamptz not null,
    version   bigint      not null
);

create table host_join_token (
    id         uuid        primary key,
    hash       bytea       not null unique,
    name       text,
    created_by text        not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz,
    used_by    uuid
);

-- A certificate that is not here is refused, whatever its signature says.
create table host_certificate (
    serial     text        primary key,
    host_id    uuid        not null references host on delete cascade,
    issued_at  timestamptz not null,
    expires_at timestamptz not null
);
create index host_certificate_host on host_certificate (host_id);

-- Counts the changes of what is wished of a host; whoever changes a wish holds this row until it commits.
create table host_wish (
    host_id  uuid   primary key references host on delete cascade,
    revision bigint not null
);

-- One row a running server: it holds the links of the hosts that name it, as long as its lease lasts.
create table server_lease (
    id         uuid        primary key,
    held_until timestamptz not null
);

-- What is known of a host; written by dispatch alone. A writer names its link's epoch, so that an older link can't.
create table host_status (
    host_id            uuid        primary key references host on delete cascade,
    server_id          uuid,
    link_epoch         bigint      not null default 0,
    container_sequence bigint      not null default 0,
    image_sequence     bigint      not null default 0,
    agent_version      text,
    facts              jsonb,
    last_seen_at       timestamptz,
    opened_at          timestamptz
);

create view host_state as
select h.id as host_id,
       case when s.last_seen_at is null then 'JOINED'
            when l.id is not null then 'CONNECTED'
            else 'UNREACHABLE' end as state
  from host h
  left join host_status s on s.host_id = h.id
  left join server_lease l on l.id = s.server_id and l.held_until > now();
