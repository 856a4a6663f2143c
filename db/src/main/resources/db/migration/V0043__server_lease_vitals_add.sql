-- What the hosts of this server's links last said of themselves, by host id, as of the last renewal: one row's write for
-- all of them, and none for a heartbeat.
alter table server_lease add column vitals jsonb not null default '{}';
