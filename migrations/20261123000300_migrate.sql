-- What becomes of people's facts and projections when packs change.

-- One row each time that packs began to be told otherwise. The work goes over people in the order of their ids: `cursor`
-- is the last whose turn in `step` is over, and moves in the transaction of that turn.
create table migration (
    seq bigint primary key,
    -- {"packs": [{"pack", "old", "new"}]}
    packs jsonb not null,
    -- {"steps": […]}
    steps jsonb not null,
    -- Of what the packs say when this is carried out: only who serves those may.
    told text not null,
    step integer not null,
    cursor uuid,
    -- Turns over all steps.
    done bigint not null,
    total bigint not null,
    failures bigint not null,
    error text,
    started_at timestamptz not null,
    moved_at timestamptz not null,
    finished_at timestamptz,
    -- Begun anew by this one, with what was left.
    superseded_by bigint,
    -- One process carries it out at a time, and lets go by dying.
    holder text,
    held_until timestamptz
);
create index migration_open on migration (seq) where finished_at is null;

-- Everything that any version of a pack renamed: facts keep their names, and these say what they mean.
create table pack_rename (
    kind text not null,
    old text not null,
    new text not null,
    at timestamptz not null,
    primary key (kind, old, new)
);

-- By what projections are told: the one row.
create table pack_told (
    id text primary key check (id = 'live'),
    body jsonb not null,
    at timestamptz not null
);

-- The newest migration that a user has had before it came to them in the background.
create table migrated (
    user_id uuid primary key references users (id) on delete cascade,
    seq bigint not null
);
