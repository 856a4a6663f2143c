-- The images that hosts have, as their agents report them; written by dispatch alone.
create table host_image (
    host_id      uuid   not null references host on delete cascade,
    digest       text   not null,
    image_refs   text[] not null,
    os           text   not null,
    architecture text   not null,
    size_bytes   bigint not null,
    fact         jsonb  not null,
    primary key (host_id, digest)
);
create index host_image_digest on host_image (digest);
create index host_image_refs on host_image using gin (image_refs);
