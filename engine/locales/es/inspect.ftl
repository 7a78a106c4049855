### De dónde sale lo que se muestra, para quienes escriben paquetes.

inspect-on = Inspeccionar esta página
inspect-off = Dejar de inspeccionar
inspect-close = Cerrar
inspect-what = De dónde sale esto: { $title }
inspect-block = : de dónde sale este bloque
inspect-id = ID
inspect-pack = Paquete
inspect-steps = Cómo se ha obtenido
inspect-unwritten = No lo dice ninguna línea de un paquete: viene del propio motor.
inspect-kind = { $kind ->
    [metric] Métrica
    [badge] Insignia
    [record] Récord
    [norm] Objetivo
    [gear] Material
   *[block] Bloque
}
inspect-missing = sin datos
inspect-true = verdadero
inspect-false = falso

## Datos

inspect-workout = Entrenamiento
inspect-origin = Origen
inspect-origin-edited = una edición posterior
inspect-origin-cleared = ninguno: se quitó después
inspect-origin-entered = lo que se escribió o se envió
inspect-origin-field = el archivo: { $name } = { $value }
inspect-origin-derived = su fórmula
inspect-origin-nowhere = ninguno: no estaba en ninguna fuente
inspect-sources = Fuentes, por orden
inspect-unit = Unidad
inspect-aggregate = De varios entrenamientos
inspect-aggregate-is = { $how ->
    [sum] la suma
    [mean] la media
    [max] el máximo
    [min] el mínimo
   *[last] el último valor
}
inspect-window = del { $from } al { $to }
inspect-rows = { $n ->
    [one] en { $n } fila
    [many] en { $n } de filas
   *[other] en { $n } filas
}
inspect-rule-not-asked = Esta regla no se comprueba en los entrenamientos de este deporte.
inspect-asked = Comprobada en
inspect-count = Se cumple en
inspect-count-is = { $n ->
    [one] { $n } entrenamiento
    [many] { $n } de entrenamientos
   *[other] { $n } entrenamientos
}
inspect-tier = Nivel ×{ $at }
inspect-tier-open = a falta de { $left }
inspect-per = Se gana
inspect-per-is = { $per ->
    [each] con cada entrenamiento que cumple la regla
   *[once] una sola vez
}
inspect-over = Basado en
inspect-better = Mejor
inspect-better-is = { $lower ->
    [yes] el valor más bajo
   *[no] el valor más alto
}
inspect-before = Anterior
inspect-before-none = ninguno: es el primero
inspect-marks = Veces logrado
inspect-target = { $category ->
    [athlete] Deportista
   *[amateur] Aficionado
}, { $age ->
    [child] niño o niña
    [teen] adolescente
   *[adult] adulto
}
inspect-applies = Se aplica
inspect-applies-why = { $target }: según el perfil, { $who } (quien no indica nada cuenta como aficionado adulto)
inspect-per-days = { $n ->
    [one] En { $n } día
    [many] En { $n } de días
   *[other] En { $n } días
}
inspect-so-far = Esta semana hasta ahora
inspect-source = Según
inspect-metric = Métrica
inspect-page = Página
inspect-order = Posición en la página
inspect-order-is = { $n } de { $all }
inspect-not-shown = no se muestra
inspect-by = Disposición según
inspect-by-pack = app.yaml
inspect-by-default = los bloques habituales de toda aplicación
inspect-data = Entrenamiento más reciente
inspect-data-none = todavía ninguno
inspect-gear-in = Usado en
inspect-gear-by = Se cuenta
inspect-gear-life = Vida útil
inspect-gear-warn = Avisa desde
inspect-gear-used = Usado hasta ahora
inspect-gear-before = Usado antes de añadirlo
inspect-gear-until = Previsión
inspect-gear-service-by = Para el mantenimiento se cuenta
inspect-gear-every = Mantenimiento cada
inspect-gear-since = Desde el último mantenimiento
inspect-gear-uses = uno por entrenamiento
inspect-gear-age = el tiempo desde el primer uso
inspect-rule = La regla en palabras
inspect-script-failed = El script se ha detenido: { $why } ({ $at })
