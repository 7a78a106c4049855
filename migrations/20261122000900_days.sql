-- What is asked with every workout reads few rows, however many there are.

-- A day's workouts are counted by sport: with the sport in the index no planner reads a sport's whole history.
drop index workout_day;
create index workout_day on workout (user_id, local_day, sport) where deleted_at is null;

-- A user's pending events in their order.
drop index event_pending;
create index event_pending on event (user_id, id) where done_at is null;

-- What rules found from a time on, of all achievements.
create index achievement_match_start on achievement_match (user_id, start_at, achievement, workout_id);
