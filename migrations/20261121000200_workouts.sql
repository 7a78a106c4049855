-- Facts and projections of training. One text for SQLite and PostgreSQL.

-- The outbox: an event is written in the transaction of its fact, and marked done in the
-- transaction of its reactions.
create table event (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    body jsonb not null,
    at timestamptz not null,
    done_at timestamptz,
    primary key (user_id, id)
);
create index event_pending on event (user_id) where done_at is null;

-- Fact: a file as it was uploaded; its bytes are the blob of that SHA-256.
create table original (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    name text not null,
    format text not null,
    size bigint not null,
    blob text not null,
    received_at timestamptz not null,
    primary key (user_id, id)
);
create unique index original_blob on original (user_id, blob);

-- Fact: a workout. `activity` is what the file said (without streams), `entered` what was typed or
-- sent, `edits` the user's later changes, which no import overwrites.
create table workout (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    sport text not null,
    source text not null check (source in ('file', 'form', 'api')),
    original_id uuid,
    session_index integer not null,
    start_at timestamptz not null,
    utc_offset_s integer not null,
    local_day date not null,
    title text,
    note text,
    -- Title and note in lower case: SQLite folds ASCII only, people write in every script.
    search text not null,
    activity jsonb,
    entered jsonb not null,
    edits jsonb not null,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz,
    primary key (user_id, id)
);
create index workout_history on workout (user_id, start_at, id) where deleted_at is null;
create index workout_sport on workout (user_id, sport, start_at, id) where deleted_at is null;
create index workout_day on workout (user_id, local_day);
create index workout_deleted on workout (deleted_at) where deleted_at is not null;
create unique index workout_session on workout (user_id, original_id, session_index);

-- Fact: samples as columns, 600 to a chunk.
create table stream_chunk (
    user_id uuid not null,
    workout_id uuid not null,
    channel text not null,
    idx integer not null,
    samples integer not null,
    low double precision,
    high double precision,
    bytes bytea not null,
    primary key (user_id, workout_id, channel, idx),
    foreign key (user_id, workout_id) references workout (user_id, id) on delete cascade
);

-- Projections: dropped and told anew by `stadion rebuild`.
create table workout_value (
    user_id uuid not null,
    workout_id uuid not null,
    metric text not null,
    value bigint,
    text text,
    primary key (user_id, workout_id, metric),
    foreign key (user_id, workout_id) references workout (user_id, id) on delete cascade
);

-- All values of a workout in one row, for lists and pages: `workout_value` once more, told together.
create table workout_figures (
    user_id uuid not null,
    workout_id uuid not null,
    figures jsonb not null,
    primary key (user_id, workout_id),
    foreign key (user_id, workout_id) references workout (user_id, id) on delete cascade
);

create table workout_part (
    user_id uuid not null,
    workout_id uuid not null,
    kind text not null,
    idx integer not null,
    fields jsonb not null,
    primary key (user_id, workout_id, kind, idx),
    foreign key (user_id, workout_id) references workout (user_id, id) on delete cascade
);

-- The best of one workout for one record rule, in the pack of its sport; `variant` tells an
-- exercise from another where a rule has `by`.
create table best_effort (
    user_id uuid not null,
    pack text not null,
    record text not null,
    variant text not null,
    sport text not null,
    start_at timestamptz not null,
    local_day date not null,
    workout_id uuid not null,
    value bigint not null,
    -- A workout is of one sport and a sport of one pack.
    primary key (user_id, record, variant, start_at, workout_id),
    foreign key (user_id, workout_id) references workout (user_id, id) on delete cascade
);
create index best_effort_workout on best_effort (user_id, workout_id);

-- How a record grew: one row for each workout that beat all before it.
create table record_mark (
    user_id uuid not null,
    pack text not null,
    record text not null,
    variant text not null,
    start_at timestamptz not null,
    workout_id uuid not null,
    value bigint not null,
    previous bigint,
    primary key (user_id, pack, record, variant, start_at, workout_id),
    foreign key (user_id, workout_id) references workout (user_id, id) on delete cascade
);
create index record_mark_workout on record_mark (user_id, workout_id);

create table daily (
    user_id uuid not null references users (id) on delete cascade,
    sport text not null,
    metric text not null,
    local_day date not null,
    n bigint not null,
    sum bigint not null,
    min bigint not null,
    max bigint not null,
    primary key (user_id, sport, metric, local_day)
);
create index daily_day on daily (user_id, local_day);

-- A workout that made an achievement's rule true, and the tiers given for them.
create table achievement_match (
    user_id uuid not null,
    achievement text not null,
    start_at timestamptz not null,
    workout_id uuid not null,
    primary key (user_id, achievement, start_at, workout_id),
    foreign key (user_id, workout_id) references workout (user_id, id) on delete cascade
);
create index achievement_match_workout on achievement_match (user_id, workout_id);

create table achievement_award (
    user_id uuid not null,
    achievement text not null,
    tier integer not null,
    start_at timestamptz not null,
    workout_id uuid not null,
    primary key (user_id, achievement, tier),
    foreign key (user_id, workout_id) references workout (user_id, id) on delete cascade
);
create index achievement_award_workout on achievement_award (user_id, workout_id);

-- Facts: what a user owns, and what was used in which workout.
create table gear_item (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    kind text not null,
    name text not null,
    attributes jsonb not null,
    -- Wear it had before it was added here, in steps of its measure.
    start_wear bigint not null,
    default_sport text,
    acquired_on date not null,
    retired_at timestamptz,
    version bigint not null,
    created_at timestamptz not null,
    primary key (user_id, id)
);
create unique index gear_default on gear_item (user_id, kind, default_sport)
    where default_sport is not null and retired_at is null;

create table workout_gear (
    user_id uuid not null,
    workout_id uuid not null,
    gear_id uuid not null,
    primary key (user_id, workout_id, gear_id),
    foreign key (user_id, workout_id) references workout (user_id, id) on delete cascade,
    foreign key (user_id, gear_id) references gear_item (user_id, id) on delete cascade
);
create index workout_gear_item on workout_gear (user_id, gear_id);

-- Projection: how far each item is worn.
create table gear_wear (
    user_id uuid not null,
    gear_id uuid not null,
    used bigint not null,
    workouts bigint not null,
    primary key (user_id, gear_id),
    foreign key (user_id, gear_id) references gear_item (user_id, id) on delete cascade
);

-- Fact: what the user was told. The key keeps one thing from being told twice.
create table notice (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    kind text not null,
    dedupe_key text not null,
    payload jsonb not null,
    at timestamptz not null,
    read_at timestamptz,
    primary key (user_id, id)
);
create unique index notice_once on notice (user_id, dedupe_key);
