-- How people get along with connecting a device, and which adapter brought what. One text for SQLite and
-- PostgreSQL.

-- Fact: somebody set out to connect a device, and how far they came. One they never finished stays.
create table device_setup (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    adapter text not null,
    -- Empty where no folder has the adapter.
    adapter_version text not null,
    -- `file`, `api`, `pull` or `ble`, once they began.
    how text,
    chosen_at timestamptz not null,
    began_at timestamptz,
    connected_at timestamptz,
    first_data_at timestamptz,
    primary key (user_id, id)
);
create index device_setup_adapter on device_setup (user_id, adapter, chosen_at);
create index device_setup_chosen on device_setup (chosen_at);

-- Which adapter a source came through, and in which version; null is a file that the person loaded, or
-- what was stored before adapters were.
alter table workout_source add column adapter text;
alter table workout_source add column adapter_version text;
create index workout_source_adapter on workout_source (user_id, adapter) where adapter is not null;
