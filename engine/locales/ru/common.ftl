count-workouts = { $n ->
    [one] { NUMBER($n) } тренировка
    [few] { NUMBER($n) } тренировки
    [many] { NUMBER($n) } тренировок
   *[other] { NUMBER($n) } тренировки
}
