# Запись, из которой сделана тренировка: файлы, исправления, изменения

recording-title = Запись
recording-changes = Изменения
recording-undo = Отменить
recording-cleaned = Найденные ошибки
recording-cleaned-hint = Без галочки данные остаются такими, как записаны.
recording-clean = Прочитать так
recording-sources = Файлы
recording-shown = показан здесь
recording-part = Другая тренировка
recording-edit = Обрезать, разделить, исправить
recording-hint = Файлы остаются как есть, любое изменение можно отменить. Время считается от старта: минуты и секунды, до { $length }.
recording-from = От
recording-to = До
recording-crop = Оставить этот отрезок
recording-at = Разделить в
recording-split-hint = Всё, что после, станет отдельной тренировкой.
recording-split = Разделить
recording-way = Время записано неверно
recording-later = На самом деле позже
recording-earlier = На самом деле раньше
recording-by = На сколько часов и минут
recording-shift-hint = 1:00 — это час.
recording-times = Сдвинуть
recording-metres = Высоты на
recording-metres-hint = С минусом — ниже.
recording-offset = Сдвинуть высоты
recording-smooth = Сгладить высоты
recording-flat = Было ровно
recording-with = Объединить с
recording-choose = Выберите тренировку
recording-join = Объединить
recording-not-a-time = Напишите минуты и секунды: 12:30.
recording-not-a-number = Напишите число, не ноль.
recording-end-first = Конец должен быть после начала.
recording-in-future = Это было бы в будущем.

change-crop = Обрезано: { $from } – { $to }
change-crop-rest = Оставлено всё после { $from }
change-split = Разделено в { $at }; остальное — другая тренировка
change-rest = Отделено в { $at }
change-join = Объединено: «{ $title }»
change-later = Позже на { $by }
change-earlier = Раньше на { $by }
change-zone = По часам другого места
change-sport = { $to } вместо «{ $from }»
change-heights-up = Высоты выше на { $by }
change-heights-down = Высоты ниже на { $by }
change-elevation-flat = Ровно
change-elevation-smooth = Высоты сглажены
change-cleaning = Ошибки оставлены как есть

fault-backward-times = Время шло назад: порядок восстановлен
fault-zero-positions = Координаты 0°, 0°
fault-out-of-range = Невозможные значения
fault-duplicate-times = Несколько точек в один миг
fault-position-jumps = Скачки координат
fault-spikes = Выбросы показаний
fault-standing-drift = Блуждание координат на месте
fault-values = { $n ->
    [one] { $n } место
    [few] { $n } места
   *[other] { $n } мест
}
fault-values-of = { $channel }: { $n ->
    [one] { $n } значение
    [few] { $n } значения
   *[other] { $n } значений
}

change-refused-too-short = Ничего не останется. Возьмите отрезок длиннее или сначала отмените другие изменения.
change-refused-overlap = Обе записаны в одно время. Объединить можно только тренировки, идущие одна за другой.
change-refused-no-altitude = В этой тренировке нет высот.
change-refused-no-recording = Та тренировка введена вручную, записи нет.
change-refused-not-readable = Файл больше не читается. Ничего не изменено.
change-refused-undo-first = На этом держится другое изменение. Сначала отмените его.
change-refused-only-source = Это единственный файл тренировки.
change-refused-changed-meanwhile = Тренировку тем временем изменили. Посмотрите и повторите.
change-refused-not-found = Этого больше нет.
uploaded-attached = Добавлен к тренировке, которая уже была
