-- What the migrations make. Written by a test: see SchemaDumpIsTrue.

create table archive_upload (
    id uuid not null,
    file_name text not null,
    size_bytes bigint not null,
    modified_ms bigint not null,
    started_by text not null,
    started_at timestamp with time zone not null,
    touched_at timestamp with time zone not null,
    operation_id uuid,
    constraint archive_upload_size_bytes_check CHECK ((size_bytes > 0)),
    constraint archive_upload_operation_id_fkey FOREIGN KEY (operation_id) REFERENCES operation(id) ON DELETE SET NULL,
    constraint archive_upload_pkey PRIMARY KEY (id),
    constraint archive_upload_started_by_file_name_size_bytes_modified_ms_key UNIQUE (started_by, file_name, size_bytes, modified_ms)
);
CREATE INDEX archive_upload_operation ON public.archive_upload USING btree (operation_id) WHERE (operation_id IS NOT NULL);
CREATE INDEX archive_upload_touched ON public.archive_upload USING btree (touched_at);

create table audit_entry (
    id uuid not null,
    at timestamp with time zone not null,
    actor text not null,
    actor_type text not null,
    actor_id uuid,
    address text not null,
    action text not null,
    subject_type text not null,
    subject_id text,
    subject_name text,
    before jsonb,
    after jsonb,
    request_id text,
    constraint audit_entry_actor_type_check CHECK ((actor_type = ANY (ARRAY['USER'::text, 'TOKEN'::text, 'HOST'::text, 'SYSTEM'::text]))),
    constraint audit_entry_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_entry_action ON public.audit_entry USING btree (action, id DESC);
CREATE INDEX audit_entry_actor ON public.audit_entry USING btree (actor, id DESC);
CREATE INDEX audit_entry_subject ON public.audit_entry USING btree (subject_id, id DESC);

create table audit_refusal (
    action text not null,
    subject_type text not null,
    address text not null,
    why text not null,
    since timestamp with time zone not null,
    times bigint not null,
    constraint audit_refusal_pkey PRIMARY KEY (action, address, why)
);
CREATE INDEX audit_refusal_since ON public.audit_refusal USING btree (since);

create table authority (
    id smallint not null,
    certificate bytea not null,
    sealed_key bytea not null,
    constraint authority_id_check CHECK ((id = 1)),
    constraint authority_pkey PRIMARY KEY (id)
);

create table blob (
    digest text not null,
    size_bytes bigint not null,
    touched_at timestamp with time zone not null,
    constraint blob_size_bytes_check CHECK ((size_bytes >= 0)),
    constraint blob_pkey PRIMARY KEY (digest)
);

create table blob_store (
    single boolean default true not null,
    id uuid not null,
    constraint blob_store_single_check CHECK (single),
    constraint blob_store_pkey PRIMARY KEY (single)
);

create table change (
    id bigint generated always as identity not null,
    tx xid8 default pg_current_xact_id() not null,
    topic text not null,
    subject_id text not null,
    at timestamp with time zone default now() not null,
    constraint change_pkey PRIMARY KEY (id)
);
CREATE INDEX change_tx ON public.change USING btree (tx, id);

create table change_pruned (
    single boolean default true not null,
    tx xid8 not null,
    constraint change_pruned_single_check CHECK (single),
    constraint change_pruned_pkey PRIMARY KEY (single)
);

create table container (
    id uuid not null,
    host_id uuid not null,
    name text not null,
    image_digest text not null,
    spec jsonb not null,
    power text not null,
    run bigint not null,
    stop_signal text not null,
    stop_grace integer not null,
    removing boolean default false not null,
    generation bigint not null,
    revision bigint not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    version bigint not null,
    constraint container_host_id_fkey FOREIGN KEY (host_id) REFERENCES host(id) ON DELETE CASCADE,
    constraint container_pkey PRIMARY KEY (id),
    constraint container_host_id_name_key UNIQUE (host_id, name)
);
CREATE INDEX container_image ON public.container USING btree (image_digest);
CREATE INDEX container_revision ON public.container USING btree (host_id, revision);

create table container_goal (
    operation_id uuid not null,
    container_id uuid not null,
    kind text not null,
    generation bigint not null,
    run bigint not null,
    failure jsonb,
    constraint container_goal_pkey PRIMARY KEY (operation_id)
);
CREATE INDEX container_goal_container ON public.container_goal USING btree (container_id);

create table container_port (
    container_id uuid not null,
    host_id uuid not null,
    protocol text not null,
    host_port integer not null,
    host_address text,
    constraint container_port_container_id_fkey FOREIGN KEY (container_id) REFERENCES container(id) ON DELETE CASCADE
);
CREATE INDEX container_port_container ON public.container_port USING btree (container_id);
CREATE INDEX container_port_host ON public.container_port USING btree (host_id, protocol, host_port);

create table container_status (
    container_id uuid not null,
    phase text not null,
    state jsonb not null,
    reported_at timestamp with time zone not null,
    constraint container_status_container_id_fkey FOREIGN KEY (container_id) REFERENCES container(id) ON DELETE CASCADE,
    constraint container_status_pkey PRIMARY KEY (container_id)
);
CREATE INDEX container_status_phase ON public.container_status USING btree (phase);

create table host (
    id uuid not null,
    name text not null,
    joined_at timestamp with time zone not null,
    version bigint not null,
    constraint host_pkey PRIMARY KEY (id),
    constraint host_name_key UNIQUE (name)
);

create table host_certificate (
    serial text not null,
    host_id uuid not null,
    issued_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    constraint host_certificate_host_id_fkey FOREIGN KEY (host_id) REFERENCES host(id) ON DELETE CASCADE,
    constraint host_certificate_pkey PRIMARY KEY (serial)
);
CREATE INDEX host_certificate_host ON public.host_certificate USING btree (host_id);

create table host_image (
    host_id uuid not null,
    digest text not null,
    image_refs text[] not null,
    os text not null,
    architecture text not null,
    size_bytes bigint not null,
    fact jsonb not null,
    constraint host_image_host_id_fkey FOREIGN KEY (host_id) REFERENCES host(id) ON DELETE CASCADE,
    constraint host_image_pkey PRIMARY KEY (host_id, digest)
);
CREATE INDEX host_image_digest ON public.host_image USING btree (digest);
CREATE INDEX host_image_refs ON public.host_image USING gin (image_refs);

create table host_join_token (
    id uuid not null,
    hash bytea not null,
    name text,
    created_by text not null,
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    used_at timestamp with time zone,
    used_by uuid,
    constraint host_join_token_pkey PRIMARY KEY (id),
    constraint host_join_token_hash_key UNIQUE (hash)
);

create table host_push (
    operation_id uuid not null,
    host_id uuid not null,
    repository text not null,
    tag text,
    constraint host_push_operation_id_fkey FOREIGN KEY (operation_id) REFERENCES operation(id) ON DELETE CASCADE,
    constraint host_push_pkey PRIMARY KEY (operation_id)
);
CREATE INDEX host_push_host ON public.host_push USING btree (host_id, repository);

create table host_status (
    host_id uuid not null,
    server_id uuid,
    link_epoch bigint default 0 not null,
    container_sequence bigint default 0 not null,
    image_sequence bigint default 0 not null,
    agent_version text,
    facts jsonb,
    last_seen_at timestamp with time zone,
    opened_at timestamp with time zone,
    constraint host_status_host_id_fkey FOREIGN KEY (host_id) REFERENCES host(id) ON DELETE CASCADE,
    constraint host_status_pkey PRIMARY KEY (host_id)
);

create table host_wish (
    host_id uuid not null,
    revision bigint not null,
    constraint host_wish_host_id_fkey FOREIGN KEY (host_id) REFERENCES host(id) ON DELETE CASCADE,
    constraint host_wish_pkey PRIMARY KEY (host_id)
);

create table idempotency (
    caller text not null,
    key text not null,
    fingerprint bytea not null,
    status integer,
    headers jsonb,
    body bytea,
    created_at timestamp with time zone not null,
    constraint idempotency_pkey PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_created ON public.idempotency USING btree (created_at);

create table image_prune (
    operation_id uuid not null,
    host_id uuid not null,
    host_name text not null,
    result jsonb not null,
    constraint image_prune_operation_id_fkey FOREIGN KEY (operation_id) REFERENCES operation(id) ON DELETE CASCADE,
    constraint image_prune_pkey PRIMARY KEY (operation_id, host_id)
);

create table login_address (
    user_id uuid not null,
    address text not null,
    last_at timestamp with time zone not null,
    constraint login_address_user_id_fkey FOREIGN KEY (user_id) REFERENCES user_account(id) ON DELETE CASCADE,
    constraint login_address_pkey PRIMARY KEY (user_id, address)
);

create table login_allowance (
    key bytea not null,
    full_at timestamp with time zone not null,
    constraint login_allowance_pkey PRIMARY KEY (key)
);
CREATE INDEX login_allowance_full ON public.login_allowance USING btree (full_at);

create table manifest (
    repository_id uuid not null,
    digest text not null,
    media_type text not null,
    artifact_type text,
    subject text,
    annotations jsonb not null,
    platforms text[] not null,
    depth smallint not null,
    image_bytes bigint not null,
    content bytea not null,
    pushed_at timestamp with time zone not null,
    pushed_by text not null,
    constraint manifest_depth_check CHECK (((depth >= 0) AND (depth <= 2))),
    constraint manifest_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repository(id) ON DELETE CASCADE,
    constraint manifest_pkey PRIMARY KEY (repository_id, digest)
);
CREATE INDEX manifest_digest ON public.manifest USING btree (digest);
CREATE INDEX manifest_subject ON public.manifest USING btree (repository_id, subject) WHERE (subject IS NOT NULL);

create table manifest_reference (
    repository_id uuid not null,
    manifest text not null,
    blob text,
    child text,
    constraint manifest_reference_check CHECK (((blob IS NULL) <> (child IS NULL))),
    constraint manifest_reference_repository_id_blob_fkey FOREIGN KEY (repository_id, blob) REFERENCES repository_blob(repository_id, digest),
    constraint manifest_reference_repository_id_child_fkey FOREIGN KEY (repository_id, child) REFERENCES manifest(repository_id, digest),
    constraint manifest_reference_repository_id_manifest_fkey FOREIGN KEY (repository_id, manifest) REFERENCES manifest(repository_id, digest) ON DELETE CASCADE
);
CREATE INDEX manifest_reference_blob ON public.manifest_reference USING btree (repository_id, blob) WHERE (blob IS NOT NULL);
CREATE INDEX manifest_reference_child ON public.manifest_reference USING btree (repository_id, child) WHERE (child IS NOT NULL);
CREATE INDEX manifest_reference_manifest ON public.manifest_reference USING btree (repository_id, manifest);

create table operation (
    id uuid not null,
    kind text not null,
    subject_type text not null,
    subject_id text,
    subject_name text,
    host_id uuid,
    state text not null,
    steps jsonb not null,
    problem jsonb,
    created_by text not null,
    created_at timestamp with time zone not null,
    finished_at timestamp with time zone,
    server_id uuid,
    hosts jsonb default '[]'::jsonb not null,
    constraint operation_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'RUNNING'::text, 'SUCCEEDED'::text, 'FAILED'::text, 'CANCELLED'::text]))),
    constraint operation_pkey PRIMARY KEY (id)
);
CREATE INDEX operation_finished ON public.operation USING btree (finished_at);
CREATE INDEX operation_subject ON public.operation USING btree (subject_id, id DESC);
CREATE INDEX operation_unfinished ON public.operation USING btree (id) WHERE (state = ANY (ARRAY['PENDING'::text, 'RUNNING'::text]));

