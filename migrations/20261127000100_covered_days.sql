-- SQLite reads an index alone only where each column that a statement names is in it, that of the
-- index's own condition too: without it each day of an audience's window was a page of the table.
drop index period_workouts;
create index period_workouts on period (user_id, unit, idx, sport, n, metric) where metric = 'workouts';
