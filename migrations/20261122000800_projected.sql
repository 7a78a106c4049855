-- By which version of the reactions a user's projections were told; without a row, by an earlier one.
create table projected (
    user_id uuid primary key references users (id) on delete cascade,
    version bigint not null
);
