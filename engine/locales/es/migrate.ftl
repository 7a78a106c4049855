# What became of workouts when a pack changed.
inspect-origin-backfilled = lo que el paquete dice de entrenamientos en los que no se preguntó
