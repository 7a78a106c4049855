-- By which version of the reader a workout's recording was read; 0 by one before versions were kept. After an update
-- those of earlier versions are read from their files again.
alter table workout add column read_version bigint not null default 0;
create index workout_read on workout (read_version, user_id, id);
