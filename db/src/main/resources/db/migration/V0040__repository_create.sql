-- The built-in registry. The bytes of blobs lie in the blob store; what holds them is here, so that the collector can tell
-- what nothing holds. Names and tags sort by their bytes, as the distribution specification asks.
create table repository (
    id         uuid        not null primary key,
    name       text collate "C" not null unique,
    created_at timestamptz not null,
    created_by text        not null
);

-- A row says that the blob store has these bytes. Touched with each push that counts on it.
create table blob (
    digest     text        not null primary key,
    size_bytes bigint      not null check (size_bytes >= 0),
    touched_at timestamptz not null
);

-- Which repositories may hand a blob out.
create table repository_blob (
    repository_id uuid        not null references repository on delete cascade,
    digest        text        not null references blob,
    touched_at    timestamptz not null,
    primary key (repository_id, digest)
);
create index repository_blob_digest on repository_blob (digest);
create index repository_blob_touched on repository_blob (touched_at);

-- image_bytes: config and layers of a manifest, what its manifests have of an index.
create table manifest (
    repository_id uuid        not null references repository on delete cascade,
    digest        text        not null,
    media_type    text        not null,
    artifact_type text,
    subject       text,
    annotations   jsonb       not null,
    platforms     text[]      not null,
    depth         smallint    not null check (depth between 0 and 2),
    image_bytes   bigint      not null,
    content       bytea       not null,
    pushed_at     timestamptz not null,
    pushed_by     text        not null,
    primary key (repository_id, digest)
);
create index manifest_subject on manifest (repository_id, subject) where subject is not null;
create index manifest_digest on manifest (digest);

-- What a manifest can't be without: blobs, or the manifests of an index. The keys keep both from going before it.
create table manifest_reference (
    repository_id uuid not null,
    manifest      text not null,
    blob          text,
    child         text,
    check ((blob is null) <> (child is null)),
    foreign key (repository_id, manifest) references manifest on delete cascade,
    foreign key (repository_id, blob) references repository_blob,
    foreign key (repository_id, child) references manifest
);
create index manifest_reference_manifest on manifest_reference (repository_id, manifest);
create index manifest_reference_blob on manifest_reference (repository_id, blob) where blob is not null;
create index manifest_reference_child on manifest_reference (repository_id, child) where child is not null;

create table tag (
    repository_id uuid        not null references repository on delete cascade,
    name          text collate "C" not null,
    digest        text        not null,
    pushed_at     timestamptz not null,
    pushed_by     text        not null,
    primary key (repository_id, name),
    foreign key (repository_id, digest) references manifest
);
create index tag_manifest on tag (repository_id, digest);

-- A blob on its way in. The bytes so far lie in the blob store under the same id.
create table upload (
    id            uuid        not null primary key,
    repository_id uuid        not null references repository on delete cascade,
    size_bytes    bigint      not null,
    started_at    timestamptz not null,
    started_by    text        not null,
    touched_at    timestamptz not null
);
create index upload_repository on upload (repository_id);
create index upload_touched on upload (touched_at);
