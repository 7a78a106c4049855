## Pack
pack-title = Triathlon
pack-description = Swim, ride and run in one race, with what the changes between them cost.

## Sports
sports-triathlon-title = Triathlon

## Parts
parts-leg-title = Leg
parts-leg-titles = Legs
parts-leg-discipline-title = Discipline
parts-leg-time-title = Time
parts-leg-way-title = Distance
parts-leg-sprint-title = Sprint
parts-leg-olympic-title = Olympic
parts-leg-middle-title = Middle
parts-leg-long-title = Long

## Values
values-formats-sprint-title = Sprint
values-formats-olympic-title = Olympic
values-formats-middle-title = Middle
values-formats-long-title = Long
values-disciplines-swim-title = Swim
values-disciplines-t1-title = T1
values-disciplines-ride-title = Ride
values-disciplines-t2-title = T2
values-disciplines-run-title = Run

## Metrics
metrics-format-title = Format
metrics-race_time-title = Race time
metrics-race_distance-title = Race distance
metrics-swim_time-title = Swim
metrics-swim_pace-title = Swim pace
metrics-ride_time-title = Ride
metrics-ride_speed-title = Ride speed
metrics-run_time-title = Run
metrics-run_pace-title = Run pace
metrics-transitions-title = Transitions

## Gear
gear-trisuit-title = Trisuit
gear-race_belt-title = Race belt

## Achievements
achievements-finisher-title = Finisher
achievements-finisher-description = Finish a triathlon of 25 km or more.
achievements-olympic-title = Olympic distance
achievements-olympic-description = Finish 51.5 km: 1.5, 40 and 10.
achievements-middle-title = Middle distance
achievements-middle-description = Finish 113 km: 1.9, 90 and a half marathon.
achievements-long-title = Long distance
achievements-long-description = Finish 226 km: 3.8, 180 and a marathon.
achievements-quick_change-title = Quick change
achievements-quick_change-description = Spend three minutes or less in both transitions.

## Norms
norms-weekly_triathlon-title = A week’s training