create table registry (
    id uuid not null,
    host text not null,
    plain_http boolean not null,
    authority text,
    mirror_of text,
    token_hosts text[] not null,
    username text,
    sealed_secret bytea,
    created_at timestamp with time zone not null,
    version bigint not null,
    constraint registry_check CHECK (((username IS NULL) = (sealed_secret IS NULL))),
    constraint registry_pkey PRIMARY KEY (id),
    constraint registry_host_key UNIQUE (host)
);
CREATE INDEX registry_mirror_of ON public.registry USING btree (mirror_of);

create table repository (
    id uuid not null,
    name text not null,
    created_at timestamp with time zone not null,
    created_by text not null,
    constraint repository_pkey PRIMARY KEY (id),
    constraint repository_name_key UNIQUE (name)
);

create table repository_blob (
    repository_id uuid not null,
    digest text not null,
    touched_at timestamp with time zone not null,
    constraint repository_blob_digest_fkey FOREIGN KEY (digest) REFERENCES blob(digest),
    constraint repository_blob_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repository(id) ON DELETE CASCADE,
    constraint repository_blob_pkey PRIMARY KEY (repository_id, digest)
);
CREATE INDEX repository_blob_digest ON public.repository_blob USING btree (digest);
CREATE INDEX repository_blob_touched ON public.repository_blob USING btree (touched_at);

