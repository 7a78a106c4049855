-- What pages read of many years: sums by week, month and year, and stretches without a gap.
-- Projections: `stadion rebuild` tells them of workouts from before.

-- `idx` numbers the days since 1970-01-01, the weeks since the Monday before it, the months since the
-- year 0, the years as they are called. The metric `workouts` counts workouts; days have it alone,
-- their figures are in `daily`.
create table period (
    user_id uuid not null references users (id) on delete cascade,
    unit text not null check (unit in ('day', 'week', 'month', 'year')),
    idx bigint not null,
    sport text not null,
    metric text not null,
    n bigint not null,
    sum bigint not null,
    min bigint not null,
    max bigint not null,
    primary key (user_id, unit, idx, sport, metric)
);

-- Days or weeks in a row with a workout in a pack's sports, as long as they go: no two touch.
create table stretch (
    user_id uuid not null references users (id) on delete cascade,
    pack text not null,
    unit text not null check (unit in ('day', 'week')),
    first bigint not null,
    last bigint not null,
    length bigint not null,
    primary key (user_id, pack, unit, first)
);
create index stretch_length on stretch (user_id, pack, unit, length);

-- The newest records, and the workouts of a sport beside each other.
create index record_mark_newest on record_mark (user_id, pack, start_at, workout_id);
