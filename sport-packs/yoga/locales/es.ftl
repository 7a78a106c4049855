## El paquete
pack-title = Yoga
pack-description = Práctica y meditación: tiempo en la esterilla, calma y alcance, sin un solo kilómetro.

## Deportes
sports-yoga-title = Yoga
sports-meditation-title = Meditación

## Métricas
metrics-style-title = Estilo
metrics-technique-title = Técnica
metrics-calm-title = Calma
metrics-flexibility-title = Flexión sentada
metrics-lowest_heart_rate-title = Frecuencia cardiaca mínima

## Valores
values-styles-hatha-title = Hatha
values-styles-vinyasa-title = Vinyasa
values-styles-ashtanga-title = Ashtanga
values-styles-iyengar-title = Iyengar
values-styles-yin-title = Yin
values-styles-restorative-title = Restaurativo
values-styles-kundalini-title = Kundalini
values-styles-hot-title = Hot yoga
values-styles-nidra-title = Nidra
values-styles-other-title = Otro
values-techniques-breath-title = Respiración
values-techniques-body_scan-title = Escaneo corporal
values-techniques-mantra-title = Mantra
values-techniques-loving_kindness-title = Bondad amorosa
values-techniques-guided-title = Guiada
values-techniques-silence-title = Silencio

## Equipo
gear-mat-title = Esterilla
gear-mat-thickness_mm-title = Grosor, mm
gear-mat-material-title = Material
gear-mat-material-rubber-title = Caucho
gear-mat-material-cork-title = Corcho
gear-mat-material-pvc-title = PVC
gear-mat-material-tpe-title = TPE
gear-mat-material-cotton-title = Algodón
gear-block-title = Bloque
gear-strap-title = Cinturón

## Insignias
achievements-first_practice-title = Primera práctica
achievements-first_practice-description = Ven a la esterilla una vez.
achievements-seven_days-title = Siete días seguidos
achievements-seven_days-description = Practica cada día durante una semana.
achievements-thirty_days-title = Treinta días seguidos
achievements-thirty_days-description = Practica cada día durante treinta días.
achievements-hundred-title = Cien veces
achievements-hundred-description = Practica cien veces.
achievements-hundred_hours-title = Cien horas
achievements-hundred_hours-description = Pasa cien horas en la esterilla.
achievements-long_practice-title = Práctica larga
achievements-long_practice-description = Practica noventa minutos o más de una vez.
achievements-sun_salutations-title = Saludos al sol
achievements-sun_salutations-description = Una hora o más de Ashtanga o Vinyasa.
achievements-quiet_mind-title = Mente en calma
achievements-quiet_mind-description = Termina una práctica en plena calma.
achievements-reach-title = Más allá de los pies
achievements-reach-description = Llega más allá de la punta de los pies.

## Objetivos
norms-weekly_practice-title = Práctica semanal
segments-newcomers-title = Recién llegados
segments-newcomers-description = Una, dos o tres sesiones en total.
