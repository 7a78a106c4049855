devices-title = Dispositivos
devices-lead = Elige con qué entrenas, y lo que registre llegará aquí.
devices-link-text = Relojes, sensores y cuentas que envían por sí solos
devices-record-link = ¿Un reloj, un sensor o una cuenta? Deja que envíe por sí solo.
devices-connected = Conectados
devices-empty-title = Aún no hay nada conectado
devices-empty-text = Elige tu dispositivo abajo. Tarda menos de un minuto.
devices-choose = Elige un dispositivo
devices-search = Marca o dispositivo
devices-search-submit = Buscar
devices-search-all = Ver todos
devices-found = { $n ->
    [one] { $n } dispositivo
   *[other] { $n } dispositivos
}
devices-unknown-title = No hay nada con ese nombre
devices-unknown-text = Casi todos los relojes guardan sus entrenamientos en archivos. Cárgalos y no faltará nada.
devices-unknown-load = Cargar archivos
devices-missing-title = Este servidor no tiene dispositivos
devices-missing-text = Quien lo administra aún no ha configurado ninguno. Los archivos se pueden cargar igualmente.
devices-disconnected = Desconectado. Lo que llegó se queda.
devices-deleted = Desconectado. Lo que llegó se ha borrado; cada entrenamiento se puede recuperar durante treinta días.

device-way-file = Archivos
device-way-ble = Bluetooth
device-way-api = Con su app
device-way-pull = Cuenta
device-simulated = Simulado
device-simulated-text = Hecho a partir de la documentación de { $vendor } y probado con una simulación. Nadie lo ha usado aún con el real.
device-how = Cómo conectarlo
device-unset = Sin configurar aquí

device-file-title = Cargar sus archivos
device-file-text = Todos de una vez o después de cada entrenamiento. Lo que ya está no se duplica.
device-file-find = En la app o el sitio de tu dispositivo, busca «Exportar» o «Compartir».
device-file-find-archive = Pide a { $vendor } todos tus datos: está en los ajustes de la cuenta. Llega un enlace por correo.
device-file-load = Carga el archivo tal cual: { $files }
device-file-submit = Elegir archivos
device-ble-title = Emparejarlo
device-ble-text = Se registra aquí mientras entrenas.
device-ble-wear = Póntelo o ponlo en marcha para que despierte.
device-ble-pair = Emparéjalo en la página siguiente y mira sus valores antes de empezar.
device-ble-browser = El navegador necesita Bluetooth: Chrome o Edge, en un teléfono con Android o en un ordenador.
device-ble-submit = Registrar en vivo
device-api-title = Conectarlo con un código
device-api-text = Desde entonces la app de { $vendor } envía tus entrenamientos.
device-api-ask = Pide un código.
device-api-type = Escríbelo en la app de { $vendor }, donde se conectan otros servicios.
device-api-submit = Pedir un código
device-api-unset = { $vendor } aún no tiene clave de este servidor. Quien lo administra puede crear una.
device-pull-title = Conectar tu cuenta
device-pull-text = Lo que registres llega en minutos, y también lo que registraste antes.
device-pull-login = Entra en { $vendor }. Tu contraseña se queda allí.
device-pull-allow = Permite que se lea. Puedes terminarlo cuando quieras.
device-pull-submit = Conectar { $vendor }
device-pull-unset = { $vendor } aún no está configurado en este servidor. Mientras tanto, carga sus archivos.

device-code-title = Tu código
device-code-text = Escríbelo en la app de { $vendor }. Sirve una vez.
device-code-until = Sirve hasta las { $time }.
device-code-left = { $minutes ->
    [one] Queda { $minutes } minuto
   *[other] Quedan { $minutes } minutos
}
device-code-over = Ya no sirve. Pide otro.
device-code-check = Ya está escrito
device-code-waiting = { $vendor } aún no ha traído el código. En cuanto lo haga, esta página lo dirá.

