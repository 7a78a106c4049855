### Las páginas de una aplicación.

## Inicio

home-hello = Hola, { $name }
home-tiles = La semana en cifras
home-latest = Últimos entrenamientos
home-all = Ver todos
home-records = Últimos récords
home-no-records = Tus mejores marcas aparecerán aquí cuando haya algo con que compararlas.
home-badges = Insignias
home-norm = Te faltan { $left } para tu objetivo de { $norm }
home-norm-done = Objetivo de { $norm } cumplido
home-norm-workouts = { $title }: { $done } de { $norm ->
    [one] { NUMBER($norm) } entrenamiento
    [many] { NUMBER($norm) } de entrenamientos
   *[other] { NUMBER($norm) } entrenamientos
}
home-norm-workouts-done = { $title }: objetivo de { $norm } cumplido, llevas { $done }
home-delta-more = { $value } más que hasta el { $day } de la semana pasada
home-delta-less = { $value } menos que hasta el { $day } de la semana pasada
home-empty-title = Empieza por lo que ya has hecho
home-empty-text = Carga los archivos de tu reloj, tantos como quieras. De ellos salen métricas, récords e insignias en segundos.
home-empty-files = Cargar archivos
home-empty-hand = Anotar uno
home-how-title = Cómo funciona
home-how-1 = Copia los archivos de actividad de tu reloj o expórtalos de la aplicación que usas ahora.
home-how-2 = Cárgalos aquí todos a la vez; lo que ya esté se reconoce.
home-how-3 = Vuelve después del próximo entrenamiento y compara.
home-reach = Casi lo tienes
week-this = Esta semana
week-last = Semana pasada
week-rest = descanso
week-ahead = por venir

## Registrar

record-title = Registrar un entrenamiento
record-edit-title = Editar entrenamiento
record-how = Cómo registrarlo
record-by-hand = A mano
record-from-files = Desde archivos
record-live = En vivo
record-live-long = Grabar en vivo
record-figures = Métricas
record-session = La sesión
record-sport = Deporte
record-date = Fecha
record-time = Inicio
record-name = Título
record-name-hint = Si lo dejas vacío, el título será el deporte y el momento del día.
record-note = Notas
record-other-form = { $sport } pide otras métricas: revísalas y guarda.
record-changed-meanwhile = Este entrenamiento se cambió en otro sitio mientras lo editabas. Guarda otra vez para quedarte con lo que hay aquí.
record-no-rows = Todavía no hay nada.
record-add-row = Añadir { $title }
record-remove-row = Quitar { $title } { $n }

upload-choose = Elige archivos o suéltalos aquí
upload-hint = FIT, GPX, TCX, CSV o la exportación de Salud de Apple, también .gz y .zip; hasta { $size } cada uno.
upload-columns-title = Tablas (CSV): qué hay en las columnas
upload-columns = Columnas
upload-columns-hint = Los nombres habituales se reconocen. Para otros escribe, por ejemplo: Zeit=time, Puls=heart_rate, Tempo=speed[km/h]
upload-columns-wrong = No se entiende «{ $entry }». Escribe la columna, = y lo que contiene, por ejemplo Puls=heart_rate. Después elige los archivos otra vez.
upload-submit = Cargar archivos
upload-done = Cargado
upload-failed = No cargado
upload-where-title = Dónde encontrar tus archivos
upload-where-garmin = Garmin: conecta el reloj por cable y abre la carpeta GARMIN/Activity.
upload-where-strava = Strava: Configuración, Mi cuenta, «Descargar tu cuenta»; carga el archivo tal cual.
upload-where-apple = Salud de Apple: tu foto, luego «Exportar todos los datos de salud»; carga el archivo tal cual.
upload-where-others = Otros relojes: la página del entrenamiento en su aplicación tiene Exportar o Compartir, como FIT, GPX o TCX.

