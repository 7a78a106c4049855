## Pack
pack-title = Hiking
pack-description = Days out on foot: the way, the climb and the summits, boots and weather.

## Sports
sports-hike-title = Hike
sports-walk-title = Walk

## Metrics
metrics-pace-title = Pace
metrics-effort_distance-title = Effort distance
metrics-effort_distance-short = Effort km
metrics-climb_rate-title = Climb rate
metrics-climb_rate-short = Climb
metrics-highest-title = Highest point

## Gear
gear-hiking_boots-title = Hiking boots
gear-hiking_boots-size_eu-title = Size, EU
gear-hiking_boots-height-title = Height
gear-hiking_boots-height-low-title = Low
gear-hiking_boots-height-mid-title = Mid
gear-hiking_boots-height-high-title = High
gear-insoles-title = Insoles
gear-poles-title = Trekking poles
gear-rain_jacket-title = Rain jacket

## Achievements
achievements-day_hike-title = A day out
achievements-day_hike-description = Walk 20 km or more in one go.
achievements-long_way-title = A marathon on foot
achievements-long_way-description = Walk 42.195 km or more in one go.
achievements-thousand_up-title = A thousand up
achievements-thousand_up-description = Climb 1,000 m in one hike.
achievements-two_thousander-title = Two-thousander
achievements-two_thousander-description = Stand at 2,000 m or higher after climbing 300 m.
achievements-three_thousander-title = Three-thousander
achievements-three_thousander-description = Stand at 3,000 m or higher after climbing 300 m.
achievements-eight_weeks-title = Eight weeks in a row
achievements-eight_weeks-description = Go out at least once a week, eight weeks in a row.
achievements-hundred_km_month-title = A hundred in a month
achievements-hundred_km_month-description = Walk 100 km within thirty days.
achievements-five_thousand_month-title = Five thousand up
achievements-five_thousand_month-description = Climb 5,000 m within thirty days.
achievements-frost-title = Frost
achievements-frost-description = Stay out for an hour or more below −10 °C.

## Norms
norms-weekly_walking-title = A week on foot
segments-far_walkers-title = Far walkers
segments-far_walkers-description = At least 100 km in the last 30 days.
