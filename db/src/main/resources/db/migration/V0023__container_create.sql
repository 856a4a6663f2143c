-- The wish. Only users' requests write it.
create table container (
    id            uuid        primary key,
    host_id       uuid        not null references host on delete cascade,
    name          text        not null,
    image_digest  text        not null,
    spec          jsonb       not null,
    power         text        not null,
    run           bigint      not null,
    stop_signal   text        not null,
    stop_grace    integer     not null,
    removing      boolean     not null default false,
    generation    bigint      not null,
    revision      bigint      not null,
    created_at    timestamptz not null,
    created_by    text        not null,
    version       bigint      not null,
    unique (host_id, name)
);
create index container_revision on container (host_id, revision);
create index container_image on container (image_digest);

-- Ports of the host that a container's wish holds; follows the spec.
create table container_port (
    container_id uuid    not null references container on delete cascade,
    host_id      uuid    not null,
    protocol     text    not null,
    host_port    integer not null,
    host_address text
);
create index container_port_host on container_port (host_id, protocol, host_port);
create index container_port_container on container_port (container_id);

-- The fact. Only dispatch writes it.
create table container_status (
    container_id uuid        primary key references container on delete cascade,
    phase        text        not null,
    state        jsonb       not null,
    reported_at  timestamptz not null
);
create index container_status_phase on container_status (phase);

-- What a report must say for an operation to end.
create table container_goal (
    operation_id uuid   primary key,
    container_id uuid   not null,
    kind         text   not null,
    generation   bigint not null,
    run          bigint not null
);
create index container_goal_container on container_goal (container_id);
