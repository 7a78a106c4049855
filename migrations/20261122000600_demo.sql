-- How far the making of a demo account's data has come, so that a start after a kill goes on there.
create table demo_progress (
    user_id uuid not null primary key references users (id) on delete cascade,
    -- The moment of the first start, up to which the year of training goes.
    anchor timestamptz not null,
    weeks integer not null,
    done_at timestamptz
);
