# La grabación de un entrenamiento: archivos, limpieza, cambios

recording-title = Grabación
recording-changes = Cambios
recording-undo = Deshacer
recording-cleaned = Fallos encontrados
recording-cleaned-hint = Lo que no está marcado queda como se grabó.
recording-clean = Leerlo así
recording-sources = Archivos
recording-shown = se muestra aquí
recording-part = Es otro entrenamiento
recording-edit = Recortar, dividir, corregir
recording-hint = Los archivos quedan como llegaron y todo cambio se puede deshacer. El tiempo cuenta desde la salida: minutos y segundos, hasta { $length }.
recording-from = Desde
recording-to = Hasta
recording-crop = Dejar este tramo
recording-at = Dividir en
recording-split-hint = Lo que viene después será otro entrenamiento.
recording-split = Dividir
recording-way = La hora era otra
recording-later = Fue más tarde
recording-earlier = Fue más temprano
recording-by = Horas y minutos
recording-shift-hint = 1:00 es una hora.
recording-times = Mover
recording-metres = Altitudes en
recording-metres-hint = Con signo menos, más abajo.
recording-offset = Mover altitudes
recording-smooth = Suavizar altitudes
recording-flat = Era llano
recording-with = Unir con
recording-choose = Elige un entrenamiento
recording-join = Unir
recording-not-a-time = Escribe minutos y segundos: 12:30.
recording-not-a-number = Escribe un número distinto de cero.
recording-end-first = El final va después del comienzo.
recording-in-future = Eso sería en el futuro.

change-crop = Recortado: { $from } – { $to }
change-crop-rest = Recortado: desde { $from }
change-split = Dividido en { $at }; el resto es otro entrenamiento
change-rest = Separado en { $at }
change-join = Unido con «{ $title }»
change-later = { $by } más tarde
change-earlier = { $by } más temprano
change-zone = Con la hora de otro lugar
change-sport = { $to } en vez de { $from }
change-heights-up = Altitudes { $by } más altas
change-heights-down = Altitudes { $by } más bajas
change-elevation-flat = Llano
change-elevation-smooth = Altitudes suavizadas
change-cleaning = Fallos dejados como están

fault-backward-times = El tiempo iba hacia atrás: puesto en orden
fault-zero-positions = Posiciones en 0°, 0°
fault-out-of-range = Valores imposibles
fault-duplicate-times = Varias muestras de un instante
fault-position-jumps = Saltos de posición
fault-spikes = Lecturas lejos de las vecinas
fault-standing-drift = Posiciones que vagaban en parado
fault-values = { $n ->
    [one] { $n } lugar
   *[other] { $n } lugares
}
fault-values-of = { $channel }: { $n ->
    [one] { $n } valor
   *[other] { $n } valores
}

change-refused-too-short = No quedaría nada. Elige un tramo más largo o deshaz antes otros cambios.
change-refused-overlap = Los dos se grabaron a la vez. Solo se unen entrenamientos que van uno tras otro.
change-refused-no-altitude = Este entrenamiento no tiene altitudes.
change-refused-no-recording = Ese entrenamiento se escribió a mano, no se grabó.
change-refused-not-readable = El archivo ya no se puede leer. No se cambió nada.
change-refused-undo-first = Otro cambio se apoya en este. Deshaz ese antes.
change-refused-only-source = Es el único archivo del entrenamiento.
change-refused-changed-meanwhile = El entrenamiento cambió mientras tanto. Míralo e inténtalo de nuevo.
change-refused-not-found = Eso ya no está.
uploaded-attached = Añadido a un entrenamiento que ya estaba
