### How this language writes numbers, units and dates.

locale-name = English
number-decimal = .
number-group = ,
number-group-from = 4

yes = Yes
no = No
of-max = of { $max }

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-by-1 = Monday
weekday-by-2 = Tuesday
weekday-by-3 = Wednesday
weekday-by-4 = Thursday
weekday-by-5 = Friday
weekday-by-6 = Saturday
weekday-by-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun

## Months inside a date.
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Months that stand alone, as heads.
month-alone-1 = January
month-alone-2 = February
month-alone-3 = March
month-alone-4 = April
month-alone-5 = May
month-alone-6 = June
month-alone-7 = July
month-alone-8 = August
month-alone-9 = September
month-alone-10 = October
month-alone-11 = November
month-alone-12 = December

date-long = { $weekday } { $day } { $month }
date-long-year = { $weekday } { $day } { $month } { $year }
date-short = { $day } { $month }
date-short-year = { $day } { $month } { $year }
date-month = { $month } { $year }
date-at = { $date }, { $time }
date-today-at = today, { $time }
date-yesterday-at = yesterday, { $time }
ago-now = just now
ago-minutes = { $n } min ago

size-kb = { $n } kB
size-mb = { $n } MB
size-gb = { $n } GB

## Units, by UCUM symbol; `$n` is the number in front.
unit-m = m
unit-km = km
unit-cm = cm
unit-mm = mm
unit-mi = { $n ->
    [one] mi
   *[other] mi
}
unit-ft = ft
unit-yd = yd
unit-in = in
unit-s = s
unit-min = min
unit-h = h
unit-d = d
unit-kg = kg
unit-g = g
unit-lb = lb
unit-cel = °C
unit-degf = °F
unit-percent = %
unit-w = W
unit-kw = kW
unit-j = J
unit-kj = kJ
unit-cal = cal
unit-kcal = kcal
unit-bpm = bpm
unit-spm = spm
unit-rpm = rpm
unit-per-min = /min
unit-deg = °
unit-l = l
unit-ml = ml
unit-reps = { $n ->
    [one] rep
   *[other] reps
}
