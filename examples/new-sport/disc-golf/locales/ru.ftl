## Пакет
pack-title = Диск-гольф
pack-description = Раунды диск-гольфа: корзины, броски и пар.

## Виды спорта
sports-round-title = Раунд

## Записи тренировки
parts-hole-title = Корзина
parts-hole-titles = Корзины
parts-hole-number-title = Номер
parts-hole-par-title = Пар
parts-hole-throws-title = Броски
parts-hole-park_18-title = Парковая трасса, 18 корзин

## Показатели
metrics-throws-title = Броски
metrics-throws-min-title = Меньше всего бросков
metrics-aces-max-title = Больше всего эйсов
metrics-to_par-title = К пару
metrics-to_par-min-title = Лучший результат к пару
metrics-aces-title = Эйсы

## Достижения
achievements-first_ace-title = Первый эйс
achievements-first_ace-description = Попасть в корзину первым броском.
achievements-under_par-title = Ниже пара
achievements-under_par-description = Закончить раунд меньшим числом бросков, чем пар.
