## Пакет
pack-title = Лыжи
pack-description = Классика и конёк на снегу: дистанция, скорость на гоночных дистанциях, мазь и лыжи, которым пора на шлифовку.

## Виды спорта
sports-classic-title = Классический ход
sports-skate-title = Коньковый ход

## Показатели
metrics-speed-title = Скорость
metrics-speed-best-distance-title = Быстрее всего
metrics-speed-best-duration-title = Дальше всего
metrics-wax-title = Мазь
metrics-snow-title = Снег

## Значения
values-snow-fresh-title = Свежий
values-snow-packed-title = Плотный
values-snow-groomed-title = Подготовленный
values-snow-icy-title = Леденистый
values-snow-wet-title = Мокрый
values-snow-artificial-title = Искусственный

## Снаряжение
gear-classic_skis-title = Классические лыжи
gear-classic_skis-length_cm-title = Длина, см
gear-classic_skis-base-title = Скользящая поверхность
gear-classic_skis-base-cold-title = Холодная
gear-classic_skis-base-universal-title = Универсальная
gear-classic_skis-base-warm-title = Тёплая
gear-classic_skis-base-skin-title = Камус
gear-skating_skis-title = Коньковые лыжи
gear-skating_skis-length_cm-title = Длина, см
gear-skating_skis-base-title = Скользящая поверхность
gear-skating_skis-base-cold-title = Холодная
gear-skating_skis-base-universal-title = Универсальная
gear-skating_skis-base-warm-title = Тёплая
gear-boots-title = Ботинки
gear-poles-title = Палки

## Достижения
achievements-ten_km-title = Десятка
achievements-ten_km-description = Пройти на лыжах 10 км или больше за раз.
achievements-thirty_km-title = Тридцатка
achievements-thirty_km-description = Пройти на лыжах 30 км или больше за раз.
achievements-fifty_km-title = Полсотни
achievements-fifty_km-description = Пройти на лыжах 50 км или больше за раз: королевскую дистанцию.
achievements-vasaloppet-title = Васалоппет
achievements-vasaloppet-description = Пройти на лыжах 90 км или больше за раз, как от Сэлена до Муры.
achievements-winter_streak-title = Вся зима
achievements-winter_streak-description = Кататься хотя бы раз в неделю восемь недель подряд.
achievements-two_hundred_month-title = Двести за месяц
achievements-two_hundred_month-description = Пройти 200 км за тридцать дней.
achievements-both_styles-title = Двумя ходами
achievements-both_styles-description = Классика и конёк за семь дней.
achievements-hard_frost-title = Крепкий мороз
achievements-hard_frost-description = Кататься при −20 °C и ниже.
achievements-twenty_an_hour-title = Двадцать в час
achievements-twenty_an_hour-description = Пройти 10 км или больше со скоростью от 20 км/ч.

## Нормы
norms-weekly_skiing-title = Лыжи за неделю
