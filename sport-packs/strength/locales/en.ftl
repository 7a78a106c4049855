## The pack
pack-title = Strength
pack-description = Strength training: sets, volume, the heaviest lift of each exercise.

## Sports
sports-strength_training-title = Strength training

## Metrics
metrics-volume-title = Volume
metrics-volume-max-title = Most volume
metrics-sets-title = Sets
metrics-repetitions-title = Repetitions
metrics-repetitions-short = Reps
metrics-heaviest-title = Heaviest set
metrics-heaviest-short = Heaviest
metrics-heaviest-max-title = Heaviest

## Parts
parts-set-title = Set
parts-set-titles = Sets
parts-set-exercise-title = Exercise
parts-set-reps-title = Reps
parts-set-load-title = Load
parts-set-time-title = Time
parts-set-rpe-title = Effort

## Lists
values-exercises-bench_press-title = Bench press
values-exercises-incline_bench_press-title = Incline bench press
values-exercises-close_grip_bench_press-title = Close-grip bench press
values-exercises-dumbbell_bench_press-title = Dumbbell bench press
values-exercises-flye-title = Flye
values-exercises-push_up-title = Push-up
values-exercises-dip-title = Dip
values-exercises-shoulder_press-title = Shoulder press
values-exercises-military_press-title = Military press
values-exercises-push_press-title = Push press
values-exercises-lateral_raise-title = Lateral raise
values-exercises-shoulder_stability-title = Shoulder stability
values-exercises-face_pull-title = Face pull
values-exercises-triceps_extension-title = Triceps extension
values-exercises-curl-title = Curl
values-exercises-hammer_curl-title = Hammer curl
values-exercises-squat-title = Squat
values-exercises-front_squat-title = Front squat
values-exercises-overhead_squat-title = Overhead squat
values-exercises-goblet_squat-title = Goblet squat
values-exercises-leg_press-title = Leg press
values-exercises-lunge-title = Lunge
values-exercises-bulgarian_split_squat-title = Bulgarian split squat
values-exercises-step_up-title = Step-up
values-exercises-leg_extension-title = Leg extension
values-exercises-leg_curl-title = Leg curl
values-exercises-calf_raise-title = Calf raise
values-exercises-deadlift-title = Deadlift
values-exercises-sumo_deadlift-title = Sumo deadlift
values-exercises-romanian_deadlift-title = Romanian deadlift
values-exercises-good_morning-title = Good morning
values-exercises-hip_raise-title = Hip raise
values-exercises-hip_stability-title = Hip stability
values-exercises-hip_swing-title = Kettlebell swing
values-exercises-hyperextension-title = Back extension
values-exercises-pull_up-title = Pull-up
values-exercises-chin_up-title = Chin-up
values-exercises-lat_pulldown-title = Lat pulldown
values-exercises-row-title = Row
values-exercises-seated_row-title = Seated cable row
values-exercises-dumbbell_row-title = Dumbbell row
values-exercises-shrug-title = Shrug
values-exercises-olympic_lift-title = Olympic lift
values-exercises-snatch-title = Snatch
values-exercises-clean_and_jerk-title = Clean and jerk
values-exercises-power_clean-title = Power clean
values-exercises-thruster-title = Thruster
values-exercises-turkish_get_up-title = Turkish get-up
values-exercises-carry-title = Carry
values-exercises-sled-title = Sled push
values-exercises-battle_rope-title = Battle rope
values-exercises-plank-title = Plank
values-exercises-crunch-title = Crunch
values-exercises-sit_up-title = Sit-up
values-exercises-leg_raise-title = Leg raise
values-exercises-chop-title = Wood chop
values-exercises-core-title = Core
values-exercises-plyo-title = Plyometrics
values-exercises-total_body-title = Total body
values-exercises-banded_exercises-title = Band exercise
values-exercises-suspension-title = Suspension training
values-exercises-cardio-title = Cardio
values-exercises-warm_up-title = Warm-up

## Gear
gear-lifting_belt-title = Lifting belt
gear-lifting_belt-width_cm-title = Width, cm
gear-lifting_belt-closure-title = Closure
gear-lifting_belt-closure-lever-title = Lever
gear-lifting_belt-closure-prong-title = Prong
gear-lifting_belt-closure-velcro-title = Velcro
gear-lifting_shoes-title = Lifting shoes
gear-lifting_shoes-heel_mm-title = Heel, mm
gear-wrist_wraps-title = Wrist wraps

## Achievements
achievements-first_session-title = First session
achievements-first_session-description = Log a strength session.
achievements-ten_tonnes_session-title = Ten tonnes
achievements-ten_tonnes_session-description = Move 10,000 kg in one session.
achievements-thirty_tonnes_week-title = Thirty tonnes in a week
achievements-thirty_tonnes_week-description = Move 30,000 kg within seven days.
achievements-hundred_kg-title = The hundred
achievements-hundred_kg-description = Lift 100 kg or more in a set.
achievements-three_a_week-title = Three a week
achievements-three_a_week-description = Train three times within seven days.
achievements-eight_weeks-title = Eight weeks in a row
achievements-eight_weeks-description = Train at least once a week for eight weeks.
achievements-hard_work-title = All out
achievements-hard_work-description = Finish a session of an hour or more at effort 9 or 10.

## Norms
norms-weekly_strength-title = A week’s strength training
segments-steady-title = Steady adults
segments-steady-description = Adults who have trained in four weeks in a row.
