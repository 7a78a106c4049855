-- Manufacturers who send what people recorded, and which people they may send for. One text for SQLite
-- and PostgreSQL. An adapter is named by its id: what is sent as canonical JSON needs no folder.

-- A manufacturer's key. A revoked or expired one stays, so that what it did can be told later.
create table api_key (
    id uuid primary key,
    adapter text not null,
    name text not null,
    scopes text not null,
    -- Items an hour.
    quota bigint not null,
    created_at timestamptz not null,
    created_by uuid references users (id) on delete set null,
    expires_at timestamptz,
    revoked_at timestamptz
);
create index api_key_adapter on api_key (adapter, created_at);
create index api_key_by on api_key (created_by);

-- The secrets of a key, as SHA-256 in hex: the newest, and those before it until their grace ends.
create table api_key_secret (
    token_hash text primary key,
    key_id uuid not null references api_key (id) on delete cascade,
    created_at timestamptz not null,
    ends_at timestamptz
);
create index api_key_secret_key on api_key_secret (key_id);

-- What a key has taken of its quota, by hour: one count for all replicas.
create table api_key_use (
    key_id uuid not null references api_key (id) on delete cascade,
    hour_at timestamptz not null,
    items bigint not null,
    primary key (key_id, hour_at)
);

-- Who did what to which key; null is the command line, or an account that is gone.
create table api_key_log (
    key_id uuid not null references api_key (id) on delete cascade,
    id uuid not null,
    at timestamptz not null,
    action text not null,
    user_id uuid references users (id) on delete set null,
    detail text not null,
    primary key (key_id, id)
);
create index api_key_log_user on api_key_log (user_id);

-- A code that a person asked for and the manufacturer has not brought yet; one a person and adapter.
create table device_pairing (
    user_id uuid not null references users (id) on delete cascade,
    adapter text not null,
    code_hash text not null unique,
    expires_at timestamptz not null,
    primary key (user_id, adapter)
);

-- Fact: a manufacturer sends for a person, whom it knows by its own id.
create table device_connection (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null unique,
    adapter text not null,
    external_id text not null,
    made_at timestamptz not null,
    ended_at timestamptz,
    last_data_at timestamptz,
    primary key (user_id, id)
);
-- One person of a manufacturer is never two of ours.
create unique index device_connection_external on device_connection (adapter, external_id)
    where ended_at is null;
create index device_connection_adapter on device_connection (adapter, id);

-- Fact: which file a manufacturer's activity is, and which workout it became. The row outlives both: what
-- its person deleted does not come back.
create table device_activity (
    user_id uuid not null references users (id) on delete cascade,
    adapter text not null,
    -- The manufacturer's ids of the person and of the activity.
    account text not null,
    external_id text not null,
    connection_id uuid not null,
    -- Null until it is stored for the first time.
    blob text,
    workout_id uuid,
    -- Whoever stores it has it to itself until then.
    claimed_until timestamptz,
    received_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (user_id, adapter, account, external_id)
);
create index device_activity_connection on device_activity (user_id, connection_id);
