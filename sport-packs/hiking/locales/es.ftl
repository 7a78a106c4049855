## El paquete
pack-title = Senderismo
pack-description = Días a pie: el camino, el desnivel y las cumbres, las botas y el tiempo.

## Deportes
sports-hike-title = Ruta de senderismo
sports-walk-title = Caminata

## Métricas
metrics-pace-title = Ritmo
metrics-effort_distance-title = Kilómetros-esfuerzo
metrics-effort_distance-short = Km-esfuerzo
metrics-climb_rate-title = Velocidad de ascenso
metrics-climb_rate-short = Ascenso
metrics-highest-title = Punto más alto

## Equipo
gear-hiking_boots-title = Botas de montaña
gear-hiking_boots-size_eu-title = Talla EU
gear-hiking_boots-height-title = Caña
gear-hiking_boots-height-low-title = Baja
gear-hiking_boots-height-mid-title = Media
gear-hiking_boots-height-high-title = Alta
gear-insoles-title = Plantillas
gear-poles-title = Bastones
gear-rain_jacket-title = Chubasquero

## Insignias
achievements-day_hike-title = Un día fuera
achievements-day_hike-description = Camina 20 km o más de una vez.
achievements-long_way-title = Un maratón a pie
achievements-long_way-description = Camina 42,195 km o más de una vez.
achievements-thousand_up-title = Mil de desnivel
achievements-thousand_up-description = Sube 1000 m en una ruta.
achievements-two_thousander-title = Dosmil
achievements-two_thousander-description = Llega a 2000 m o más tras subir 300 m.
achievements-three_thousander-title = Tresmil
achievements-three_thousander-description = Llega a 3000 m o más tras subir 300 m.
achievements-eight_weeks-title = Ocho semanas seguidas
achievements-eight_weeks-description = Sal al menos una vez por semana, ocho semanas seguidas.
achievements-hundred_km_month-title = Cien en un mes
achievements-hundred_km_month-description = Camina 100 km en treinta días.
achievements-five_thousand_month-title = Cinco mil de desnivel
achievements-five_thousand_month-description = Sube 5000 m en treinta días.
achievements-frost-title = Helada
achievements-frost-description = Pasa fuera una hora o más por debajo de −10 °C.

## Objetivos
norms-weekly_walking-title = Caminar cada semana
segments-far_walkers-title = Grandes caminantes
segments-far_walkers-description = Al menos 100 km en los últimos 30 días.
