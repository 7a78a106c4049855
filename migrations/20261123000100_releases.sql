-- A published version of a pack; never changed, never removed.
create table release (
    -- SHA-256 over the pack's files.
    digest text primary key,
    pack text not null,
    version text not null,
    archive bytea not null,
    published_at timestamptz not null,
    published_by uuid references users (id) on delete set null,
    -- When its authors first had it, as their tools noted.
    drafted_at timestamptz,
    valid_at timestamptz,
    previewed_at timestamptz,
    tested_at timestamptz,
    -- When it was live for the first time, and when the first workout was recorded by it.
    live_at timestamptz,
    effect_at timestamptz
);
create unique index release_version on release (pack, version);
create index release_by on release (published_by);
create index release_published on release (published_at);

-- The release of a pack that is live. Without a row the version of the server's folders is.
create table release_live (
    pack text primary key,
    digest text not null references release (digest),
    since timestamptz not null
);

-- Counts what changed `release_live`: every replica follows it, and who activates holds it.
create table release_state (
    id integer primary key check (id = 1),
    generation bigint not null
);
insert into release_state (id, generation) values (1, 0);

-- A release that goes live at a time; one a pack.
create table release_due (
    pack text primary key,
    digest text not null references release (digest),
    at timestamptz not null,
    -- What was live when it was planned; null is none, or the version of the folders.
    base text,
    planned_by uuid references users (id) on delete set null
);
create index release_due_at on release_due (at);
create index release_due_by on release_due (planned_by);

-- Who did what to which pack, with which release in place of which.
create table release_log (
    pack text not null,
    -- Counts what was done to the pack: replicas' clocks differ.
    seq bigint not null,
    at timestamptz not null,
    action text not null,
    digest text,
    previous text,
    user_id uuid references users (id) on delete set null,
    detail text not null,
    primary key (pack, seq)
);
create index release_log_user on release_log (user_id);
