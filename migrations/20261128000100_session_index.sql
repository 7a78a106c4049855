-- Of the indexes that begin with a user, PostgreSQL takes the newest to check a foreign key to `workout` as long as
-- it has no statistics: each row of a workout then cost a look at all workouts of its user. A partial index it
-- cannot take, and workouts that nobody sent as a file have no session.
drop index workout_session;
create index workout_session on workout (user_id, original_id, session_index) where original_id is not null;
