## Pack
pack-title = Yoga
pack-description = Practice and meditation: time on the mat, calm, and reach, without a kilometre.

## Sports
sports-yoga-title = Yoga
sports-meditation-title = Meditation

## Metrics
metrics-style-title = Style
metrics-technique-title = Technique
metrics-calm-title = Calm
metrics-flexibility-title = Sit and reach
metrics-lowest_heart_rate-title = Lowest heart rate

## Values
values-styles-hatha-title = Hatha
values-styles-vinyasa-title = Vinyasa
values-styles-ashtanga-title = Ashtanga
values-styles-iyengar-title = Iyengar
values-styles-yin-title = Yin
values-styles-restorative-title = Restorative
values-styles-kundalini-title = Kundalini
values-styles-hot-title = Hot
values-styles-nidra-title = Nidra
values-styles-other-title = Other
values-techniques-breath-title = Breath
values-techniques-body_scan-title = Body scan
values-techniques-mantra-title = Mantra
values-techniques-loving_kindness-title = Loving kindness
values-techniques-guided-title = Guided
values-techniques-silence-title = Silence

## Gear
gear-mat-title = Mat
gear-mat-thickness_mm-title = Thickness, mm
gear-mat-material-title = Material
gear-mat-material-rubber-title = Rubber
gear-mat-material-cork-title = Cork
gear-mat-material-pvc-title = PVC
gear-mat-material-tpe-title = TPE
gear-mat-material-cotton-title = Cotton
gear-block-title = Block
gear-strap-title = Strap

## Achievements
achievements-first_practice-title = First practice
achievements-first_practice-description = Come to the mat once.
achievements-seven_days-title = Seven days in a row
achievements-seven_days-description = Practise every day for a week.
achievements-thirty_days-title = Thirty days in a row
achievements-thirty_days-description = Practise every day for thirty days.
achievements-hundred-title = A hundred times
achievements-hundred-description = Practise a hundred times.
achievements-hundred_hours-title = A hundred hours
achievements-hundred_hours-description = Spend a hundred hours on the mat.
achievements-long_practice-title = Long practice
achievements-long_practice-description = Practise ninety minutes or more in one go.
achievements-sun_salutations-title = Sun salutations
achievements-sun_salutations-description = An hour or more of Ashtanga or Vinyasa.
achievements-quiet_mind-title = Quiet mind
achievements-quiet_mind-description = End a practice at full calm.
achievements-reach-title = Past the toes
achievements-reach-description = Reach beyond your toes.

## Norms
norms-weekly_practice-title = A week’s practice
segments-newcomers-title = Newcomers
segments-newcomers-description = One, two or three sessions in all.
