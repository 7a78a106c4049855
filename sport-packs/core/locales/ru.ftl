## Пакет
pack-title = Основа
pack-description = Общее для всех видов спорта: время, дистанция, пульс, энергия, усилие.

## Виды спорта
sports-other-title = Другая активность

## Показатели
metrics-duration-title = Время
metrics-elapsed-title = Общее время
metrics-elapsed-short = Всего
metrics-moving-title = Время в движении
metrics-moving-short = В движении
metrics-distance-title = Дистанция
metrics-distance-max-title = Самая длинная дистанция
metrics-ascent-title = Набор высоты
metrics-ascent-short = Набор
metrics-ascent-max-title = Наибольший набор высоты
metrics-descent-title = Спуск
metrics-avg_speed-title = Средняя скорость
metrics-avg_speed-short = Скорость
metrics-max_speed-title = Максимальная скорость
metrics-max_speed-short = Макс. скорость
metrics-avg_heart_rate-title = Средний пульс
metrics-avg_heart_rate-short = Пульс
metrics-max_heart_rate-title = Максимальный пульс
metrics-max_heart_rate-short = Макс. пульс
metrics-calories-title = Калории
metrics-effort-title = Усилие
metrics-feeling-title = Самочувствие
metrics-avg_cadence-title = Средний каденс
metrics-avg_cadence-short = Каденс
metrics-avg_power-title = Средняя мощность
metrics-avg_power-short = Мощность
metrics-avg_power-best-duration-title = Лучшая мощность
metrics-max_power-title = Максимальная мощность
metrics-max_power-short = Макс. мощность
metrics-training_impulse-title = Тренировочный импульс
metrics-training_impulse-short = TRIMP
metrics-pace_drift-title = Дрейф пульса по темпу
metrics-pace_drift-short = Дрейф
metrics-avg_temperature-title = Температура

## Списки
values-feelings-very_weak-title = Очень плохо
values-feelings-weak-title = Плохо
values-feelings-normal-title = Нормально
values-feelings-strong-title = Хорошо
values-feelings-very_strong-title = Отлично

## Нормы
norms-weekly_activity-title = Активность за неделю
