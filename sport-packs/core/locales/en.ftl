## The pack
pack-title = Core
pack-description = What all sports share: time, distance, heart rate, energy, effort.

## Sports
sports-other-title = Other activity

## Metrics
metrics-duration-title = Time
metrics-elapsed-title = Elapsed time
metrics-elapsed-short = Elapsed
metrics-moving-title = Moving time
metrics-moving-short = Moving
metrics-distance-title = Distance
metrics-distance-max-title = Longest distance
metrics-ascent-title = Elevation gain
metrics-ascent-short = Climb
metrics-ascent-max-title = Most elevation gain
metrics-descent-title = Elevation loss
metrics-avg_speed-title = Average speed
metrics-avg_speed-short = Speed
metrics-max_speed-title = Top speed
metrics-max_speed-short = Top speed
metrics-avg_heart_rate-title = Average heart rate
metrics-avg_heart_rate-short = Heart rate
metrics-max_heart_rate-title = Maximum heart rate
metrics-max_heart_rate-short = Max heart rate
metrics-calories-title = Energy
metrics-effort-title = Effort
metrics-feeling-title = Feeling
metrics-avg_cadence-title = Average cadence
metrics-avg_cadence-short = Cadence
metrics-avg_power-title = Average power
metrics-avg_power-short = Power
metrics-avg_power-best-duration-title = Best power
metrics-max_power-title = Maximum power
metrics-max_power-short = Max power
metrics-training_impulse-title = Training impulse
metrics-training_impulse-short = TRIMP
metrics-pace_drift-title = Heart rate drift (pace)
metrics-pace_drift-short = Drift
metrics-avg_temperature-title = Temperature

## Lists
values-feelings-very_weak-title = Very weak
values-feelings-weak-title = Weak
values-feelings-normal-title = Normal
values-feelings-strong-title = Strong
values-feelings-very_strong-title = Very strong

## Norms
norms-weekly_activity-title = Activity a week
