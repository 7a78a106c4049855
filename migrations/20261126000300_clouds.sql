-- Vendors that are asked in the name of people, and that call when there is news. One text for SQLite and PostgreSQL.

-- A person who was sent to a vendor and has not come back yet; by the digest of what they come back with.
create table cloud_flow (
    state_hash text primary key,
    user_id uuid not null references users (id) on delete cascade,
    adapter text not null,
    -- The app they came from.
    pack text not null,
    -- Encrypted: the verifier of PKCE.
    sealed text not null,
    expires_at timestamptz not null
);
create index cloud_flow_user on cloud_flow (user_id);

-- What a connection is asked with, and when it is asked next.
create table cloud_account (
    user_id uuid not null references users (id) on delete cascade,
    -- Of device_connection.
    connection_id uuid not null unique,
    adapter text not null,
    -- Encrypted tokens; null once they are given up.
    sealed text,
    expires_at timestamptz,
    -- `works`, `needs_person`, or `ended`.
    state text not null,
    -- Why it does not work, or is late.
    reason text,
    -- Failures in a row.
    attempts bigint not null default 0,
    next_at timestamptz,
    holder text,
    held_until timestamptz,
    last_sync_at timestamptz,
    primary key (user_id, connection_id)
);
create index cloud_account_due on cloud_account (next_at) where state = 'works';

-- How far each stream of a connection is.
create table cloud_progress (
    user_id uuid not null references users (id) on delete cascade,
    connection_id uuid not null,
    stream text not null,
    -- The latest that was seen: where the next time begins.
    latest_at timestamptz,
    -- History is fetched from now back to here, and reached so far; null where there is no more of it.
    history_until timestamptz,
    history_from timestamptz,
    history_begun timestamptz,
    -- The pages that are being read: `new` or `history`, of which time, where in them (JSON), and the latest in them.
    run text,
    run_since timestamptz,
    run_until timestamptz,
    run_at text,
    run_latest timestamptz,
    primary key (user_id, connection_id, stream)
);

-- A record as it was last read, so that the same again costs one comparison.
create table cloud_record (
    user_id uuid not null references users (id) on delete cascade,
    connection_id uuid not null,
    record text not null,
    hash text not null,
    primary key (user_id, connection_id, record)
);

-- What vendors called about and is not done yet. The person is known to the vendor alone until it is.
create table cloud_event (
    id uuid primary key,
    adapter text not null,
    -- The same for the same event, however often it is told.
    key text not null,
    account text not null,
    kind text not null,
    record text,
    since_at timestamptz,
    until_at timestamptz,
    -- The call itself, where it brings the data.
    body bytea,
    received_at timestamptz not null,
    attempts bigint not null default 0,
    next_at timestamptz not null,
    unique (adapter, key)
);
create index cloud_event_due on cloud_event (next_at);

-- Requests in a window of time: one count for all replicas. `who` is `app`, or a connection.
create table cloud_use (
    adapter text not null,
    who text not null,
    per_s bigint not null,
    begun_at timestamptz not null,
    requests bigint not null,
    primary key (adapter, who, per_s, begun_at)
);

-- Until when a vendor wants to be left alone.
create table cloud_pause (
    adapter text primary key,
    until_at timestamptz not null
);
