## Pack
pack-title = Padel
pack-description = Matches by sets and games: what was won, with whom, and rackets that soften.

## Sports
sports-padel_match-title = Padel match

## Parts
parts-set-title = Set
parts-set-titles = Sets
parts-set-own-title = Us
parts-set-theirs-title = Them
parts-set-tie_break-title = Tie-break

## Values
values-courts-indoor-title = Indoor
values-courts-outdoor-title = Outdoor

## Metrics
metrics-games_won-title = Games won
metrics-games_won-short = Games
metrics-games_lost-title = Games lost
metrics-sets_won-title = Sets won
metrics-sets_won-short = Sets
metrics-sets_played-title = Sets played
metrics-victory-title = Victory
metrics-share_won-title = Share of games
metrics-partner-title = Partner
metrics-rivals-title = Rivals
metrics-court-title = Court

## Gear
gear-padel_racket-title = Racket
gear-padel_racket-shape-title = Shape
gear-padel_racket-shape-round-title = Round
gear-padel_racket-shape-teardrop-title = Teardrop
gear-padel_racket-shape-diamond-title = Diamond
gear-padel_racket-weight_g-title = Weight, g
gear-overgrip-title = Overgrip
gear-padel_shoes-title = Padel shoes
gear-padel_shoes-size_eu-title = Size, EU
gear-padel_shoes-sole-title = Sole
gear-padel_shoes-sole-herringbone-title = Herringbone
gear-padel_shoes-sole-omni-title = Omni
gear-padel_shoes-sole-mixed-title = Mixed
gear-balls-title = Can of balls

## Achievements
achievements-first_win-title = Victory
achievements-first_win-description = Win a match.
achievements-straight_sets-title = Straight sets
achievements-straight_sets-description = Win two sets or more and lose none.
achievements-bagel-title = Six to love
achievements-bagel-description = Win a set 6:0.
achievements-comeback-title = In three
achievements-comeback-description = Win a match that took three sets.
achievements-turnaround-title = Turned around
achievements-turnaround-description = Win a match after losing the first set.
achievements-tie_break-title = Nerves
achievements-tie_break-description = Win a tie-break.
achievements-ten_matches_month-title = Ten in a month
achievements-ten_matches_month-description = Play ten matches within thirty days.
achievements-eight_weeks-title = Eight weeks in a row
achievements-eight_weeks-description = Play at least once a week, eight weeks in a row.
achievements-hundred_matches-title = A hundred matches
achievements-hundred_matches-description = Play a hundred matches.
achievements-thousand_games-title = A thousand games
achievements-thousand_games-description = Win a thousand games in all.
achievements-marathon_match-title = Two hours
achievements-marathon_match-description = Play a match of two hours or more.

## Norms
norms-weekly_padel-title = A week’s padel

## Scripts
scripts-turned-title = Won after being behind
