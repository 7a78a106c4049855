-- Recordings that a page made live. One text for SQLite and PostgreSQL.

-- Fact: which workout a recording became. The row outlives the workout: what its person deleted does not come back when a
-- device sends it once more.
create table live_recording (
    user_id uuid not null references users (id) on delete cascade,
    -- Made by the device, so that sending twice records once.
    id uuid not null,
    workout_id uuid not null,
    -- The adapters of its sensors by their ids, with commas between.
    adapters text not null,
    received_at timestamptz not null,
    primary key (user_id, id)
);
