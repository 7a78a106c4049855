## El paquete
pack-title = Running
pack-description = Carrera en asfalto, pista, cinta y montaña: ritmo, récords, zapatillas.

## Deportes
sports-run-title = Carrera
sports-trail_run-title = Carrera de montaña

## Métricas
metrics-pace-title = Ritmo
metrics-pace-best-distance-title = Más rápido
metrics-pace-best-duration-title = Más lejos
metrics-cadence-title = Cadencia de pasos
metrics-cadence-short = Cadencia
metrics-climb_rate-title = Velocidad de ascenso
metrics-climb_rate-short = Ascenso

## Equipo
gear-running_shoes-title = Zapatillas de correr
gear-running_shoes-size_eu-title = Talla EU
gear-running_shoes-drop_mm-title = Drop, mm
gear-running_shoes-purpose-title = Uso
gear-running_shoes-purpose-everyday-title = Diario
gear-running_shoes-purpose-tempo-title = Ritmo
gear-running_shoes-purpose-race-title = Competición
gear-running_shoes-purpose-trail-title = Montaña
gear-insoles-title = Plantillas
gear-heart_rate_strap-title = Banda de pulso

## Insignias
achievements-five_km-title = Cinco kilómetros
achievements-five_km-description = Corre 5 km o más de una vez.
achievements-ten_km-title = Diez kilómetros
achievements-ten_km-description = Corre 10 km o más de una vez.
achievements-half_marathon-title = Media maratón
achievements-half_marathon-description = Corre una media maratón, 21,0975 km, o más.
achievements-marathon-title = Maratoniano
achievements-marathon-description = Corre un maratón, 42,195 km, o más.
achievements-four_weeks-title = Cuatro semanas seguidas
achievements-four_weeks-description = Corre al menos una vez por semana durante cuatro semanas.
achievements-twelve_weeks-title = Doce semanas seguidas
achievements-twelve_weeks-description = Corre al menos una vez por semana durante doce semanas.
achievements-hundred_km_month-title = Cien en treinta
achievements-hundred_km_month-description = Corre 100 km en treinta días.
achievements-climber-title = Cuesta arriba
achievements-climber-description = Sube 500 m en una sola carrera.
achievements-everest_month-title = Un Everest en treinta días
achievements-everest_month-description = Sube 8849 m, la altura del Everest, en treinta días.
achievements-ten_km_under_50-title = Diez en cincuenta
achievements-ten_km_under_50-description = Corre 10 km en 50 minutos o menos.
achievements-calm_long_run-title = Tirada larga y suave
achievements-calm_long_run-description = Corre una hora o más con una frecuencia cardiaca media de 140 o menos.

## Objetivos
norms-weekly_running-title = Carrera semanal
segments-regulars-title = Habituales
segments-regulars-description = Al menos ocho carreras en las últimas cuatro semanas.
segments-paused-title = En pausa
segments-paused-description = Corrían antes, pero no en las últimas cuatro semanas.
