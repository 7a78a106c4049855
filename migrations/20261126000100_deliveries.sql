-- What came for people by which adapter, and what of it was refused. One text for SQLite and PostgreSQL.

-- One line for each time that data came; kept for 90 days, and 200 a person.
create table device_delivery (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    adapter text not null,
    -- Empty where no folder has the adapter: canonical JSON needs none.
    adapter_version text not null,
    connection_id uuid,
    -- `file`, `api`, `pull`, `push` or `ble`.
    how text not null,
    at timestamptz not null,
    taken bigint not null,
    updated bigint not null,
    known bigint not null,
    refused bigint not null,
    -- The first of what was refused: code, place, reason, remedy, count.
    details jsonb not null,
    primary key (user_id, id)
);
create index device_delivery_at on device_delivery (user_id, at);
