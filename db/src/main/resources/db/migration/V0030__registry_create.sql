-- Registries that an administrator told us about: how each is reached, and who we are there.
create table registry (
    id          uuid        not null primary key,
    -- As in a reference: "docker.io", "registry.example.com:5000".
    host        text        not null unique,
    plain_http  boolean     not null,
    -- PEM; null for what the hosts' systems trust.
    authority   text,
    -- The registry whose images this one mirrors; null for none.
    mirror_of   text,
    token_hosts text[]      not null,
    username    text,
    -- Under the installation's secret key; never read by an answer.
    sealed_secret bytea,
    created_at  timestamptz not null,
    version     bigint      not null,
    check ((username is null) = (sealed_secret is null))
);
create index registry_mirror_of on registry (mirror_of);
