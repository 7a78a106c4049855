achievements-title = Значки
achievements-all = { $count }, все значки
achievements-earned = Получено { $count }
achievements-near = Осталось немного
achievements-yours = Получены
achievements-open = Впереди
achievements-none-title = Значков пока нет
achievements-none-text = Значки приходят сами с записанными тренировками. Ниже сказано, за что даётся каждый.
achievements-no-badges-title = В этом виде спорта нет значков
achievements-no-badges-text = Рекорды и прогресс отмечаются и без них.
badge-times = { $n ->
    [one] пока { $n } раз
    [few] пока { $n } раза
   *[other] пока { $n } раз
}
badge-levels = Ступени
badge-level-open = ещё не достигнута
badge-progress-times = { $n } из { $all } раз
badge-progress-workouts = { $n } из { $all } тренировок
badge-progress-days = { $n } из { $all } дней подряд
badge-progress-weeks = { $n } из { $all } недель подряд
