## Пакет
pack-title = Бег
pack-description = Бег по шоссе, стадиону, дорожке и тропам: темп, рекорды, кроссовки.

## Виды спорта
sports-run-title = Бег
sports-trail_run-title = Трейл

## Показатели
metrics-pace-title = Темп
metrics-pace-best-distance-title = Быстрее всего
metrics-pace-best-duration-title = Дальше всего
metrics-cadence-title = Каденс, шаги
metrics-cadence-short = Каденс
metrics-climb_rate-title = Скорость набора высоты
metrics-climb_rate-short = Скорость набора

## Снаряжение
gear-running_shoes-title = Беговые кроссовки
gear-running_shoes-size_eu-title = Размер, EU
gear-running_shoes-drop_mm-title = Перепад, мм
gear-running_shoes-purpose-title = Назначение
gear-running_shoes-purpose-everyday-title = На каждый день
gear-running_shoes-purpose-tempo-title = Темповые
gear-running_shoes-purpose-race-title = Соревнования
gear-running_shoes-purpose-trail-title = Тропы
gear-insoles-title = Стельки
gear-heart_rate_strap-title = Нагрудный пульсометр

## Достижения
achievements-five_km-title = Пятёрка
achievements-five_km-description = Пробежать 5 км или больше за одну тренировку.
achievements-ten_km-title = Десятка
achievements-ten_km-description = Пробежать 10 км или больше за одну тренировку.
achievements-half_marathon-title = Полумарафонец
achievements-half_marathon-description = Пробежать полумарафон, 21,0975 км, или больше.
achievements-marathon-title = Марафонец
achievements-marathon-description = Пробежать марафон, 42,195 км, или больше.
achievements-four_weeks-title = Четыре недели подряд
achievements-four_weeks-description = Бегать хотя бы раз в неделю четыре недели подряд.
achievements-twelve_weeks-title = Двенадцать недель подряд
achievements-twelve_weeks-description = Бегать хотя бы раз в неделю двенадцать недель подряд.
achievements-hundred_km_month-title = Сотня за месяц
achievements-hundred_km_month-description = Пробежать 100 км за тридцать дней.
achievements-climber-title = В гору
achievements-climber-description = Набрать 500 м высоты за одну пробежку.
achievements-everest_month-title = Эверест за тридцать дней
achievements-everest_month-description = Набрать за тридцать дней 8849 м: высоту Эвереста.
achievements-ten_km_under_50-title = Десятка из пятидесяти
achievements-ten_km_under_50-description = Пробежать 10 км за 50 минут или быстрее.
achievements-calm_long_run-title = Долго и спокойно
achievements-calm_long_run-description = Бежать час или больше со средним пульсом не выше 140.

## Нормы
norms-weekly_running-title = Бег за неделю
segments-regulars-title = Постоянные
segments-regulars-description = Не меньше восьми пробежек за последние четыре недели.
segments-paused-title = На перерыве
segments-paused-description = Бегали раньше, но не в последние четыре недели.
