## Пакет
pack-title = Плавание
pack-description = Бассейн и открытая вода: темп на сто метров, отрезки с гребками, SWOLF.

## Виды спорта
sports-pool_swim-title = Плавание в бассейне
sports-open_water_swim-title = Плавание на открытой воде

## Части
parts-length-title = Отрезок
parts-length-titles = Отрезки
parts-length-stroke-title = Стиль
parts-length-time-title = Время
parts-length-strokes-title = Гребки

## Значения
values-strokes-freestyle-title = Вольный стиль
values-strokes-backstroke-title = На спине
values-strokes-breaststroke-title = Брасс
values-strokes-butterfly-title = Баттерфляй
values-strokes-drill-title = Упражнение
values-strokes-mixed-title = Смешанный
values-strokes-im-title = Комплекс

## Показатели
metrics-pace-title = Темп
metrics-pace-best-distance-title = Быстрее всего
metrics-pace-best-duration-title = Дальше всего
metrics-lengths_swum-title = Отрезки
metrics-swolf-title = SWOLF
metrics-strokes_a_length-title = Гребков на отрезок
metrics-strokes_a_length-short = Гребки
metrics-stroke_rate-title = Темп гребков
metrics-pool-title = Бассейн
metrics-water-title = Вода

## Снаряжение
gear-swimsuit-title = Купальный костюм
gear-goggles-title = Очки
gear-goggles-lens-title = Линзы
gear-goggles-lens-clear-title = Прозрачные
gear-goggles-lens-tinted-title = Тонированные
gear-goggles-lens-mirrored-title = Зеркальные
gear-goggles-lens-optical-title = С диоптриями
gear-wetsuit-title = Гидрокостюм
gear-wetsuit-thickness_mm-title = Толщина, мм
gear-fins-title = Ласты

## Достижения
achievements-one_km-title = Километр
achievements-one_km-description = Проплыть 1 км или больше за раз.
achievements-two_km-title = Два километра
achievements-two_km-description = Проплыть 2 км или больше за раз.
achievements-three_miles-title = Три мили
achievements-three_miles-description = Проплыть три мили, 4,83 км, или больше за раз.
achievements-open_water-title = Открытая вода
achievements-open_water-description = Проплыть там, где нет бортиков.
achievements-six_weeks-title = Шесть недель подряд
achievements-six_weeks-description = Плавать хотя бы раз в неделю шесть недель подряд.
achievements-ten_km_month-title = Десять за месяц
achievements-ten_km_month-description = Проплыть 10 км за тридцать дней.
achievements-channel-title = Через Ла-Манш
achievements-channel-description = Проплыть всего 33 км: от Дувра до Кале.
achievements-hundred_under_1_30-title = Сотня из 1:30
achievements-hundred_under_1_30-description = Проплыть 100 м за 1:30 или быстрее.
achievements-four_hundred_under_8-title = Четыреста из восьми
achievements-four_hundred_under_8-description = Проплыть 400 м за 8:00 или быстрее.
achievements-butterfly-title = Баттерфляй
achievements-butterfly-description = Четыре отрезка баттерфляем за одну тренировку.

## Нормы
norms-weekly_swimming-title = Плавание за неделю
