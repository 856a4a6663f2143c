-- The certificate authority of the agent port. Its key is sealed under HOME/server/secret.key.
create table authority (
    id          smallint primary key check (id = 1),
    certificate bytea    not null,
    sealed_key  bytea    not null
);
