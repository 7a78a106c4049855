imports-title = Archivos
imports-lead = Años de entrenamientos de una vez. Puedes salir de esta página: la lectura continúa.
imports-list = Lo que se envió
imports-empty-title = Aún no hay archivos
imports-empty-text = Pide todos tus datos a Strava, Garmin o a tu teléfono y carga aquí el archivo que recibas.
imports-choose = Archivo o exportación
imports-hint = .zip con ficheros FIT, GPX, TCX o CSV, o la exportación de Apple Health. Hasta { $size } cada uno.
imports-submit = Cargar
imports-link = ¿Un archivo entero? Se lee en segundo plano.
imports-refused = Ficheros no cargados
imports-more = { $n ->
    [one] y { $n } más
   *[other] y { $n } más
}
imports-of = { $done } de { $files ->
    [one] { $files } fichero
   *[other] { $files } ficheros
}
imports-so-far = { $files ->
    [one] { $files } fichero hasta ahora
   *[other] { $files } ficheros hasta ahora
}
imports-waiting = Espera su turno
imports-files = { $files ->
    [one] { $files } fichero
   *[other] { $files } ficheros
}
imports-failed = La lectura se detuvo: lo enviado ya no está. Cárgalo otra vez; nada se duplica.
imports-known = { $n ->
    [one] { $n } ya estaba aquí
   *[other] { $n } ya estaban aquí
}
imports-not-loaded = { $n ->
    [one] { $n } fichero no cargado
   *[other] { $n } ficheros no cargados
}
imports-none-chosen = Elige primero un archivo.
imports-too-many = Ya hay varios archivos en espera. Carga otro cuando termine alguno.
imports-too-large = Ocupa más de { $size }. Cárgalo por partes.
