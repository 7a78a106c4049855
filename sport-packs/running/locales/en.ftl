## The pack
pack-title = Running
pack-description = Running on road, track, treadmill and trail: pace, records, shoes.

## Sports
sports-run-title = Run
sports-trail_run-title = Trail run

## Metrics
metrics-pace-title = Pace
metrics-pace-best-distance-title = Fastest
metrics-pace-best-duration-title = Farthest
metrics-cadence-title = Cadence, steps
metrics-cadence-short = Cadence
metrics-climb_rate-title = Climb rate
metrics-climb_rate-short = Climb rate

## Gear
gear-running_shoes-title = Running shoes
gear-running_shoes-size_eu-title = Size, EU
gear-running_shoes-drop_mm-title = Drop, mm
gear-running_shoes-purpose-title = Use
gear-running_shoes-purpose-everyday-title = Everyday
gear-running_shoes-purpose-tempo-title = Tempo
gear-running_shoes-purpose-race-title = Races
gear-running_shoes-purpose-trail-title = Trails
gear-insoles-title = Insoles
gear-heart_rate_strap-title = Heart rate strap

## Achievements
achievements-five_km-title = Five kilometres
achievements-five_km-description = Run 5 km or more in one go.
achievements-ten_km-title = Ten kilometres
achievements-ten_km-description = Run 10 km or more in one go.
achievements-half_marathon-title = Half marathon
achievements-half_marathon-description = Run a half marathon, 21.0975 km, or more.
achievements-marathon-title = Marathon finisher
achievements-marathon-description = Run a marathon, 42.195 km, or more.
achievements-four_weeks-title = Four weeks in a row
achievements-four_weeks-description = Run at least once a week for four weeks.
achievements-twelve_weeks-title = Twelve weeks in a row
achievements-twelve_weeks-description = Run at least once a week for twelve weeks.
achievements-hundred_km_month-title = Hundred in thirty
achievements-hundred_km_month-description = Run 100 km within thirty days.
achievements-climber-title = Climber
achievements-climber-description = Climb 500 m in one run.
achievements-everest_month-title = Everest in thirty days
achievements-everest_month-description = Climb 8,849 m, the height of Everest, within thirty days.
achievements-ten_km_under_50-title = Ten under fifty
achievements-ten_km_under_50-description = Run 10 km in 50 minutes or less.
achievements-calm_long_run-title = Long and easy
achievements-calm_long_run-description = Run for an hour or more with an average heart rate of 140 or less.

## Norms
norms-weekly_running-title = Running a week
segments-regulars-title = Regulars
segments-regulars-description = At least eight runs in the last four weeks.
segments-paused-title = Paused
segments-paused-description = Ran before, and not in the last four weeks.
