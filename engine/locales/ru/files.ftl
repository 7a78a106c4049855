## Что в файле и что в нём исправлено

refused-course-file = Это маршрут для навигации, а не запись тренировки.
refused-course-file-remedy = Его место на устройстве: по нему проходят путь. Загрузите запись, которую сделаете на нём.
refused-monitoring-file = Это данные за весь день (шаги, пульс, сон), а не запись тренировки.
refused-monitoring-file-remedy = Делать ничего не нужно: тренировки лежат в папке Activity устройства.
refused-settings-file = Это настройки устройства, а не запись тренировки.
refused-settings-file-remedy = Оставьте их на устройстве: тренировки лежат в его папке Activity.
refused-workout-file = Это план тренировки, а не её запись.
refused-workout-file-remedy = Его место на устройстве: по нему тренируются. Загрузите запись, которую сделаете по нему.
file-warning-position-jumps = Пропущено: { $n ->
    [one] { $n } точка, до которой нельзя было
    [few] { $n } точки, до которых нельзя было
   *[many] { $n } точек, до которых нельзя было
} добраться и вернуться.
file-warning-spikes = Пропущено: { $n ->
    [one] { $n } значение, которое резко выбивалось
    [few] { $n } значения, которые резко выбивались
   *[many] { $n } значений, которые резко выбивались
} из соседних.
file-warning-standing-drift = Удержано на месте, пока вы стояли: { $n ->
    [one] { $n } точка
    [few] { $n } точки
   *[many] { $n } точек
}.

## О записи вживую

file-warning-clock-shifted = Часы устройства ошибались больше чем на две минуты; время исправлено.
file-warning-places-vague = Пропущено: { $n ->
    [one] { $n } точка, известная
    [few] { $n } точки, известные
   *[many] { $n } точек, известных
} лишь с точностью хуже 50 м.
file-warning-sensor-out-of-range = Пропущено: { $n ->
    [one] { $n } значение датчика, которого не бывает
    [few] { $n } значения датчиков, которых не бывает
   *[many] { $n } значений датчиков, которых не бывает
}. Проверьте, как он сидит.
file-warning-sensor-short-value = Пропущено: { $n ->
    [one] { $n } оборванное сообщение датчика
    [few] { $n } оборванных сообщения датчиков
   *[many] { $n } оборванных сообщений датчиков
}.
file-warning-sensor-too-fast = Пропущено: { $n ->
    [one] { $n } значение датчика, которое менялось
    [few] { $n } значения датчиков, которые менялись
   *[many] { $n } значений датчиков, которые менялись
} быстрее возможного: датчик терял контакт.
file-warning-sensor-unread = Не прочитано: { $n ->
    [one] { $n } сообщение датчика, описания которого
    [few] { $n } сообщения датчиков, описания которых
   *[many] { $n } сообщений датчиков, описания которых
} на этом сервере нет.

## Графики прочих каналов

chart-core-temperature = Температура тела
chart-respiration-rate = Дыхание
chart-spo2 = Насыщение кислородом
chart-vertical-oscillation = Вертикальные колебания
chart-vertical-ratio = Вертикальное соотношение
chart-stance-time = Контакт с землёй
chart-stance-time-percent = Доля контакта с землёй
chart-stance-time-balance = Контакт с землёй, левая
chart-step-length = Длина шага
chart-saturated-hemoglobin-percent = Кислород в мышцах
chart-total-hemoglobin-conc = Гемоглобин в мышцах
chart-left-right-balance = Мощность правой ноги
chart-left-torque-effectiveness = Эффективность усилия, левая
chart-right-torque-effectiveness = Эффективность усилия, правая
chart-left-pedal-smoothness = Плавность педалирования, левая
chart-right-pedal-smoothness = Плавность педалирования, правая
chart-grade = Уклон
chart-depth = Глубина

unit-ms = мс
