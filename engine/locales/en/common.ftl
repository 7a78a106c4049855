count-workouts = { $n ->
    [one] { NUMBER($n) } workout
   *[other] { NUMBER($n) } workouts
}
