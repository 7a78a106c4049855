## Пакет
pack-title = Походы
pack-description = Дни на ногах: путь, подъём и вершины, ботинки и погода.

## Виды спорта
sports-hike-title = Поход
sports-walk-title = Прогулка

## Показатели
metrics-pace-title = Темп
metrics-effort_distance-title = Приведённая дистанция
metrics-effort_distance-short = Приведённая
metrics-climb_rate-title = Скорость набора высоты
metrics-climb_rate-short = Скорость набора
metrics-highest-title = Высшая точка

## Снаряжение
gear-hiking_boots-title = Треккинговые ботинки
gear-hiking_boots-size_eu-title = Размер, EU
gear-hiking_boots-height-title = Высота
gear-hiking_boots-height-low-title = Низкие
gear-hiking_boots-height-mid-title = Средние
gear-hiking_boots-height-high-title = Высокие
gear-insoles-title = Стельки
gear-poles-title = Треккинговые палки
gear-rain_jacket-title = Мембранная куртка

## Достижения
achievements-day_hike-title = День в пути
achievements-day_hike-description = Пройти 20 км или больше за раз.
achievements-long_way-title = Марафон пешком
achievements-long_way-description = Пройти 42,195 км или больше за раз.
achievements-thousand_up-title = Тысяча вверх
achievements-thousand_up-description = Набрать 1000 м высоты за один поход.
achievements-two_thousander-title = Двухтысячник
achievements-two_thousander-description = Подняться на 2000 м или выше, набрав 300 м.
achievements-three_thousander-title = Трёхтысячник
achievements-three_thousander-description = Подняться на 3000 м или выше, набрав 300 м.
achievements-eight_weeks-title = Восемь недель подряд
achievements-eight_weeks-description = Выходить хотя бы раз в неделю восемь недель подряд.
achievements-hundred_km_month-title = Сотня за месяц
achievements-hundred_km_month-description = Пройти 100 км за тридцать дней.
achievements-five_thousand_month-title = Пять тысяч вверх
achievements-five_thousand_month-description = Набрать 5000 м высоты за тридцать дней.
achievements-frost-title = Мороз
achievements-frost-description = Провести час или больше на воздухе ниже −10 °C.

## Нормы
norms-weekly_walking-title = Ходьба за неделю
segments-far_walkers-title = Дальние ходоки
segments-far_walkers-description = Не меньше 100 км за последние 30 дней.