uploaded-title = Tus archivos
uploaded-summary = { $workouts } de { $files ->
    [one] { $files } archivo
    [many] { $files } de archivos
   *[other] { $files } archivos
}
uploaded-recorded = Registrado
uploaded-duplicate = Ya estaba aquí
uploaded-refused = No cargado
refused-empty = Este archivo no contiene ningún entrenamiento.
refused-empty-remedy = Sincroniza el dispositivo y exporta el entrenamiento otra vez.
refused-no-times = Es un recorrido sin las horas de paso.
refused-no-times-remedy = Puede ser una ruta planificada. Carga la grabación misma.
refused-not-an-activity = Este archivo viene de un dispositivo, pero no es un entrenamiento grabado.
refused-not-an-activity-remedy = No hay que hacer nada; carga archivos de la carpeta de actividades del dispositivo.
refused-bad-row = Esta línea de la tabla no se puede leer.
refused-bad-row-remedy = Comprueba la fecha y los números y carga la tabla otra vez; las demás líneas no se repetirán.
refused-unknown-columns = No se conocen las columnas de esta tabla.
refused-unknown-columns-remedy = Indica lo que contienen en «Tablas (CSV)» y carga la tabla otra vez.
refused-unknown-format = No es un archivo FIT, GPX, TCX ni CSV, ni una exportación de Salud de Apple.
refused-unknown-format-remedy = Exporta el entrenamiento como FIT, TCX, GPX o CSV.
refused-too-large = Este archivo es demasiado grande.
refused-too-large-remedy = Carga los archivos de los entrenamientos, o menos a la vez.
refused-damaged = Este archivo está dañado.
refused-damaged-remedy = Cópialo otra vez del dispositivo o expórtalo de nuevo.
refused-encrypted = Este archivo del paquete está protegido con contraseña.
refused-encrypted-remedy = Comprímelo sin contraseña.
refused-internal = Algo ha fallado por nuestra parte; no se ha guardado nada de este archivo.
refused-internal-remedy = Cárgalo otra vez.
file-warning-backward-times = El reloj fue hacia atrás { $n ->
    [one] { $n } vez
    [many] { $n } de veces
   *[other] { $n } veces
}; las muestras se han puesto en orden.
file-warning-bad-checksum = La suma de comprobación del archivo no cuadra: se modificó o se dañó después de grabarse.
file-warning-bad-rows = Descartadas por no poderse leer: { $n ->
    [one] { $n } fila
    [many] { $n } de filas
   *[other] { $n } filas
}.
file-warning-clock-not-set = El reloj del dispositivo no estaba en hora: comprueba la fecha.
file-warning-damaged = El archivo está dañado; se ha leído hasta ese punto.
file-warning-duplicate-times = Unidas con la anterior, que tiene la misma hora: { $n ->
    [one] { $n } muestra
    [many] { $n } de muestras
   *[other] { $n } muestras
}.
file-warning-implausible-values = Descartados por imposibles: { $n ->
    [one] { $n } valor
    [many] { $n } de valores
   *[other] { $n } valores
}.
file-warning-no-checksum = El archivo no lleva suma de comprobación; se ha leído entero.
file-warning-no-times = Descartados por no tener hora: { $n ->
    [one] { $n } punto
    [many] { $n } de puntos
   *[other] { $n } puntos
}.
file-warning-stray-times = Descartadas por tener una fecha a más de un día del entrenamiento: { $n ->
    [one] { $n } muestra
    [many] { $n } de muestras
   *[other] { $n } muestras
}.
file-warning-too-many-samples = El archivo es muy largo; descartado al final: { $n ->
    [one] { $n } registro
    [many] { $n } de registros
   *[other] { $n } registros
}.
file-warning-trailing-bytes = Sin entender tras el entrenamiento: { $n ->
    [one] { $n } byte
    [many] { $n } de bytes
   *[other] { $n } bytes
}.
file-warning-truncated = El archivo se corta; se ha leído hasta ahí.
file-warning-unfinished = El dispositivo no terminó de escribir el archivo.
file-warning-unknown-sport = El archivo indica su deporte con un número desconocido.
uploaded-more = Cargar más
uploaded-none-title = No ha llegado ningún archivo
uploaded-none-text = Elige uno o más archivos y cárgalos.

## Entrenamiento

workout-summary = Resumen
workout-splits = Parciales
workout-relative = Velocidad relativa
workout-fastest = El más rápido: { $unit } { $n }
workout-fastest-split = El más rápido: parcial { $n }
workout-number = Número
workout-records = { $n ->
    [one] Un récord
    [many] { $n } de récords
   *[other] { $n } récords
}
workout-figures = Todas las métricas
workout-note-ask = ¿Qué tal ha ido?
workout-note-save = Guardar la nota
workout-original = Archivo original
workout-edit = Editar entrenamiento
workout-pending = Buscando récords e insignias
workout-by-hand = A mano
workout-deleted = «{ $title }» se ha eliminado.
workout-restored = «{ $title }» ha vuelto.
workout-saved = Guardado.
workout-untitled = { $time ->
    [morning] { $sport } por la mañana
    [afternoon] { $sport } por la tarde
    [evening] { $sport } al atardecer
   *[night] { $sport } de noche
}
laps-title = Vueltas
lengths-title = Largos
parts-count = { $n } en total
column-total-distance = Distancia
column-total-timer-time = Tiempo
column-avg-heart-rate = Frecuencia cardiaca
column-avg-power = Potencia
column-total-ascent = Desnivel
column-total-strokes = Brazadas
chart-pace = Ritmo
chart-speed = Velocidad
chart-heart-rate = Frecuencia cardiaca
chart-altitude = Altitud
chart-cadence = Cadencia
chart-power = Potencia
chart-temperature = Temperatura
map-loop = Mapa del recorrido: un circuito de { $distance }, con una marca cada { $every }
map-line = Mapa del recorrido: { $distance } de salida a meta, con una marca cada { $every }
chart-best = mejor { $value }
chart-most = máx. { $value }
chart-label-distance = { $title } por distancia: { $summary }, de { $low } a { $high }
chart-label-time = { $title } por tiempo: { $summary }, de { $low } a { $high }
charts-by-distance = Gráficos por distancia
charts-by-time = Gráficos por tiempo

