## Pack
pack-title = Nordic skiing
pack-description = Classic and skating on snow: distance, speed over the race distances, wax, and skis that need a grind.

## Sports
sports-classic-title = Classic skiing
sports-skate-title = Skate skiing

## Metrics
metrics-speed-title = Speed
metrics-speed-best-distance-title = Fastest
metrics-speed-best-duration-title = Farthest
metrics-wax-title = Wax
metrics-snow-title = Snow

## Values
values-snow-fresh-title = Fresh
values-snow-packed-title = Packed
values-snow-groomed-title = Groomed
values-snow-icy-title = Icy
values-snow-wet-title = Wet
values-snow-artificial-title = Artificial

## Gear
gear-classic_skis-title = Classic skis
gear-classic_skis-length_cm-title = Length, cm
gear-classic_skis-base-title = Base
gear-classic_skis-base-cold-title = Cold
gear-classic_skis-base-universal-title = Universal
gear-classic_skis-base-warm-title = Warm
gear-classic_skis-base-skin-title = Skin
gear-skating_skis-title = Skating skis
gear-skating_skis-length_cm-title = Length, cm
gear-skating_skis-base-title = Base
gear-skating_skis-base-cold-title = Cold
gear-skating_skis-base-universal-title = Universal
gear-skating_skis-base-warm-title = Warm
gear-boots-title = Boots
gear-poles-title = Poles

## Achievements
achievements-ten_km-title = Ten
achievements-ten_km-description = Ski 10 km or more in one go.
achievements-thirty_km-title = Thirty
achievements-thirty_km-description = Ski 30 km or more in one go.
achievements-fifty_km-title = Fifty
achievements-fifty_km-description = Ski 50 km or more in one go: the royal distance.
achievements-vasaloppet-title = Vasaloppet
achievements-vasaloppet-description = Ski 90 km or more in one go, as from Sälen to Mora.
achievements-winter_streak-title = A whole winter
achievements-winter_streak-description = Ski at least once a week, eight weeks in a row.
achievements-two_hundred_month-title = Two hundred in a month
achievements-two_hundred_month-description = Ski 200 km within thirty days.
achievements-both_styles-title = Both styles
achievements-both_styles-description = Classic and skating within seven days.
achievements-hard_frost-title = Hard frost
achievements-hard_frost-description = Ski at −20 °C or below.
achievements-twenty_an_hour-title = Twenty an hour
achievements-twenty_an_hour-description = Ski 10 km or more at 20 km/h or faster.

## Norms
norms-weekly_skiing-title = A week’s skiing
