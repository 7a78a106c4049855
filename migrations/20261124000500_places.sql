-- Facts: places that a person hides from others. The circle that is hidden is shifted from the place by `secret`, so
-- that tracks which end around it do not tell where its middle is.
create table place (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    name text not null,
    latitude double precision not null,
    longitude double precision not null,
    radius_m double precision not null,
    secret text not null,
    created_at timestamptz not null,
    primary key (user_id, id)
);

-- Facts: links by which others may see one workout. The token itself is not kept.
create table share_link (
    user_id uuid not null,
    id uuid not null,
    workout_id uuid not null,
    token_hash text not null,
    with_name boolean not null,
    with_body boolean not null,
    with_ends boolean not null,
    created_at timestamptz not null,
    ends_at timestamptz,
    revoked_at timestamptz,
    primary key (user_id, id),
    foreign key (user_id, workout_id) references workout (user_id, id) on delete cascade
);
create unique index share_link_token on share_link (token_hash);
create index share_link_workout on share_link (user_id, workout_id);
