## El paquete
pack-title = Natación
pack-description = Piscina y aguas abiertas: ritmo cada cien metros, largos con sus brazadas, SWOLF.

## Deportes
sports-pool_swim-title = Natación en piscina
sports-open_water_swim-title = Natación en aguas abiertas

## Partes
parts-length-title = Largo
parts-length-titles = Largos
parts-length-stroke-title = Estilo
parts-length-time-title = Tiempo
parts-length-strokes-title = Brazadas

## Valores
values-strokes-freestyle-title = Crol
values-strokes-backstroke-title = Espalda
values-strokes-breaststroke-title = Braza
values-strokes-butterfly-title = Mariposa
values-strokes-drill-title = Técnica
values-strokes-mixed-title = Mixto
values-strokes-im-title = Estilos

## Métricas
metrics-pace-title = Ritmo
metrics-pace-best-distance-title = Más rápido
metrics-pace-best-duration-title = Más lejos
metrics-lengths_swum-title = Largos
metrics-swolf-title = SWOLF
metrics-strokes_a_length-title = Brazadas por largo
metrics-strokes_a_length-short = Brazadas
metrics-stroke_rate-title = Frecuencia de brazada
metrics-pool-title = Piscina
metrics-water-title = Agua

## Equipo
gear-swimsuit-title = Bañador
gear-goggles-title = Gafas
gear-goggles-lens-title = Lente
gear-goggles-lens-clear-title = Transparentes
gear-goggles-lens-tinted-title = Tintadas
gear-goggles-lens-mirrored-title = Espejadas
gear-goggles-lens-optical-title = Graduadas
gear-wetsuit-title = Neopreno
gear-wetsuit-thickness_mm-title = Grosor, mm
gear-fins-title = Aletas

## Insignias
achievements-one_km-title = Un kilómetro
achievements-one_km-description = Nada 1 km o más de una vez.
achievements-two_km-title = Dos kilómetros
achievements-two_km-description = Nada 2 km o más de una vez.
achievements-three_miles-title = Tres millas
achievements-three_miles-description = Nada tres millas, 4,83 km, o más de una vez.
achievements-open_water-title = Aguas abiertas
achievements-open_water-description = Nada donde no hay paredes.
achievements-six_weeks-title = Seis semanas seguidas
achievements-six_weeks-description = Nada al menos una vez por semana, seis semanas seguidas.
achievements-ten_km_month-title = Diez en un mes
achievements-ten_km_month-description = Nada 10 km en treinta días.
achievements-channel-title = El canal de la Mancha
achievements-channel-description = Nada 33 km en total: de Dover a Calais.
achievements-hundred_under_1_30-title = Cien en 1:30
achievements-hundred_under_1_30-description = Nada 100 m en 1:30 o más rápido.
achievements-four_hundred_under_8-title = Cuatrocientos en ocho
achievements-four_hundred_under_8-description = Nada 400 m en 8:00 o más rápido.
achievements-butterfly-title = Mariposa
achievements-butterfly-description = Cuatro largos de mariposa en una sesión.

## Objetivos
norms-weekly_swimming-title = Natación semanal
