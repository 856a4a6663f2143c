-- People who log in. "user" is a reserved word of SQL.
create table user_account (
    id            uuid primary key,
    name          text not null,
    role          text not null check (role in ('ADMIN', 'VIEWER')),
    enabled       boolean not null,
    -- Argon2id in its usual text form, salt and parameters included.
    password_hash text not null,
    -- Grows with each change that must end what was logged in before: sessions carry the epoch they began with.
    epoch         integer not null,
    created_at    timestamptz not null,
    last_login_at timestamptz,
    version       bigint not null
);
create unique index user_account_name on user_account (lower(name));
