## El paquete
pack-title = Base
pack-description = Lo que comparten todos los deportes: tiempo, distancia, frecuencia cardiaca, energía, esfuerzo.

## Deportes
sports-other-title = Otra actividad

## Métricas
metrics-duration-title = Tiempo
metrics-elapsed-title = Tiempo transcurrido
metrics-elapsed-short = Transcurrido
metrics-moving-title = Tiempo en movimiento
metrics-moving-short = En movimiento
metrics-distance-title = Distancia
metrics-distance-max-title = Mayor distancia
metrics-ascent-title = Desnivel positivo
metrics-ascent-short = Desnivel
metrics-ascent-max-title = Mayor desnivel positivo
metrics-descent-title = Desnivel negativo
metrics-avg_speed-title = Velocidad media
metrics-avg_speed-short = Velocidad
metrics-max_speed-title = Velocidad máxima
metrics-max_speed-short = Vel. máxima
metrics-avg_heart_rate-title = Frecuencia cardiaca media
metrics-avg_heart_rate-short = FC media
metrics-max_heart_rate-title = Frecuencia cardiaca máxima
metrics-max_heart_rate-short = FC máxima
metrics-calories-title = Calorías
metrics-effort-title = Esfuerzo percibido
metrics-feeling-title = Sensaciones
metrics-avg_cadence-title = Cadencia media
metrics-avg_cadence-short = Cadencia
metrics-avg_power-title = Potencia media
metrics-avg_power-short = Potencia
metrics-avg_power-best-duration-title = Mejor potencia
metrics-max_power-title = Potencia máxima
metrics-max_power-short = Pot. máxima
metrics-training_impulse-title = Impulso de entrenamiento
metrics-training_impulse-short = TRIMP
metrics-pace_drift-title = Deriva cardíaca por ritmo
metrics-pace_drift-short = Deriva
metrics-avg_temperature-title = Temperatura

## Listas
values-feelings-very_weak-title = Muy flojo
values-feelings-weak-title = Flojo
values-feelings-normal-title = Normal
values-feelings-strong-title = Fuerte
values-feelings-very_strong-title = Muy fuerte

## Objetivos
norms-weekly_activity-title = Actividad semanal
