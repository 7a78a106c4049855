achievements-title = Badges
achievements-all = { $count }, all badges
achievements-earned = { $count } earned
achievements-near = Nearly there
achievements-yours = Earned
achievements-open = Still to earn
achievements-none-title = No badge yet
achievements-none-text = Badges come by themselves with the workouts you record. Below is what each takes.
achievements-no-badges-title = This sport has no badges
achievements-no-badges-text = Your records and progress are told all the same.
badge-times = { $n ->
    [one] { $n } time so far
   *[other] { $n } times so far
}
badge-levels = Levels
badge-level-open = not reached yet
badge-progress-times = { $n } of { $all } times
badge-progress-workouts = { $n } of { $all } workouts
badge-progress-days = { $n } of { $all } days in a row
badge-progress-weeks = { $n } of { $all } weeks in a row
