## Пакет
pack-title = Силовые
pack-description = Силовые тренировки: подходы, тоннаж, лучший вес в каждом упражнении.

## Виды спорта
sports-strength_training-title = Силовая тренировка

## Показатели
metrics-volume-title = Тоннаж
metrics-volume-max-title = Наибольший тоннаж
metrics-sets-title = Подходы
metrics-repetitions-title = Повторения
metrics-repetitions-short = Повторы
metrics-heaviest-title = Максимальный вес
metrics-heaviest-short = Макс. вес
metrics-heaviest-max-title = Лучший вес

## Записи тренировки
parts-set-title = Подход
parts-set-titles = Подходы
parts-set-exercise-title = Упражнение
parts-set-reps-title = Повторы
parts-set-load-title = Вес
parts-set-time-title = Время
parts-set-rpe-title = Усилие

## Списки
values-exercises-bench_press-title = Жим лёжа
values-exercises-incline_bench_press-title = Жим лёжа на наклонной скамье
values-exercises-close_grip_bench_press-title = Жим лёжа узким хватом
values-exercises-dumbbell_bench_press-title = Жим гантелей лёжа
values-exercises-flye-title = Разводка гантелей
values-exercises-push_up-title = Отжимания
values-exercises-dip-title = Отжимания на брусьях
values-exercises-shoulder_press-title = Жим над головой
values-exercises-military_press-title = Армейский жим
values-exercises-push_press-title = Жимовой швунг
values-exercises-lateral_raise-title = Махи гантелями в стороны
values-exercises-shoulder_stability-title = Упражнения на плечевой пояс
values-exercises-face_pull-title = Тяга к лицу
values-exercises-triceps_extension-title = Разгибание на трицепс
values-exercises-curl-title = Сгибание на бицепс
values-exercises-hammer_curl-title = Молотковые сгибания
values-exercises-squat-title = Присед
values-exercises-front_squat-title = Фронтальный присед
values-exercises-overhead_squat-title = Присед со штангой над головой
values-exercises-goblet_squat-title = Гоблет-присед
values-exercises-leg_press-title = Жим ногами
values-exercises-lunge-title = Выпады
values-exercises-bulgarian_split_squat-title = Болгарские выпады
values-exercises-step_up-title = Зашагивания на тумбу
values-exercises-leg_extension-title = Разгибание ног
values-exercises-leg_curl-title = Сгибание ног
values-exercises-calf_raise-title = Подъём на носки
values-exercises-deadlift-title = Становая тяга
values-exercises-sumo_deadlift-title = Становая тяга сумо
values-exercises-romanian_deadlift-title = Румынская тяга
values-exercises-good_morning-title = Наклоны со штангой
values-exercises-hip_raise-title = Ягодичный мост
values-exercises-hip_stability-title = Упражнения на мышцы таза
values-exercises-hip_swing-title = Махи гирей
values-exercises-hyperextension-title = Гиперэкстензия
values-exercises-pull_up-title = Подтягивания
values-exercises-chin_up-title = Подтягивания обратным хватом
values-exercises-lat_pulldown-title = Тяга верхнего блока
values-exercises-row-title = Тяга в наклоне
values-exercises-seated_row-title = Тяга нижнего блока
values-exercises-dumbbell_row-title = Тяга гантели в наклоне
values-exercises-shrug-title = Шраги
values-exercises-olympic_lift-title = Тяжелоатлетическое упражнение
values-exercises-snatch-title = Рывок
values-exercises-clean_and_jerk-title = Толчок
values-exercises-power_clean-title = Взятие на грудь в стойку
values-exercises-thruster-title = Трастер
values-exercises-turkish_get_up-title = Турецкий подъём
values-exercises-carry-title = Прогулка фермера
values-exercises-sled-title = Толкание саней
values-exercises-battle_rope-title = Канаты
values-exercises-plank-title = Планка
values-exercises-crunch-title = Скручивания
values-exercises-sit_up-title = Подъём корпуса
values-exercises-leg_raise-title = Подъём ног
values-exercises-chop-title = Дровосек
values-exercises-core-title = Упражнения на кор
values-exercises-plyo-title = Плиометрика
values-exercises-total_body-title = Упражнения на всё тело
values-exercises-banded_exercises-title = Упражнения с резиной
values-exercises-suspension-title = Упражнения на петлях
values-exercises-cardio-title = Кардио
values-exercises-warm_up-title = Разминка

## Снаряжение
gear-lifting_belt-title = Атлетический пояс
gear-lifting_belt-width_cm-title = Ширина, см
gear-lifting_belt-closure-title = Застёжка
gear-lifting_belt-closure-lever-title = Карабин
gear-lifting_belt-closure-prong-title = Пряжка
gear-lifting_belt-closure-velcro-title = Липучка
gear-lifting_shoes-title = Штангетки
gear-lifting_shoes-heel_mm-title = Каблук, мм
gear-wrist_wraps-title = Кистевые бинты

## Достижения
achievements-first_session-title = Первая тренировка
achievements-first_session-description = Записать силовую тренировку.
achievements-ten_tonnes_session-title = Десять тонн
achievements-ten_tonnes_session-description = Поднять 10 000 кг за одну тренировку.
achievements-thirty_tonnes_week-title = Тридцать тонн за неделю
achievements-thirty_tonnes_week-description = Поднять 30 000 кг за семь дней.
achievements-hundred_kg-title = Сотка
achievements-hundred_kg-description = Поднять 100 кг или больше в одном подходе.
achievements-three_a_week-title = Три за неделю
achievements-three_a_week-description = Провести три тренировки за семь дней.
achievements-eight_weeks-title = Восемь недель подряд
achievements-eight_weeks-description = Тренироваться хотя бы раз в неделю восемь недель подряд.
achievements-hard_work-title = На пределе
achievements-hard_work-description = Провести тренировку от часа с усилием 9 или 10.

## Нормы
norms-weekly_strength-title = Силовые за неделю
segments-steady-title = Постоянные взрослые
segments-steady-description = Взрослые, которые занимаются четыре недели подряд.
