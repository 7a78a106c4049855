## Qué hay en un archivo y qué se corrigió en él

refused-course-file = Es un recorrido planificado, no un entrenamiento grabado.
refused-course-file-remedy = Su sitio es el dispositivo, para seguirlo. Carga la grabación que hagas con él.
refused-monitoring-file = Son datos de todo el día (pasos, pulso, sueño), no un entrenamiento grabado.
refused-monitoring-file-remedy = No hay que hacer nada: los entrenamientos están en la carpeta Activity del dispositivo.
refused-settings-file = Son ajustes de un dispositivo, no un entrenamiento grabado.
refused-settings-file-remedy = Déjalos en el dispositivo: los entrenamientos están en su carpeta Activity.
refused-workout-file = Es un entrenamiento planificado, no uno grabado.
refused-workout-file-remedy = Su sitio es el dispositivo, para entrenar con él. Carga la grabación que hagas.
file-warning-position-jumps = { $n ->
    [one] Se omitió { $n } posición a la que
   *[other] Se omitieron { $n } posiciones a las que
} nadie pudo llegar y volver.
file-warning-spikes = { $n ->
    [one] Se omitió { $n } valor que se apartaba
   *[other] Se omitieron { $n } valores que se apartaban
} de los vecinos.
file-warning-standing-drift = { $n ->
    [one] Se mantuvo en su sitio { $n } posición
   *[other] Se mantuvieron en su sitio { $n } posiciones
} mientras no te movías.

## De la grabación en vivo

file-warning-clock-shifted = El reloj del dispositivo iba desviado más de dos minutos; las horas se corrigieron.
file-warning-places-vague = Descartado: { $n ->
    [one] { $n } posición conocida
   *[other] { $n } posiciones conocidas
} solo con más de 50 m de error.
file-warning-sensor-out-of-range = Descartado: { $n ->
    [one] { $n } valor de un sensor que no puede ser cierto. Mira cómo está puesto.
   *[other] { $n } valores de sensores que no pueden ser ciertos. Mira cómo están puestos.
}
file-warning-sensor-short-value = Descartado: { $n ->
    [one] { $n } mensaje de un sensor que se cortó.
   *[other] { $n } mensajes de sensores que se cortaron.
}
file-warning-sensor-too-fast = Descartado: { $n ->
    [one] { $n } valor de un sensor que cambió
   *[other] { $n } valores de sensores que cambiaron
} más rápido de lo posible: perdió el contacto.
file-warning-sensor-unread = Sin leer: { $n ->
    [one] { $n } mensaje de un sensor
   *[other] { $n } mensajes de sensores
} que este servidor no conoce.

## Gráficos de otros canales

chart-core-temperature = Temperatura corporal
chart-respiration-rate = Respiración
chart-spo2 = Saturación de oxígeno
chart-vertical-oscillation = Oscilación vertical
chart-vertical-ratio = Relación vertical
chart-stance-time = Contacto con el suelo
chart-stance-time-percent = Parte del contacto con el suelo
chart-stance-time-balance = Contacto con el suelo, izquierdo
chart-step-length = Longitud del paso
chart-saturated-hemoglobin-percent = Oxígeno muscular
chart-total-hemoglobin-conc = Hemoglobina total
chart-left-right-balance = Potencia, pierna derecha
chart-left-torque-effectiveness = Eficacia del par, izquierda
chart-right-torque-effectiveness = Eficacia del par, derecha
chart-left-pedal-smoothness = Suavidad del pedaleo, izquierda
chart-right-pedal-smoothness = Suavidad del pedaleo, derecha
chart-grade = Pendiente
chart-depth = Profundidad

unit-ms = ms
