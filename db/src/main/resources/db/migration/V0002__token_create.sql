-- Bearer tokens of scripts. The secret itself is nowhere.
create table token (
    id           uuid primary key,
    user_id      uuid not null references user_account on delete cascade,
    name         text not null,
    -- The first characters of the secret: enough to recognise it, too few to guess it.
    prefix       text not null,
    -- SHA-256 of the whole secret, which has 256 random bits and so needs no salt.
    hash         bytea not null unique,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
create index token_user on token (user_id);
