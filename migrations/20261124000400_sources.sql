-- What workouts are of, and what was changed over it. One text for SQLite and PostgreSQL.

-- Fact: a session of a file that a workout is of. The primary one is what the workout shows.
create table workout_source (
    user_id uuid not null,
    workout_id uuid not null,
    original_id uuid not null,
    session_index integer not null,
    is_primary boolean not null,
    -- As the file has it, before any change. Where the end is the start, the workout's activity tells.
    start_at timestamptz not null,
    end_at timestamptz not null,
    distance double precision,
    sport text not null,
    serial text,
    device text,
    -- How rich it is: stored samples of all channels, laps, fields of applications.
    samples bigint not null,
    laps bigint not null,
    developer_fields bigint not null,
    -- How it was read: the zone and the columns of tables.
    reading jsonb not null,
    attached_at timestamptz not null,
    primary key (user_id, workout_id, original_id, session_index),
    foreign key (user_id, workout_id) references workout (user_id, id) on delete cascade
);
create index workout_source_time on workout_source (user_id, start_at);
create index workout_source_session on workout_source (user_id, original_id, session_index);

insert into workout_source (user_id, workout_id, original_id, session_index, is_primary, start_at,
    end_at, distance, sport, serial, device, samples, laps, developer_fields, reading, attached_at)
select w.user_id, w.id, w.original_id, w.session_index, true, w.start_at,
    w.start_at, null, 'generic', null, null,
    cast(coalesce((select sum(c.samples) from stream_chunk c
        where c.user_id = w.user_id and c.workout_id = w.id), 0) as bigint),
    0, 0, '{}', w.created_at
from workout w where w.original_id is not null;

-- Fact: a change over what the sources say, in their order; each can be undone.
create table workout_change (
    user_id uuid not null,
    workout_id uuid not null,
    seq bigint not null,
    body jsonb not null,
    at timestamptz not null,
    primary key (user_id, workout_id, seq),
    foreign key (user_id, workout_id) references workout (user_id, id) on delete cascade
);

-- Fact: somebody said that this session of a file is not this workout.
create table workout_apart (
    user_id uuid not null,
    workout_id uuid not null,
    blob text not null,
    session_index integer not null,
    primary key (user_id, workout_id, blob, session_index),
    foreign key (user_id, workout_id) references workout (user_id, id) on delete cascade
);

-- The workout that this one is a part of since they were joined; it is deleted meanwhile.
alter table workout add column joined_into uuid;

-- A workout that was split is of the same session as its other part.
drop index workout_session;
create index workout_session on workout (user_id, original_id, session_index);
