-- A password that was given out for one login: until its user chooses another, a session opens nothing but that change.
alter table user_account add column password_change_required boolean not null default false;
-- Epoch 0 has never had a changed password: the first admin still uses the one that the server made up.
update user_account set password_change_required = true where name = 'admin' and epoch = 0;
alter table user_account alter column password_change_required drop default;