## Historial

history-all-sports = Todos los deportes
history-filter = Filtrar
history-from = Desde
history-to = Hasta
history-text = En el título o las notas
history-show = Mostrar
history-clear = Mostrar todo
history-pages = Páginas
history-newer = Más recientes
history-older = Más antiguos
history-empty-title = Aquí estarán todos tus entrenamientos
history-empty-text = Carga los archivos de tu reloj o anota una sesión; aparecerá en su mes.
history-nothing-title = Ningún entrenamiento coincide
history-nothing-text = Amplía las fechas o quita un filtro.

## Récords e insignias

records-title = Récords e insignias
records-earned = { $n } de { $all }
records-empty-title = Tus mejores marcas, cuando haya algo que batir
records-empty-text = En cada entrenamiento se buscan tus mejores esfuerzos; el primero los fija todos.
badge-progress = { $n } de { $all }
record-first = Primera marca
record-beat = Mejora la del { $date } en { $by }
record-beat-barely = Por muy poco mejor que la del { $date }

## Avisos

notices-title = Avisos
notices-mark = Marcar todo como leído
notices-new = Nuevo
notice-record = Récord: { $title }
notice-record-bare = Un récord nuevo
notice-record-first = { $value }, la primera marca
notice-record-before = { $value }, antes { $before }
notice-achievement = Has ganado una insignia.
notice-wear = Gastado el { $share } % de su vida útil. Ve buscando un sustituto.
notice-worn = Gastado el { $share } % de su vida útil: toca cambiarlo.
notice-summary = Tus entrenamientos anteriores ya están aquí
notices-empty-title = Nada nuevo
notices-empty-text = Aquí se anuncian récords, insignias e importaciones terminadas.

## Perfil

me-title = Perfil
me-profile = Sobre ti
me-units = Unidades
me-units-metric = Kilómetros, kg
me-units-imperial = Millas, lb
me-browser = Como pida el navegador
me-zone = Zona horaria
me-sports = Tus deportes
me-since = Desde el { $date }
me-join = Unirse
me-data = Tus datos
me-data-text = Todo lo que has introducido y lo que se ha calculado con ello, con los archivos originales, en un solo archivo comprimido.
me-export = Descargar mis datos
me-password = Contraseña
me-current-password = Contraseña actual
me-change-password = Cambiar contraseña
me-sessions = Dónde tienes la sesión abierta
me-this-device = Este dispositivo
me-end-session = Salir
me-end-others = Cerrar sesión en los demás
me-tokens = Tokens de la API
me-no-tokens = Con un token, un programa puede leer o escribir tus entrenamientos en tu nombre.
me-token-name = ¿Para qué es?
me-token-name-hint = Un nombre para reconocerlo, como «Copia de seguridad».
me-token-write = También puede escribir
me-token-make = Crear un token
me-token-once = Cópialo ahora; no se volverá a mostrar.
me-token-read = Puede leer
me-token-read-write = Puede leer y escribir
me-token-used = último uso: { $when }
me-token-unused = sin usar
me-revoke = Revocar
me-delete = Eliminar mi cuenta
me-delete-text = Todos los entrenamientos, récords, archivos y ajustes de todos los deportes desaparecen para siempre. Si quieres conservarlos, descarga antes tus datos.
me-delete-submit = Eliminar para siempre
me-saved = Guardado.

## API

api-title = API
api-lead = Todo lo que hay en las páginas se puede hacer con esta API. Crea un token en tu perfil y prueba los comandos.
api-contents = Contenido
api-parameters = Parámetros
api-body = Cuerpo
api-answers = Respuestas
api-example = Ejemplo
api-schemas = Esquemas
api-name = Nombre
api-type = Tipo
api-meaning = Significado
api-required = obligatorio
