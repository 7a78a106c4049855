## Pack
pack-title = Cycling
pack-description = On the road, on gravel, in the woods and on the trainer: distance, climbs, power, and what wears on the bike.

## Sports
sports-ride-title = Ride
sports-mountain_bike-title = Mountain bike ride
sports-indoor_ride-title = Indoor ride

## Metrics
metrics-work-title = Work
metrics-normalized_power-title = Normalised power
metrics-normalized_power-short = NP
metrics-variability-title = Variability index
metrics-variability-short = VI
metrics-training_stress-title = Training stress score
metrics-training_stress-short = TSS
metrics-power_drift-title = Heart rate drift (power)
metrics-power_drift-short = Drift
metrics-climb_rate-title = Climb rate
metrics-climb_rate-short = Climb
metrics-jumps-title = Jumps

## Gear
gear-bike-title = Bike
gear-bike-purpose-title = Purpose
gear-bike-purpose-road-title = Road
gear-bike-purpose-gravel-title = Gravel
gear-bike-purpose-mountain-title = Mountain
gear-bike-purpose-time_trial-title = Time trial
gear-bike-purpose-city-title = City
gear-bike-purpose-indoor-title = Indoor
gear-bike-wheel-title = Wheel size
gear-bike-weight_kg-title = Weight, kg
gear-chain-title = Chain
gear-cassette-title = Cassette
gear-tyres-title = Tyres
gear-brake_pads-title = Brake pads
gear-helmet-title = Helmet

## Achievements
achievements-fifty_km-title = Fifty
achievements-fifty_km-description = Ride 50 km or more in one go.
achievements-hundred_km-title = Hundred
achievements-hundred_km-description = Ride 100 km or more in one go.
achievements-brevet-title = Brevet
achievements-brevet-description = Ride 200 km or more in one go: the first brevet’s distance.
achievements-four_weeks-title = Four weeks in a row
achievements-four_weeks-description = Ride at least once a week, four weeks in a row.
achievements-five_hundred_month-title = Five hundred in a month
achievements-five_hundred_month-description = Ride 500 km within thirty days.
achievements-thousand_up-title = A thousand up
achievements-thousand_up-description = Climb 1,000 m in one ride.
achievements-everesting-title = Everesting
achievements-everesting-description = Climb 8,849 m, the height of Everest, in one ride.
achievements-thirty_an_hour-title = Thirty an hour
achievements-thirty_an_hour-description = Ride 40 km or more at 30 km/h or faster.
achievements-quarter_kilowatt-title = Quarter of a kilowatt
achievements-quarter_kilowatt-description = Hold 250 W over 20 minutes.
achievements-steady-title = Steady hand
achievements-steady-description = Ride an hour or more with a variability index of at most 1.05.

## Norms
norms-weekly_riding-title = A week’s riding