create table server_lease (
    id uuid not null,
    held_until timestamp with time zone not null,
    address text,
    vitals jsonb default '{}'::jsonb not null,
    constraint server_lease_pkey PRIMARY KEY (id)
);

create table session (
    primary_id character(36) not null,
    session_id character(36) not null,
    creation_time bigint not null,
    last_access_time bigint not null,
    max_inactive_interval integer not null,
    expiry_time bigint not null,
    principal_name character varying(100),
    constraint session_pkey PRIMARY KEY (primary_id),
    constraint session_session_id_key UNIQUE (session_id)
);
CREATE INDEX session_expiry ON public.session USING btree (expiry_time);
CREATE INDEX session_principal ON public.session USING btree (principal_name);

create table session_attributes (
    session_primary_id character(36) not null,
    attribute_name character varying(200) not null,
    attribute_bytes bytea not null,
    constraint session_attributes_session_primary_id_fkey FOREIGN KEY (session_primary_id) REFERENCES session(primary_id) ON DELETE CASCADE,
    constraint session_attributes_pkey PRIMARY KEY (session_primary_id, attribute_name)
);

create table tag (
    repository_id uuid not null,
    name text not null,
    digest text not null,
    pushed_at timestamp with time zone not null,
    pushed_by text not null,
    constraint tag_repository_id_digest_fkey FOREIGN KEY (repository_id, digest) REFERENCES manifest(repository_id, digest),
    constraint tag_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repository(id) ON DELETE CASCADE,
    constraint tag_pkey PRIMARY KEY (repository_id, name)
);
CREATE INDEX tag_manifest ON public.tag USING btree (repository_id, digest);