device-data = Qué pasa con sus datos
device-policy-public = Tú decides quién ve lo que llega de él, como con cualquier entrenamiento.
device-policy-owner = Solo tú ves lo que llega de él: { $vendor } no permite mostrarlo a otros.
device-policy-club = Solo tú y tus clubes podéis ver lo que llega de él.
device-policy-rankings = No cuenta en las clasificaciones.
device-policy-promos = No se usa para elegir ofertas.
device-policy-models = No se usa para entrenar modelos.
device-terms = Condiciones de { $vendor }

device-connections = Tu conexión
device-since = Conectado el { $date }
device-ended = Desconectado el { $date }
device-last = Últimos datos: { $when }
device-last-none = Aún no ha llegado nada
device-disconnect = Desconectar
device-disconnect-text = No llegará nada más. ¿Qué hacemos con lo que llegó?
device-disconnect-keep = Desconectar y conservarlo
device-disconnect-delete = Desconectar y borrarlo
device-disconnect-note = Los entrenamientos borrados se pueden recuperar durante treinta días. Los que también están en otro archivo se quedan.
device-delete-rest = Borrar lo que llegó
device-delete-rest-text = Está desconectado. Lo que llegó por él sigue aquí.

device-came = Qué ha llegado
device-came-none-title = Aún no ha llegado nada
device-came-none-text = En cuanto llegue algo, aparecerá aquí, con todo lo que se dejó fuera y por qué.
delivery-taken = { $n ->
    [one] { $n } entrenamiento
   *[other] { $n } entrenamientos
}
delivery-updated = { $n ->
    [one] { $n } cambiado
   *[other] { $n } cambiados
}
delivery-known = { $n ->
    [one] { $n } ya estaba
   *[other] { $n } ya estaban
}
delivery-refused = { $n ->
    [one] { $n } fuera
   *[other] { $n } fuera
}
delivery-why = Qué se dejó fuera y por qué
delivery-times = { $n } ×

left-out-bad-value = No se pudo leer un valor.
left-out-clock = El reloj del dispositivo iba mal.
left-out-duplicate-record = Estaba dos veces; se tomó una.
left-out-duplicate-time = Dos muestras de un mismo momento; se tomó una.
left-out-no-file = Falta un archivo que nombra la lista.
left-out-no-start = No dice cuándo empezó.
left-out-not-readable = No se pudo leer.
left-out-out-of-range = Un valor que nada mide.
left-out-required = Dice demasiado poco para ser un entrenamiento.
left-out-script-failed = Un script del adaptador falló.
left-out-short-value = El sensor envió demasiado poco.
left-out-too-fast = Un valor saltó: el sensor perdió contacto.
left-out-too-many = Era demasiado de una vez.
left-out-unknown-word = Una palabra que aquí nadie conoce.
left-out-missing-scope = Con esta clave no se pueden enviar muestras.
left-out-invalid = Le falta algo necesario.
left-out-internal = Algo falló aquí; se envía otra vez.
left-out-in-progress = Se estaba guardando; se envía otra vez.

device-key = Clave
device-key-hint = { $vendor } la muestra en los ajustes de tu cuenta. Cópiala entera.
account-last = Consultado { $when }
account-first = Se está trayendo lo que grabaste antes.
account-late = Va con retraso: { $why }. Se vuelve a consultar solo.
account-needs-person = Ya no nos deja entrar. Conéctala otra vez: lo que hay se queda y llega lo que grabaste mientras tanto.
account-again = Conectar otra vez
account-sync = Consultar ahora
account-history = Entrenamientos anteriores: ya está el { $percent } %
account-connected = Conectado. Lo que grabaste ya está llegando.
account-asked = Se está consultando.
account-failed-not-agreed = No se conectó nada: no diste permiso allí.
account-failed-already-connected = Esa cuenta está conectada aquí a otra persona, que primero tiene que desconectarla.
account-failed-vendor-trouble = No se conectó nada: algo falló por el camino. Prueba otra vez en un momento.
account-failed-bad-vendor-key = Eso no es una clave. Cópiala entera, sin espacios.
