-- What became of an operation on each host, for work that several hosts do each by itself.
alter table operation add column hosts jsonb not null default '[]';
