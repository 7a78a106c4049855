## El paquete
pack-title = Fuerza
pack-description = Entrenamiento de fuerza: series, volumen, la serie más pesada de cada ejercicio.

## Deportes
sports-strength_training-title = Entrenamiento de fuerza

## Métricas
metrics-volume-title = Volumen
metrics-volume-max-title = Mayor volumen
metrics-sets-title = Series
metrics-repetitions-title = Repeticiones
metrics-repetitions-short = Reps.
metrics-heaviest-title = Serie más pesada
metrics-heaviest-short = Más pesada
metrics-heaviest-max-title = Más pesada

## Partes
parts-set-title = Serie
parts-set-titles = Series
parts-set-exercise-title = Ejercicio
parts-set-reps-title = Reps.
parts-set-load-title = Peso
parts-set-time-title = Tiempo
parts-set-rpe-title = Esfuerzo

## Listas
values-exercises-bench_press-title = Press de banca
values-exercises-incline_bench_press-title = Press de banca inclinado
values-exercises-close_grip_bench_press-title = Press de banca agarre cerrado
values-exercises-dumbbell_bench_press-title = Press de banca con mancuernas
values-exercises-flye-title = Aperturas
values-exercises-push_up-title = Flexiones
values-exercises-dip-title = Fondos
values-exercises-shoulder_press-title = Press de hombros
values-exercises-military_press-title = Press militar
values-exercises-push_press-title = Push press
values-exercises-lateral_raise-title = Elevaciones laterales
values-exercises-shoulder_stability-title = Estabilidad de hombros
values-exercises-face_pull-title = Face pull
values-exercises-triceps_extension-title = Extensión de tríceps
values-exercises-curl-title = Curl de bíceps
values-exercises-hammer_curl-title = Curl martillo
values-exercises-squat-title = Sentadilla
values-exercises-front_squat-title = Sentadilla frontal
values-exercises-overhead_squat-title = Sentadilla overhead
values-exercises-goblet_squat-title = Sentadilla goblet
values-exercises-leg_press-title = Prensa de piernas
values-exercises-lunge-title = Zancadas
values-exercises-bulgarian_split_squat-title = Sentadilla búlgara
values-exercises-step_up-title = Subidas al cajón
values-exercises-leg_extension-title = Extensión de cuádriceps
values-exercises-leg_curl-title = Curl femoral
values-exercises-calf_raise-title = Elevación de gemelos
values-exercises-deadlift-title = Peso muerto
values-exercises-sumo_deadlift-title = Peso muerto sumo
values-exercises-romanian_deadlift-title = Peso muerto rumano
values-exercises-good_morning-title = Buenos días
values-exercises-hip_raise-title = Elevación de cadera
values-exercises-hip_stability-title = Estabilidad de cadera
values-exercises-hip_swing-title = Swing con kettlebell
values-exercises-hyperextension-title = Extensión lumbar
values-exercises-pull_up-title = Dominadas
values-exercises-chin_up-title = Dominadas supinas
values-exercises-lat_pulldown-title = Jalón al pecho
values-exercises-row-title = Remo
values-exercises-seated_row-title = Remo sentado en polea
values-exercises-dumbbell_row-title = Remo con mancuerna
values-exercises-shrug-title = Encogimientos
values-exercises-olympic_lift-title = Halterofilia
values-exercises-snatch-title = Arrancada
values-exercises-clean_and_jerk-title = Dos tiempos
values-exercises-power_clean-title = Cargada de potencia
values-exercises-thruster-title = Thruster
values-exercises-turkish_get_up-title = Levantamiento turco
values-exercises-carry-title = Paseo del granjero
values-exercises-sled-title = Empuje de trineo
values-exercises-battle_rope-title = Cuerda de batalla
values-exercises-plank-title = Plancha
values-exercises-crunch-title = Crunch
values-exercises-sit_up-title = Abdominales
values-exercises-leg_raise-title = Elevación de piernas
values-exercises-chop-title = Leñador
values-exercises-core-title = Core
values-exercises-plyo-title = Pliometría
values-exercises-total_body-title = Cuerpo completo
values-exercises-banded_exercises-title = Ejercicio con banda
values-exercises-suspension-title = Entrenamiento en suspensión
values-exercises-cardio-title = Cardio
values-exercises-warm_up-title = Calentamiento

## Equipo
gear-lifting_belt-title = Cinturón de levantamiento
gear-lifting_belt-width_cm-title = Anchura, cm
gear-lifting_belt-closure-title = Cierre
gear-lifting_belt-closure-lever-title = Palanca
gear-lifting_belt-closure-prong-title = Hebilla
gear-lifting_belt-closure-velcro-title = Velcro
gear-lifting_shoes-title = Zapatillas de halterofilia
gear-lifting_shoes-heel_mm-title = Tacón, mm
gear-wrist_wraps-title = Muñequeras

## Insignias
achievements-first_session-title = Primera sesión
achievements-first_session-description = Registra una sesión de fuerza.
achievements-ten_tonnes_session-title = Diez toneladas
achievements-ten_tonnes_session-description = Mueve 10 000 kg en una sesión.
achievements-thirty_tonnes_week-title = Treinta toneladas en una semana
achievements-thirty_tonnes_week-description = Mueve 30 000 kg en siete días.
achievements-hundred_kg-title = Los cien
achievements-hundred_kg-description = Levanta 100 kg o más en una serie.
achievements-three_a_week-title = Tres por semana
achievements-three_a_week-description = Entrena tres veces en siete días.
achievements-eight_weeks-title = Ocho semanas seguidas
achievements-eight_weeks-description = Entrena al menos una vez por semana durante ocho semanas.
achievements-hard_work-title = A tope
achievements-hard_work-description = Termina una sesión de una hora o más con un esfuerzo de 9 o 10.

## Normas
norms-weekly_strength-title = Fuerza semanal
segments-steady-title = Adultos constantes
segments-steady-description = Adultos que entrenan cuatro semanas seguidas.
