-- Answers to POSTs that carried an Idempotency-Key, kept for 24 hours. Without an answer: the first one still runs.
create table idempotency (
    caller      text not null,
    key         text not null,
    -- SHA-256 over method, path and body: the same key for something else is refused.
    fingerprint bytea not null,
    status      integer,
    headers     jsonb,
    body        bytea,
    created_at  timestamptz not null,
    primary key (caller, key)
);
create index idempotency_created on idempotency (created_at);
