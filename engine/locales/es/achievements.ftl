achievements-title = Insignias
achievements-all = { $count }, ver todas
achievements-earned = Ganadas: { $count }
achievements-near = Casi las tienes
achievements-yours = Ganadas
achievements-open = Por ganar
achievements-none-title = Todavía no hay insignias
achievements-none-text = Las insignias llegan solas con los entrenamientos que registras. Abajo ves qué pide cada una.
achievements-no-badges-title = Este deporte no tiene insignias
achievements-no-badges-text = Tus récords y tu progreso se cuentan igualmente.
badge-times = { $n ->
    [one] { $n } vez hasta ahora
    [many] { $n } de veces hasta ahora
   *[other] { $n } veces hasta ahora
}
badge-levels = Niveles
badge-level-open = aún no alcanzado
badge-progress-times = { $n } de { $all } veces
badge-progress-workouts = { $n } de { $all } entrenamientos
badge-progress-days = { $n } de { $all } días seguidos
badge-progress-weeks = { $n } de { $all } semanas seguidas
