-- Refusals of a kind that a stranger can cause at will, counted so that they do not each become an entry. A row lives
-- for about a minute.
create table audit_refusal (
    action       text        not null,
    subject_type text        not null,
    address      text        not null,
    why          text        not null,
    since        timestamptz not null,
    -- Counted and not yet written down.
    times        bigint      not null,
    primary key (action, address, why)
);
create index audit_refusal_since on audit_refusal (since);
