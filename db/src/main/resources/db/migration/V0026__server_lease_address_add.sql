-- Where the other servers reach this one's agent port, as host:port; null until it is open.
alter table server_lease add column address text;
