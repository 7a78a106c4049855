-- Fact: what a user wants to be told. A kind without a row is told.
create table notice_setting (
    user_id uuid not null references users (id) on delete cascade,
    kind text not null,
    is_on boolean not null,
    changed_at timestamptz not null,
    primary key (user_id, kind)
);
