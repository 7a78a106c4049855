### Historial y progreso.

nav-progress = Progreso

## Meses donde hay poco sitio.
month-short-1 = ene
month-short-2 = feb
month-short-3 = mar
month-short-4 = abr
month-short-5 = may
month-short-6 = jun
month-short-7 = jul
month-short-8 = ago
month-short-9 = sep
month-short-10 = oct
month-short-11 = nov
month-short-12 = dic
date-day-short = { $day } { $month }
date-span = { $from } – { $to }
date-span-month = { $from }–{ $to }

## Progreso

progress-metric = Métrica
progress-period = Periodo
progress-week = Semana
progress-month = Mes
progress-quarter = 12 semanas
progress-year = Año
progress-all = Todo
progress-own = Otras fechas
progress-own-turned = El primer día es posterior al último.
progress-workouts = Entrenamientos
progress-show = Mostrar
progress-more = { $value } más que en { $days }
progress-less = { $value } menos que en { $days }
progress-better = { $value } mejor que en { $days }
progress-worse = { $value } peor que en { $days }
progress-higher = { $value } por encima de { $days }
progress-lower = { $value } por debajo de { $days }
progress-same = Igual que en { $days }
progress-none-before = Nada con que comparar en { $days }
progress-nothing = Nada en { $days }
progress-now = { $days }
progress-table = Lo mismo en cifras
progress-when = Cuándo
progress-chart-label = { $title }, { $days }: { $value }. { $finding }
progress-best-day = Mejor día
progress-best-week = Mejor semana
progress-best-month = Mejor mes
progress-best-year = Mejor año
progress-most-day = Día más alto
progress-most-week = Semana más alta
progress-most-month = Mes más alto
progress-most-year = Año más alto
progress-a-week = Media semanal
progress-earlier = Antes
progress-empty-title = Tu progreso, cuando haya algo que comparar
progress-empty-text = Registra un entrenamiento: sus métricas, rachas y récords se cuentan aquí desde el primero.
progress-norm = Objetivo
progress-norm-left = Faltan { $left } para el objetivo de { $norm }
progress-norm-done = Objetivo de { $norm } cumplido
progress-norm-workouts = { $done } de { $norm ->
    [one] { NUMBER($norm) } entrenamiento
    [many] { NUMBER($norm) } de entrenamientos
   *[other] { NUMBER($norm) } entrenamientos
}
progress-norm-basis = { $title }: { $norm } en { $days ->
    [one] { $days } día
    [many] { $days } de días
   *[other] { $days } días
}
progress-trend = Tendencia
progress-trend-up = { $share } % más en las últimas cuatro semanas que en las cuatro anteriores
progress-trend-down = { $share } % menos en las últimas cuatro semanas que en las cuatro anteriores
progress-trend-better = { $share } % mejor en las últimas cuatro semanas que en las cuatro anteriores
progress-trend-worse = { $share } % peor en las últimas cuatro semanas que en las cuatro anteriores
progress-trend-steady = Estable: las últimas cuatro semanas son como las cuatro anteriores
progress-trend-unknown = Cuatro semanas con entrenamientos, y otras cuatro, hacen una tendencia.
progress-trend-figures = { $now } tras { $before }, hasta el { $day }
streak-title = Rachas
streak-weeks = Semanas seguidas
streak-days = Días seguidos
streak-n-weeks = { $n ->
    [one] { $n } semana seguida
    [many] { $n } de semanas seguidas
   *[other] { $n } semanas seguidas
}
streak-n-days = { $n ->
    [one] { $n } día seguido
    [many] { $n } de días seguidos
   *[other] { $n } días seguidos
}
streak-since = desde el { $date }
streak-none = Ninguna en curso
streak-longest = La más larga: { $n }, { $days }
streak-longest-now = La más larga hasta ahora
streak-keep = Registra uno hasta el domingo para mantenerla.
streak-kept = Esta semana ya cuenta.
streak-start = Un entrenamiento esta semana inicia una racha.
progress-records = Últimos récords
progress-records-all = Todos los récords
progress-records-empty = Tus mejores marcas aparecerán aquí cuando haya algo con que compararlas.

## Cómo creció un récord
growth-title = Evolución
growth-label = { $title }: { $n ->
    [one] una marca
    [many] { $n } de marcas
   *[other] { $n } marcas
}, de { $first } a { $last }
growth-gain = { $by } mejor
growth-gain-barely = Por muy poco mejor
growth-first = La primera
growth-total = { $by } mejor que la primera

## Historial
history-calendar = Calendario
history-calendar-year = { $n ->
    [one] { $n } día activo
    [many] { $n } de días activos
   *[other] { $n } días activos
} en el año hasta el { $date }
history-calendar-before = Antes
history-calendar-after = Después
history-calendar-month-before = Mes anterior
history-calendar-month-after = Mes siguiente
history-less = Menos
history-more = Más
history-totals = Totales
history-by-week = Semanas
history-by-month = Meses
history-by-year = Años
history-period = Periodo
history-count = Entrenamientos
history-least = { $title } desde
history-most = { $title } hasta

## Entrenamientos parecidos
similar-title = Entrenamientos parecidos
similar-rank = { $rank } de { $n }
similar-rank-best = El mejor de { $n }
similar-by = por { $title }
similar-median = Frente a su mediana
similar-last = Frente al último
similar-better = { $value } mejor
similar-worse = { $value } peor
similar-same = Igual
similar-near = Del mismo deporte, con { $title } a menos del 10 %
similar-parts = Del mismo deporte, con casi las mismas partes
