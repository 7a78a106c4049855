## The pack
pack-title = Disc golf
pack-description = Rounds of disc golf: holes, throws and par.

## Sports
sports-round-title = Round

## Parts
parts-hole-title = Hole
parts-hole-titles = Holes
parts-hole-number-title = Number
parts-hole-par-title = Par
parts-hole-throws-title = Throws
parts-hole-park_18-title = Park course, 18 holes

## Metrics
metrics-throws-title = Throws
metrics-throws-min-title = Fewest throws
metrics-aces-max-title = Most aces
metrics-to_par-title = To par
metrics-to_par-min-title = Best to par
metrics-aces-title = Aces

## Achievements
achievements-first_ace-title = First ace
achievements-first_ace-description = Hit the basket from the tee.
achievements-under_par-title = Under par
achievements-under_par-description = Finish a round in fewer throws than par.
