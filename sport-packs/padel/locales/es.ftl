## El paquete
pack-title = Pádel
pack-description = Partidos por sets y juegos: qué se ganó, con quién, y palas que se ablandan.

## Deportes
sports-padel_match-title = Partido de pádel

## Partes
parts-set-title = Set
parts-set-titles = Sets
parts-set-own-title = Nosotros
parts-set-theirs-title = Ellos
parts-set-tie_break-title = Tie-break

## Valores
values-courts-indoor-title = Cubierta
values-courts-outdoor-title = Al aire libre

## Métricas
metrics-games_won-title = Juegos ganados
metrics-games_won-short = Juegos
metrics-games_lost-title = Juegos perdidos
metrics-sets_won-title = Sets ganados
metrics-sets_won-short = Sets
metrics-sets_played-title = Sets jugados
metrics-victory-title = Victoria
metrics-share_won-title = Porcentaje de juegos
metrics-partner-title = Pareja
metrics-rivals-title = Rivales
metrics-court-title = Pista

## Equipo
gear-padel_racket-title = Pala
gear-padel_racket-shape-title = Forma
gear-padel_racket-shape-round-title = Redonda
gear-padel_racket-shape-teardrop-title = Lágrima
gear-padel_racket-shape-diamond-title = Diamante
gear-padel_racket-weight_g-title = Peso, g
gear-overgrip-title = Overgrip
gear-padel_shoes-title = Zapatillas de pádel
gear-padel_shoes-size_eu-title = Talla EU
gear-padel_shoes-sole-title = Suela
gear-padel_shoes-sole-herringbone-title = Espiga
gear-padel_shoes-sole-omni-title = Omni
gear-padel_shoes-sole-mixed-title = Mixta
gear-balls-title = Bote de pelotas

## Insignias
achievements-first_win-title = Victoria
achievements-first_win-description = Gana un partido.
achievements-straight_sets-title = Sin ceder un set
achievements-straight_sets-description = Gana dos sets o más y no pierdas ninguno.
achievements-bagel-title = Rosco
achievements-bagel-description = Gana un set por 6-0.
achievements-comeback-title = Al tercer set
achievements-comeback-description = Gana un partido que llegó al tercer set.
achievements-turnaround-title = Remontada
achievements-turnaround-description = Gana un partido tras perder el primer set.
achievements-tie_break-title = Nervios de acero
achievements-tie_break-description = Gana un tie-break.
achievements-ten_matches_month-title = Diez en un mes
achievements-ten_matches_month-description = Juega diez partidos en treinta días.
achievements-eight_weeks-title = Ocho semanas seguidas
achievements-eight_weeks-description = Juega al menos una vez por semana, ocho semanas seguidas.
achievements-hundred_matches-title = Cien partidos
achievements-hundred_matches-description = Juega cien partidos.
achievements-thousand_games-title = Mil juegos
achievements-thousand_games-description = Gana mil juegos en total.
achievements-marathon_match-title = Dos horas
achievements-marathon_match-description = Juega un partido de dos horas o más.

## Objetivos
norms-weekly_padel-title = Pádel semanal

## Scripts
scripts-turned-title = Victoria tras ir por detrás
