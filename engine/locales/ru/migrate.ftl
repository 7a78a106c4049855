# What became of workouts when a pack changed.
inspect-origin-backfilled = из пакета: для тренировок, где это не спрашивали
