-- Facts: from when on an item counts as part of another, a chain of a bike. Days are those of workouts' own clocks;
-- `until` is the first day that no longer counts.
create table gear_mount (
    user_id uuid not null,
    gear_id uuid not null,
    since date not null,
    until date,
    parent_id uuid not null,
    primary key (user_id, gear_id, since),
    foreign key (user_id, gear_id) references gear_item (user_id, id) on delete cascade,
    foreign key (user_id, parent_id) references gear_item (user_id, id) on delete cascade
);
create index gear_mount_parent on gear_mount (user_id, parent_id);
-- An item is part of one other at a time.
create unique index gear_mount_now on gear_mount (user_id, gear_id) where until is null;

-- Facts: serviced on a day; what is used from that day on counts towards the next service.
create table gear_service (
    user_id uuid not null,
    id uuid not null,
    gear_id uuid not null,
    on_day date not null,
    note text,
    created_at timestamptz not null,
    primary key (user_id, id),
    foreign key (user_id, gear_id) references gear_item (user_id, id) on delete cascade
);
create index gear_service_item on gear_service (user_id, gear_id, on_day);

-- A deleted item can be taken back for thirty days.
alter table gear_item add column deleted_at timestamptz;

-- Projection: what each workout adds to each item that was used in it, itself or through what it is part of. In steps
-- of the wear's measure, and of the service's.
create table gear_use (
    user_id uuid not null,
    gear_id uuid not null,
    workout_id uuid not null,
    local_day date not null,
    worn bigint not null,
    towards_service bigint not null,
    primary key (user_id, gear_id, workout_id),
    foreign key (user_id, gear_id) references gear_item (user_id, id) on delete cascade,
    foreign key (user_id, workout_id) references workout (user_id, id) on delete cascade
);
create index gear_use_workout on gear_use (user_id, workout_id);
create index gear_use_day on gear_use (user_id, gear_id, local_day);

-- Facts: a person wants no suggestions in an app until then.
create table shelf_rest (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    pack text not null,
    at timestamptz not null,
    until timestamptz not null,
    primary key (user_id, id)
);

-- Facts: links out that were followed. Without a user where nobody was logged in.
create table shelf_click (
    id uuid primary key,
    user_id uuid references users (id) on delete cascade,
    product text not null,
    place text not null,
    pack text not null,
    at timestamptz not null
);
create index shelf_click_user on shelf_click (user_id, at);
create index shelf_click_place on shelf_click (pack, place);
