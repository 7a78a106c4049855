## El paquete
pack-title = Triatlón
pack-description = Natación, bici y carrera en una sola prueba, y lo que cuestan las transiciones.

## Deportes
sports-triathlon-title = Triatlón

## Partes
parts-leg-title = Segmento
parts-leg-titles = Segmentos
parts-leg-discipline-title = Disciplina
parts-leg-time-title = Tiempo
parts-leg-way-title = Distancia
parts-leg-sprint-title = Sprint
parts-leg-olympic-title = Olímpico
parts-leg-middle-title = Media distancia
parts-leg-long-title = Larga distancia

## Valores
values-formats-sprint-title = Sprint
values-formats-olympic-title = Olímpico
values-formats-middle-title = Media distancia
values-formats-long-title = Larga distancia
values-disciplines-swim-title = Natación
values-disciplines-t1-title = T1
values-disciplines-ride-title = Bici
values-disciplines-t2-title = T2
values-disciplines-run-title = Carrera

## Métricas
metrics-format-title = Formato
metrics-race_time-title = Tiempo de carrera
metrics-race_distance-title = Distancia total
metrics-swim_time-title = Natación
metrics-swim_pace-title = Ritmo de natación
metrics-ride_time-title = Bici
metrics-ride_speed-title = Velocidad en bici
metrics-run_time-title = Carrera a pie
metrics-run_pace-title = Ritmo de carrera
metrics-transitions-title = Transiciones

## Equipo
gear-trisuit-title = Tritraje
gear-race_belt-title = Portadorsal

## Insignias
achievements-finisher-title = Finisher
achievements-finisher-description = Termina un triatlón de 25 km o más.
achievements-olympic-title = Distancia olímpica
achievements-olympic-description = Termina 51,5 km: 1,5, 40 y 10.
achievements-middle-title = Media distancia
achievements-middle-description = Termina 113 km: 1,9, 90 y una media maratón.
achievements-long-title = Larga distancia
achievements-long-description = Termina 226 km: 3,8, 180 y un maratón.
achievements-quick_change-title = Transición relámpago
achievements-quick_change-description = Pasa tres minutos o menos entre las dos transiciones.

## Objetivos
norms-weekly_triathlon-title = Entrenamiento semanal
