-- Failed logins as they are counted: a row holds when its allowance is whole again, and goes then. The key is a hash of
-- what is counted.
create table login_allowance (
    key     bytea       primary key,
    full_at timestamptz not null
);
create index login_allowance_full on login_allowance (full_at);

-- From where a user has logged in. There it can't be kept out by strangers elsewhere.
create table login_address (
    user_id uuid        not null references user_account on delete cascade,
    address text        not null,
    last_at timestamptz not null,
    primary key (user_id, address)
);
