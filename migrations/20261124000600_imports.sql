-- Facts: what was sent to be read in the background, how far that is, and what became of each file.
create table import (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    name text not null,
    size bigint not null,
    -- What was sent; removed when all of it is read.
    blob text not null,
    -- How it is read: the person's time zone then, and what columns of tables mean.
    zone text,
    columns text not null,
    -- Files in it, where an archive tells.
    total bigint,
    -- Files that are stored or refused; the next one to be read.
    done bigint not null,
    -- Workouts that are new, and that were there already; files that were refused.
    recorded bigint not null,
    known bigint not null,
    refused bigint not null,
    -- The process that works on it, and until when, unless it says so again.
    holder text,
    held_until timestamptz,
    error text,
    created_at timestamptz not null,
    finished_at timestamptz,
    primary key (user_id, id)
);
create index import_open on import (created_at) where finished_at is null;

create table import_file (
    user_id uuid not null,
    import_id uuid not null,
    idx bigint not null,
    is_refused boolean not null,
    outcome jsonb not null,
    primary key (user_id, import_id, idx),
    foreign key (user_id, import_id) references import (user_id, id) on delete cascade
);
create index import_file_refused on import_file (user_id, import_id, idx) where is_refused;
