### Как этот язык пишет числа, единицы и даты.

locale-name = Русский
number-decimal = ,
number-group = { "\u00A0" }
number-group-from = 4

yes = Да
no = Нет
of-max = из { $max }

weekday-1 = Понедельник
weekday-2 = Вторник
weekday-3 = Среда
weekday-4 = Четверг
weekday-5 = Пятница
weekday-6 = Суббота
weekday-7 = Воскресенье
weekday-by-1 = понедельнику
weekday-by-2 = вторнику
weekday-by-3 = среде
weekday-by-4 = четвергу
weekday-by-5 = пятнице
weekday-by-6 = субботе
weekday-by-7 = воскресенью
weekday-short-1 = Пн
weekday-short-2 = Вт
weekday-short-3 = Ср
weekday-short-4 = Чт
weekday-short-5 = Пт
weekday-short-6 = Сб
weekday-short-7 = Вс

## Месяцы внутри даты.
month-1 = января
month-2 = февраля
month-3 = марта
month-4 = апреля
month-5 = мая
month-6 = июня
month-7 = июля
month-8 = августа
month-9 = сентября
month-10 = октября
month-11 = ноября
month-12 = декабря

## Месяцы сами по себе, в заголовках.
month-alone-1 = Январь
month-alone-2 = Февраль
month-alone-3 = Март
month-alone-4 = Апрель
month-alone-5 = Май
month-alone-6 = Июнь
month-alone-7 = Июль
month-alone-8 = Август
month-alone-9 = Сентябрь
month-alone-10 = Октябрь
month-alone-11 = Ноябрь
month-alone-12 = Декабрь

date-long = { $weekday }, { $day } { $month }
date-long-year = { $weekday }, { $day } { $month } { $year }
date-short = { $day } { $month }
date-short-year = { $day } { $month } { $year }
date-month = { $month } { $year }
date-at = { $date }, { $time }
date-today-at = сегодня, { $time }
date-yesterday-at = вчера, { $time }
ago-now = только что
ago-minutes = { $n } мин назад

## Единицы по символам UCUM; `$n` — число перед единицей.
size-kb = { $n } КБ
size-mb = { $n } МБ
size-gb = { $n } ГБ

unit-m = м
unit-km = км
unit-cm = см
unit-mm = мм
unit-mi = { $n ->
    [one] миля
    [few] мили
    [many] миль
   *[other] мили
}
unit-ft = фт
unit-yd = ярд
unit-in = дюйм
unit-s = с
unit-min = мин
unit-h = ч
unit-d = д
unit-kg = кг
unit-g = г
unit-lb = фунт
unit-cel = °C
unit-degf = °F
unit-percent = %
unit-w = Вт
unit-kw = кВт
unit-j = Дж
unit-kj = кДж
unit-cal = кал
unit-kcal = ккал
unit-bpm = уд/мин
unit-spm = шаг/мин
unit-rpm = об/мин
unit-per-min = /мин
unit-deg = °
unit-l = л
unit-ml = мл
unit-reps = { $n ->
    [one] повтор
    [few] повтора
    [many] повторов
   *[other] повтора
}
