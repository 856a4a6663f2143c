-- Why a creation failed, while what it began is removed.
alter table container_goal add column failure jsonb;
