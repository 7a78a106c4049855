-- What people say of themselves, dated: a change is a new fact, so that old days keep what held then.

-- Append-only. On a day holds the fact with the latest `valid_from` not after it; of one day's, the
-- one said last. A null value takes the field back. `sport` is empty (all sports), a pack's id, or
-- the qualified id of a sport; the narrower counts.
create table profile_fact (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    field text not null,
    sport text not null,
    -- {"value": …}
    value jsonb not null,
    valid_from date not null,
    created_at timestamptz not null,
    primary key (user_id, id)
);
create index profile_fact_day on profile_fact (user_id, valid_from, created_at);

-- A child's account waits until the guardian whom the child named agrees.
create table guardian (
    user_id uuid primary key references users (id) on delete cascade,
    -- Null until the child names one.
    email text,
    -- Language of the mails.
    locale text,
    -- SHA-256 of the link mailed last; null when none works.
    token_hash text unique,
    expires_at timestamptz,
    asked_at timestamptz,
    confirmed_at timestamptz
);

alter table registration add column birth_date date;
alter table registration add column region text;
alter table registration add column guardian text;
