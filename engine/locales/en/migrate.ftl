# What became of workouts when a pack changed.
inspect-origin-backfilled = what the pack says of workouts that were never asked
