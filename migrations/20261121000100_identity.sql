-- Accounts. Only confirmed people are users: an unconfirmed registration is a row of its own, so
-- that nobody holds an address that is not theirs. Secrets are kept as the SHA-256 of what was
-- handed out, in hex. Tables owned by a user lead their keys with `user_id`.

create table users (
    id uuid primary key,
    email text not null unique,
    display_name text not null,
    -- PHC string; null for who logs in through another provider only.
    password_hash text,
    locale text,
    time_zone text,
    units text not null check (units in ('metric', 'imperial')),
    -- The password of a `demo` account is known to all: only a demo server lets it in.
    state text not null check (state in ('active', 'blocked', 'demo')),
    created_at timestamptz not null,
    confirmed_at timestamptz not null,
    -- Grows with every change; the ETag.
    version bigint not null
);

create table registration (
    token_hash text primary key,
    email text not null,
    display_name text not null,
    password_hash text not null,
    locale text,
    time_zone text,
    units text not null,
    consents jsonb not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index registration_expires on registration (expires_at);

-- Who a user is at an identity provider; `local` is this server.
create table identity (
    user_id uuid not null references users (id) on delete cascade,
    issuer text not null,
    subject text not null,
    linked_at timestamptz not null,
    primary key (user_id, issuer, subject),
    unique (issuer, subject)
);

create table session (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    token_hash text not null unique,
    kind text not null check (kind in ('cookie', 'bearer')),
    agent text not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (user_id, id)
);
create index session_expires on session (expires_at);

create table api_token (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    token_hash text not null unique,
    name text not null,
    scopes text not null,
    created_at timestamptz not null,
    used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz,
    primary key (user_id, id)
);

create table user_role (
    user_id uuid not null references users (id) on delete cascade,
    role text not null,
    granted_at timestamptz not null,
    primary key (user_id, role)
);
create index user_role_role on user_role (role);

create table mail_token (
    user_id uuid not null references users (id) on delete cascade,
    token_hash text not null unique,
    purpose text not null check (purpose in ('reset', 'email')),
    -- The new address of an `email` token.
    email text,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (user_id, token_hash)
);
create index mail_token_expires on mail_token (expires_at);

-- Append-only: the latest row of a kind is what holds.
create table consent (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    kind text not null,
    version text not null,
    given boolean not null,
    at timestamptz not null,
    primary key (user_id, id)
);

create table membership (
    user_id uuid not null references users (id) on delete cascade,
    pack_id text not null,
    joined_at timestamptz not null,
    left_at timestamptz,
    primary key (user_id, pack_id)
);
create index membership_pack on membership (pack_id);

-- One row each time a user goes from one sport's app to another's.
create table passage (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    from_pack text not null,
    to_pack text not null,
    at timestamptz not null,
    primary key (user_id, id)
);
create index passage_way on passage (from_pack, to_pack);

create table idempotency (
    user_id uuid not null references users (id) on delete cascade,
    key text not null,
    -- SHA-256 of method, path and body.
    fingerprint text not null,
    -- Null while the request runs; a run that died is let go of at `locked_until`.
    status integer,
    headers jsonb not null,
    body text not null,
    locked_until timestamptz not null,
    expires_at timestamptz not null,
    primary key (user_id, key)
);
create index idempotency_expires on idempotency (expires_at);

-- Mail waiting to be sent; a sent one is gone.
create table mail_outbox (
    id uuid primary key,
    recipient text not null,
    subject text not null,
    body text not null,
    created_at timestamptz not null,
    tries bigint not null,
    next_at timestamptz not null,
    -- Given up; for the operator to look at.
    failed_at timestamptz,
    error text
);
create index mail_outbox_next on mail_outbox (next_at);

-- Erased accounts of which files may be left; gone with the last file.
create table erasure (
    user_id uuid primary key,
    at timestamptz not null
);

-- What was done to accounts. Rows of an erased account keep no reference to it.
create table audit (
    id uuid primary key,
    at timestamptz not null,
    action text not null,
    user_id uuid references users (id) on delete set null,
    detail text not null
);
create index audit_at on audit (at);
create index audit_user on audit (user_id);
