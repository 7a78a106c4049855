### De dónde viene lo que se muestra, para quien escribe paquetes.

inspect-on = Inspeccionar esta página
inspect-off = Dejar de inspeccionar
inspect-close = Cerrar
inspect-what = De dónde viene: { $title }
inspect-block = : de dónde viene este bloque
inspect-id = Nombre
inspect-pack = Paquete
inspect-steps = Cómo se obtuvo
inspect-unwritten = Ninguna línea de un paquete lo dice: la aplicación lo trae de por sí.
inspect-kind = { $kind ->
    [metric] Medida
    [badge] Insignia
    [record] Récord
    [norm] Norma
   *[block] Bloque
}
inspect-missing = sin datos
inspect-true = cierto
inspect-false = falso

## Datos

inspect-workout = Entrenamiento
inspect-origin = Viene de
inspect-origin-edited = una corrección posterior
inspect-origin-cleared = ninguna parte: se quitó después
inspect-origin-entered = lo escrito o enviado
inspect-origin-field = el archivo: { $name } = { $value }
inspect-origin-derived = su fórmula
inspect-origin-nowhere = ninguna parte: ninguna fuente lo tenía
inspect-sources = Fuentes, por orden
inspect-unit = Unidad
inspect-aggregate = En muchos entrenamientos
inspect-aggregate-is = { $how ->
    [sum] la suma
    [mean] la media
    [max] el mayor
    [min] el menor
   *[last] el último
}
inspect-window = del { $from } al { $to }
inspect-rows = { $n ->
    [one] de { $n } fila
   *[other] de { $n } filas
}
inspect-rule-not-asked = Esta regla no se aplica a entrenamientos de este deporte.
inspect-asked = Aplicada a
inspect-count = Cumplida en
inspect-count-is = { $n ->
    [one] { $n } entrenamiento
   *[other] { $n } entrenamientos
}
inspect-tier = Nivel ×{ $at }
inspect-tier-open = faltan { $left }
inspect-per = Se da
inspect-per-is = { $per ->
    [each] con cada entrenamiento que cumple la regla
   *[once] una vez
}
inspect-over = Sobre
inspect-better = Mejor
inspect-better-is = { $lower ->
    [yes] el valor más bajo
   *[no] el valor más alto
}
inspect-before = Antes
inspect-before-none = ninguno: es el primero
inspect-marks = Veces batido
inspect-target = { $category ->
    [athlete] Deportista
   *[amateur] Aficionado
}, { $age ->
    [child] niño
    [teen] adolescente
   *[adult] adulto
}
inspect-applies = Se aplica
inspect-applies-why = { $target }: según el perfil, { $who } (quien no lo indica cuenta como aficionado adulto)
inspect-per-days = { $n ->
    [one] En { $n } día
   *[other] En { $n } días
}
inspect-so-far = Esta semana hasta ahora
inspect-source = Según
inspect-metric = Medida
inspect-page = Página
inspect-order = Lugar en la página
inspect-order-is = { $n } de { $all }
inspect-not-shown = no se muestra
inspect-by = Dispuesto por
inspect-by-pack = app.yaml
inspect-by-default = los bloques habituales de toda aplicación
inspect-data = Último entrenamiento
inspect-data-none = todavía ninguno
