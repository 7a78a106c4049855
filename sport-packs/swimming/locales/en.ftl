## Pack
pack-title = Swimming
pack-description = Pool and open water: pace over a hundred metres, lengths with their strokes, SWOLF.

## Sports
sports-pool_swim-title = Pool swim
sports-open_water_swim-title = Open water swim

## Parts
parts-length-title = Length
parts-length-titles = Lengths
parts-length-stroke-title = Stroke
parts-length-time-title = Time
parts-length-strokes-title = Strokes

## Values
values-strokes-freestyle-title = Freestyle
values-strokes-backstroke-title = Backstroke
values-strokes-breaststroke-title = Breaststroke
values-strokes-butterfly-title = Butterfly
values-strokes-drill-title = Drill
values-strokes-mixed-title = Mixed
values-strokes-im-title = Medley

## Metrics
metrics-pace-title = Pace
metrics-pace-best-distance-title = Fastest
metrics-pace-best-duration-title = Farthest
metrics-lengths_swum-title = Lengths
metrics-swolf-title = SWOLF
metrics-strokes_a_length-title = Strokes a length
metrics-strokes_a_length-short = Strokes
metrics-stroke_rate-title = Stroke rate
metrics-pool-title = Pool
metrics-water-title = Water

## Gear
gear-swimsuit-title = Swimsuit
gear-goggles-title = Goggles
gear-goggles-lens-title = Lens
gear-goggles-lens-clear-title = Clear
gear-goggles-lens-tinted-title = Tinted
gear-goggles-lens-mirrored-title = Mirrored
gear-goggles-lens-optical-title = Optical
gear-wetsuit-title = Wetsuit
gear-wetsuit-thickness_mm-title = Thickness, mm
gear-fins-title = Fins

## Achievements
achievements-one_km-title = A kilometre
achievements-one_km-description = Swim 1 km or more in one go.
achievements-two_km-title = Two kilometres
achievements-two_km-description = Swim 2 km or more in one go.
achievements-three_miles-title = Three miles
achievements-three_miles-description = Swim three miles, 4.83 km, or more in one go.
achievements-open_water-title = Open water
achievements-open_water-description = Swim where there are no walls.
achievements-six_weeks-title = Six weeks in a row
achievements-six_weeks-description = Swim at least once a week, six weeks in a row.
achievements-ten_km_month-title = Ten in a month
achievements-ten_km_month-description = Swim 10 km within thirty days.
achievements-channel-title = Across the Channel
achievements-channel-description = Swim 33 km in all: from Dover to Calais.
achievements-hundred_under_1_30-title = A hundred under 1:30
achievements-hundred_under_1_30-description = Swim 100 m in 1:30 or faster.
achievements-four_hundred_under_8-title = Four hundred under eight
achievements-four_hundred_under_8-description = Swim 400 m in 8:00 or faster.
achievements-butterfly-title = Butterfly
achievements-butterfly-description = Four lengths of butterfly in one swim.

## Norms
norms-weekly_swimming-title = A week’s swimming
