## El paquete
pack-title = Ciclismo
pack-description = En carretera, gravel, montaña y rodillo: distancia, puertos, potencia y el desgaste de la bici.

## Deportes
sports-ride-title = Salida en bici
sports-mountain_bike-title = Salida en BTT
sports-indoor_ride-title = Rodillo

## Métricas
metrics-work-title = Trabajo
metrics-normalized_power-title = Potencia normalizada
metrics-normalized_power-short = NP
metrics-variability-title = Índice de variabilidad
metrics-variability-short = IV
metrics-training_stress-title = Estrés de entrenamiento
metrics-training_stress-short = TSS
metrics-power_drift-title = Deriva cardíaca por potencia
metrics-power_drift-short = Deriva
metrics-climb_rate-title = Velocidad de ascenso (VAM)
metrics-climb_rate-short = VAM
metrics-jumps-title = Saltos

## Equipo
gear-bike-title = Bicicleta
gear-bike-purpose-title = Uso
gear-bike-purpose-road-title = Carretera
gear-bike-purpose-gravel-title = Gravel
gear-bike-purpose-mountain-title = Montaña
gear-bike-purpose-time_trial-title = Contrarreloj
gear-bike-purpose-city-title = Ciudad
gear-bike-purpose-indoor-title = Rodillo
gear-bike-wheel-title = Tamaño de rueda
gear-bike-weight_kg-title = Peso, kg
gear-chain-title = Cadena
gear-cassette-title = Casete
gear-tyres-title = Cubiertas
gear-brake_pads-title = Pastillas de freno
gear-helmet-title = Casco

## Insignias
achievements-fifty_km-title = Medio centenar
achievements-fifty_km-description = Haz 50 km o más en una salida.
achievements-hundred_km-title = Centenar
achievements-hundred_km-description = Haz 100 km o más en una salida.
achievements-brevet-title = Brevet
achievements-brevet-description = Haz 200 km o más en una salida: la distancia de la primera brevet.
achievements-four_weeks-title = Cuatro semanas seguidas
achievements-four_weeks-description = Sal en bici al menos una vez por semana, cuatro semanas seguidas.
achievements-five_hundred_month-title = Quinientos en un mes
achievements-five_hundred_month-description = Haz 500 km en treinta días.
achievements-thousand_up-title = Mil de desnivel
achievements-thousand_up-description = Sube 1000 m en una salida.
achievements-everesting-title = Everesting
achievements-everesting-description = Sube 8849 m, la altura del Everest, en una salida.
achievements-thirty_an_hour-title = A treinta por hora
achievements-thirty_an_hour-description = Haz 40 km o más a 30 km/h o más rápido.
achievements-quarter_kilowatt-title = Un cuarto de kilovatio
achievements-quarter_kilowatt-description = Mantén 250 W durante 20 minutos.
achievements-steady-title = Pedaleo constante
achievements-steady-description = Rueda una hora o más con un índice de variabilidad de 1,05 como mucho.

## Objetivos
norms-weekly_riding-title = Bici semanal
