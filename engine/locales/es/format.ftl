### Cómo escribe este idioma los números, las unidades y las fechas.

locale-name = Español
number-decimal = ,
# El espacio es la norma de la RAE y del SI; un punto se leería como decimal al escribir.
number-group = { "\u00A0" }
number-group-from = 5

yes = Sí
no = No
of-max = de { $max }

weekday-1 = Lunes
weekday-2 = Martes
weekday-3 = Miércoles
weekday-4 = Jueves
weekday-5 = Viernes
weekday-6 = Sábado
weekday-7 = Domingo
weekday-by-1 = lunes
weekday-by-2 = martes
weekday-by-3 = miércoles
weekday-by-4 = jueves
weekday-by-5 = viernes
weekday-by-6 = sábado
weekday-by-7 = domingo
weekday-short-1 = Lun
weekday-short-2 = Mar
weekday-short-3 = Mié
weekday-short-4 = Jue
weekday-short-5 = Vie
weekday-short-6 = Sáb
weekday-short-7 = Dom

## Meses dentro de una fecha.
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre

## Meses solos, como título.
month-alone-1 = Enero
month-alone-2 = Febrero
month-alone-3 = Marzo
month-alone-4 = Abril
month-alone-5 = Mayo
month-alone-6 = Junio
month-alone-7 = Julio
month-alone-8 = Agosto
month-alone-9 = Septiembre
month-alone-10 = Octubre
month-alone-11 = Noviembre
month-alone-12 = Diciembre

date-long = { $weekday }, { $day } de { $month }
date-long-year = { $weekday }, { $day } de { $month } de { $year }
date-short = { $day } de { $month }
date-short-year = { $day } de { $month } de { $year }
date-month = { $month } de { $year }
date-at = { $date }, { $time }
date-today-at = hoy, { $time }
date-yesterday-at = ayer, { $time }
ago-now = ahora mismo
ago-minutes = hace { $n } min

size-kb = { $n } kB
size-mb = { $n } MB
size-gb = { $n } GB

## Unidades por su símbolo UCUM; `$n` es el número que va delante.
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
unit-bpm = ppm
unit-spm = pasos/min
unit-rpm = rpm
unit-per-min = /min
unit-deg = °
unit-l = l
unit-ml = ml
unit-reps = { $n ->
    [one] rep.
   *[other] reps.
}