create table token (
    id uuid not null,
    user_id uuid not null,
    name text not null,
    prefix text not null,
    hash bytea not null,
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    constraint token_user_id_fkey FOREIGN KEY (user_id) REFERENCES user_account(id) ON DELETE CASCADE,
    constraint token_pkey PRIMARY KEY (id),
    constraint token_hash_key UNIQUE (hash)
);
CREATE INDEX token_user ON public.token USING btree (user_id);

create table upload (
    id uuid not null,
    repository_id uuid not null,
    size_bytes bigint not null,
    started_at timestamp with time zone not null,
    started_by text not null,
    touched_at timestamp with time zone not null,
    constraint upload_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repository(id) ON DELETE CASCADE,
    constraint upload_pkey PRIMARY KEY (id)
);
CREATE INDEX upload_repository ON public.upload USING btree (repository_id);
CREATE INDEX upload_touched ON public.upload USING btree (touched_at);

create table user_account (
    id uuid not null,
    name text not null,
    role text not null,
    enabled boolean not null,
    password_hash text not null,
    epoch integer not null,
    created_at timestamp with time zone not null,
    last_login_at timestamp with time zone,
    version bigint not null,
    password_change_required boolean not null,
    constraint user_account_role_check CHECK ((role = ANY (ARRAY['ADMIN'::text, 'VIEWER'::text]))),
    constraint user_account_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX user_account_name ON public.user_account USING btree (lower(name));
