## El paquete
pack-title = Esquí de fondo
pack-description = Clásico y skating en la nieve: distancia, velocidad en las distancias de carrera, cera y esquís que piden su lijado.

## Deportes
sports-classic-title = Esquí clásico
sports-skate-title = Esquí de skating

## Métricas
metrics-speed-title = Velocidad
metrics-speed-best-distance-title = Más rápido
metrics-speed-best-duration-title = Más lejos
metrics-wax-title = Cera
metrics-snow-title = Nieve

## Valores
values-snow-fresh-title = Fresca
values-snow-packed-title = Compacta
values-snow-groomed-title = Pisada
values-snow-icy-title = Helada
values-snow-wet-title = Húmeda
values-snow-artificial-title = Artificial

## Equipo
gear-classic_skis-title = Esquís de clásico
gear-classic_skis-length_cm-title = Longitud, cm
gear-classic_skis-base-title = Suela
gear-classic_skis-base-cold-title = Fría
gear-classic_skis-base-universal-title = Universal
gear-classic_skis-base-warm-title = Cálida
gear-classic_skis-base-skin-title = Piel
gear-skating_skis-title = Esquís de skating
gear-skating_skis-length_cm-title = Longitud, cm
gear-skating_skis-base-title = Suela
gear-skating_skis-base-cold-title = Fría
gear-skating_skis-base-universal-title = Universal
gear-skating_skis-base-warm-title = Cálida
gear-boots-title = Botas
gear-poles-title = Bastones

## Insignias
achievements-ten_km-title = Diez
achievements-ten_km-description = Esquía 10 km o más de una vez.
achievements-thirty_km-title = Treinta
achievements-thirty_km-description = Esquía 30 km o más de una vez.
achievements-fifty_km-title = Cincuenta
achievements-fifty_km-description = Esquía 50 km o más de una vez: la distancia reina.
achievements-vasaloppet-title = Vasaloppet
achievements-vasaloppet-description = Esquía 90 km o más de una vez, como de Sälen a Mora.
achievements-winter_streak-title = Todo un invierno
achievements-winter_streak-description = Esquía al menos una vez por semana, ocho semanas seguidas.
achievements-two_hundred_month-title = Doscientos en un mes
achievements-two_hundred_month-description = Esquía 200 km en treinta días.
achievements-both_styles-title = Los dos estilos
achievements-both_styles-description = Clásico y skating en siete días.
achievements-hard_frost-title = Frío polar
achievements-hard_frost-description = Esquía a −20 °C o menos.
achievements-twenty_an_hour-title = A veinte por hora
achievements-twenty_an_hour-description = Esquía 10 km o más a 20 km/h o más rápido.

## Objetivos
norms-weekly_skiing-title = Esquí semanal
