## Пакет
pack-title = Триатлон
pack-description = Плавание, велосипед и бег в одной гонке, и во что обошлись переходы между ними.

## Виды спорта
sports-triathlon-title = Триатлон

## Части
parts-leg-title = Этап
parts-leg-titles = Этапы
parts-leg-discipline-title = Дисциплина
parts-leg-time-title = Время
parts-leg-way-title = Дистанция
parts-leg-sprint-title = Спринт
parts-leg-olympic-title = Олимпийская
parts-leg-middle-title = Средняя
parts-leg-long-title = Длинная

## Значения
values-formats-sprint-title = Спринт
values-formats-olympic-title = Олимпийская
values-formats-middle-title = Средняя
values-formats-long-title = Длинная
values-disciplines-swim-title = Плавание
values-disciplines-t1-title = T1
values-disciplines-ride-title = Велосипед
values-disciplines-t2-title = T2
values-disciplines-run-title = Бег

## Показатели
metrics-format-title = Формат
metrics-race_time-title = Время гонки
metrics-race_distance-title = Дистанция гонки
metrics-swim_time-title = Плавание
metrics-swim_pace-title = Темп плавания
metrics-ride_time-title = Велосипед
metrics-ride_speed-title = Скорость на велосипеде
metrics-run_time-title = Бег
metrics-run_pace-title = Темп бега
metrics-transitions-title = Переходы

## Снаряжение
gear-trisuit-title = Стартовый костюм
gear-race_belt-title = Пояс для номера

## Достижения
achievements-finisher-title = Финишёр
achievements-finisher-description = Закончить триатлон от 25 км.
achievements-olympic-title = Олимпийская дистанция
achievements-olympic-description = Пройти 51,5 км: 1,5, 40 и 10.
achievements-middle-title = Средняя дистанция
achievements-middle-description = Пройти 113 км: 1,9, 90 и полумарафон.
achievements-long-title = Длинная дистанция
achievements-long-description = Пройти 226 км: 3,8, 180 и марафон.
achievements-quick_change-title = Быстрая смена
achievements-quick_change-description = Потратить на оба перехода не больше трёх минут.

## Нормы
norms-weekly_triathlon-title = Тренировки за неделю
