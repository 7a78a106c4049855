## Пакет
pack-title = Велоспорт
pack-description = Шоссе, гравий, лес и станок: дистанция, подъёмы, мощность и износ велосипеда.

## Виды спорта
sports-ride-title = Велозаезд
sports-mountain_bike-title = Заезд на горном велосипеде
sports-indoor_ride-title = Велостанок

## Показатели
metrics-work-title = Работа
metrics-normalized_power-title = Нормализованная мощность
metrics-normalized_power-short = NP
metrics-variability-title = Индекс вариабельности
metrics-variability-short = VI
metrics-training_stress-title = Тренировочный стресс
metrics-training_stress-short = TSS
metrics-power_drift-title = Дрейф пульса по мощности
metrics-power_drift-short = Дрейф
metrics-climb_rate-title = Скорость набора высоты
metrics-climb_rate-short = Скорость набора
metrics-jumps-title = Прыжки

## Снаряжение
gear-bike-title = Велосипед
gear-bike-purpose-title = Назначение
gear-bike-purpose-road-title = Шоссе
gear-bike-purpose-gravel-title = Гравий
gear-bike-purpose-mountain-title = Горный
gear-bike-purpose-time_trial-title = Разделка
gear-bike-purpose-city-title = Город
gear-bike-purpose-indoor-title = Станок
gear-bike-wheel-title = Размер колёс
gear-bike-weight_kg-title = Вес, кг
gear-chain-title = Цепь
gear-cassette-title = Кассета
gear-tyres-title = Покрышки
gear-brake_pads-title = Тормозные колодки
gear-helmet-title = Шлем

## Достижения
achievements-fifty_km-title = Полсотни
achievements-fifty_km-description = Проехать 50 км или больше за раз.
achievements-hundred_km-title = Сотня
achievements-hundred_km-description = Проехать 100 км или больше за раз.
achievements-brevet-title = Бревет
achievements-brevet-description = Проехать за раз 200 км или больше: дистанцию первого бревета.
achievements-four_weeks-title = Четыре недели подряд
achievements-four_weeks-description = Кататься хотя бы раз в неделю четыре недели подряд.
achievements-five_hundred_month-title = Пятьсот за месяц
achievements-five_hundred_month-description = Проехать 500 км за тридцать дней.
achievements-thousand_up-title = Тысяча вверх
achievements-thousand_up-description = Набрать 1000 м высоты за один заезд.
achievements-everesting-title = Эверестинг
achievements-everesting-description = Набрать 8849 м, высоту Эвереста, за один заезд.
achievements-thirty_an_hour-title = Тридцать в час
achievements-thirty_an_hour-description = Проехать 40 км или больше со скоростью от 30 км/ч.
achievements-quarter_kilowatt-title = Четверть киловатта
achievements-quarter_kilowatt-description = Держать 250 Вт двадцать минут.
achievements-steady-title = Ровная рука
achievements-steady-description = Час или больше с индексом вариабельности не выше 1,05.

## Нормы
norms-weekly_riding-title = Езда за неделю
