-- What audiences are counted by. Projections: `stadion rebuild` tells them of people from before.

-- Who a person is, from a day on until another, which is no longer in it; days are numbered since
-- 1970-01-01. One row at most holds on a day. `birth` is the date as a number: 19900315.
create table person_span (
    user_id uuid not null references users (id) on delete cascade,
    from_day bigint not null,
    until_day bigint not null,
    birth bigint,
    category text,
    sex text,
    region text,
    weight double precision,
    primary key (user_id, from_day)
);

-- The category that was said for one pack alone; without one the general one counts.
create table person_category (
    user_id uuid not null references users (id) on delete cascade,
    pack text not null,
    from_day bigint not null,
    until_day bigint not null,
    category text not null,
    primary key (user_id, pack, from_day)
);

-- The first and the last local day with a workout: whoever did nothing in a window is left out by it.
create table active_span (
    user_id uuid primary key references users (id) on delete cascade,
    first_day bigint not null,
    last_day bigint not null
);

create index active_span_days on active_span (user_id, first_day, last_day);

-- Everybody's time zone and state, and the days of a person, without reading their rows.
create index users_audience on users (id, state, time_zone);
create index daily_audience on daily (user_id, metric, local_day, sport, n, sum, min, max);
create index period_workouts on period (user_id, unit, idx, sport, n) where metric = 'workouts';
create index best_effort_day on best_effort (user_id, record, local_day, sport, value) where variant = '';

-- Whoever said something of themselves and did nothing yet is told of like all others.
insert into event (user_id, id, body, at)
    select f.user_id, f.id, '{"kind":"profile_changed","from":"1900-01-01"}', f.created_at from profile_fact f
    where not exists (select 1 from event e where e.user_id = f.user_id)
        and not exists (select 1 from profile_fact g where g.user_id = f.user_id and g.id < f.id);
