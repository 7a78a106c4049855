# Anotar a mano, también sin conexión

record-when = Cuándo
record-who = El partido
record-felt = Sensaciones
record-more = Más métricas
record-words = Con tus palabras
record-so-far = Hasta ahora
record-again = Repetir el último
record-row-more = { $title } { $n }: más campos
workout-again = Repetir

waiting-title = Pendiente de enviar
waiting-waits = Está en este dispositivo; se envía en cuanto haya conexión.
waiting-refused = Todavía no se ha aceptado. Ábrelo y corrige lo marcado.
waiting-login = Inicia sesión y se enviará.
waiting-gone = Ya se había registrado y después se eliminó.
waiting-sent = Enviado y registrado.
waiting-open = Abrir
waiting-drop = Quitar
waiting-login-notice = En este dispositivo esperan entrenamientos anotados sin conexión. Inicia sesión con la cuenta con la que se anotaron y se enviarán.

offline-title = Sin conexión
offline-text = Esta página necesita conexión. Lo que registres ahora se guarda en este dispositivo y se envía después.
offline-retry = Reintentar
offline-badge = Sin conexión: se guarda aquí, se envía luego
