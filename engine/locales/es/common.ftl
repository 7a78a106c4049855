### El marco, la cuenta y los errores.

skip = Ir al contenido
back = Atrás
save = Guardar
cancel = Cancelar
delete = Eliminar
undo = Deshacer
optional = opcional
language = Idioma
login = Iniciar sesión
logout = Cerrar sesión
register = Registrarse
api-link = API

nav-label = Principal
nav-home = Inicio
nav-history = Historial
nav-record = Registrar
nav-records = Récords
nav-me = Perfil

notices-open = { $n ->
    [0] Avisos
    [one] Avisos, { $n } nuevo
    [many] Avisos, { $n } nuevos
   *[other] Avisos, { $n } nuevos
}

delta-more = más
delta-less = menos

count-workouts = { $n ->
    [one] { NUMBER($n) } entrenamiento
    [many] { NUMBER($n) } de entrenamientos
   *[other] { NUMBER($n) } entrenamientos
}
count-records = { $n ->
    [one] { NUMBER($n) } récord
    [many] { NUMBER($n) } de récords
   *[other] { NUMBER($n) } récords
}

count-badges = { $n ->
    [one] { NUMBER($n) } insignia
    [many] { NUMBER($n) } de insignias
   *[other] { NUMBER($n) } insignias
}
form-problems = { $n ->
    [one] Hay que corregir un campo; todavía no se ha guardado nada.
    [many] Hay que corregir { $n } de campos; todavía no se ha guardado nada.
   *[other] Hay que corregir { $n } campos; todavía no se ha guardado nada.
}
input-not-a-number = No es un número. Escríbelo como 12,42.
input-not-a-time = No es un tiempo. Escríbelo como 24:09 o 1:02:38.
input-most = Como mucho { $max }.
input-least = Como mínimo { $min }.
input-between = De { $min } a { $max }.
input-whole = Aquí solo valen números enteros.
input-too-long = Caben como mucho { $max } caracteres.
input-start = Un entrenamiento empieza después de 1970 y no en el futuro.
input-not-a-day = No es una fecha. Escríbela como 2026-11-19.
input-not-a-clock = No es una hora. Escríbela como 06:48.
input-required = No puede quedar vacío.
input-use = Usar { $value }
input-h-mm-ss = h:mm:ss

## La plataforma y el inicio de una aplicación

sports-title = Todos los deportes
sports-heading = Entrena cualquier deporte con una sola cuenta
sports-lead = Carga los archivos de tu reloj o anota una sesión y mira cómo vas. Elige un deporte.
sports-empty-title = Todavía no hay ningún deporte
sports-empty-text = Un deporte aparece aquí en cuanto se publica su paquete.

start-register = Crear una cuenta
start-join = Únete a { $name }
start-one-account = Una cuenta para todos los deportes.
start-what = Lo que obtienes
start-files-title = Los archivos de tu reloj, tal cual
start-files-text = FIT, GPX y TCX, también comprimidos, muchos a la vez.
start-figures-title = Las métricas que aquí importan
start-badges-title = Récords e insignias
start-yours-title = Sigue siendo tuyo
start-yours-text = Descárgalo todo o elimínalo cuando quieras.

## Cuentas

field-name = Nombre
field-name-hint = Cómo te ven los demás; puedes cambiarlo.
field-email = Correo electrónico
field-password = Contraseña
field-new-password = Contraseña nueva
field-password-hint = Al menos 10 caracteres; varias palabras seguidas se recuerdan bien.

register-title = Crea tu cuenta
register-consent = Acepto que mis entrenamientos se guarden para mostrármelos. Puedo retirarlo en cualquier momento.
register-submit = Crear cuenta
register-have = ¿Ya tienes una?

login-submit = Iniciar sesión
login-forgot = ¿Has olvidado la contraseña?
login-wrong = El correo y la contraseña no coinciden. Comprueba ambos o pon una contraseña nueva.
login-confirmed = Tu dirección está confirmada. Inicia sesión para empezar.
login-changed = Tu contraseña ha cambiado. Se ha cerrado la sesión en todos los dispositivos y se han revocado los tokens de la API; inicia sesión con la contraseña nueva.

sent-title = Mira tu correo
sent-text = Si { $email } se puede usar aquí, un mensaje con un enlace va de camino. En él se dice cuánto tiempo vale.
sent-hint = ¿No llega nada en unos minutos? Mira en el correo no deseado o inténtalo otra vez.
sent-folder = El correo de este servidor se escribe en

forgot-title = Pon una contraseña nueva
forgot-text = Te enviamos un enlace para que elijas otra.
forgot-submit = Enviar el enlace

reset-title = Elige una contraseña nueva
reset-text = Se cerrará la sesión en todos tus dispositivos y tus tokens de la API dejarán de funcionar.
reset-submit = Guardar la contraseña
reset-expired-title = Este enlace ya se ha usado o ha caducado
reset-expired-text = Un enlace vale una sola vez y durante una hora. Pide otro.
reset-again = Enviar otro enlace

## Errores

error-home = Ir al inicio
error-request = petición { $id }
error-login-title = Inicia sesión para ver esto
error-login-text = Esta página pertenece a una cuenta.
error-forbidden-title = No puedes hacer esto
error-forbidden-text = Tu cuenta no tiene permiso, o el formulario se envió desde otro sitio.
error-missing-title = Aquí no hay nada
error-missing-text = La página ha cambiado de sitio, se eliminó o es de otra persona.
error-large-title = Es demasiado grande
error-large-text = Envía menos archivos o más pequeños a la vez.
error-often-title = Demasiados intentos
error-often-text = Espera un minuto y vuelve a intentarlo.
error-request-title = No ha llegado como se esperaba
error-request-text = Vuelve atrás, comprueba lo que escribiste y envíalo otra vez.
problem-account-exists = La cuenta ya se ha creado entretanto: inicia sesión.
problem-bad-cursor = El enlace a esta página de la lista está roto: vuelve al principio.
problem-bad-form = Los archivos no han llegado como los envía un formulario: elígelos otra vez.
problem-bad-limit = La lista no puede ser tan larga.
problem-bad-query = La dirección contiene algo que no se puede leer.
problem-broken-body = La conexión se cortó antes de que llegara todo.
problem-changed-meanwhile = Ha cambiado desde que lo abriste: ábrelo otra vez y repite tu cambio.
problem-deleted-meanwhile = Entretanto se ha eliminado.
problem-invalid = Algunos campos no se pueden aceptar.
problem-link-used-up = El enlace del correo ya se ha usado o ha caducado: pide otro.
problem-method-not-allowed = Esta dirección no admite lo que se le ha enviado.
problem-no-file = No se ha elegido ningún archivo.
problem-too-many-files = Son más archivos de los que caben de una vez: envíalos en varias.
problem-too-many-imports = Ya hay varios archivos en espera: carga otro cuando termine alguno.
problem-too-many-tokens = Ya tienes el máximo de tokens: revoca uno antes.
problem-unsupported-media-type = El formulario se envió de una manera que aquí no se lee.
error-busy-title = Volvemos enseguida
error-busy-text = El servidor está arrancando o muy ocupado. Inténtalo dentro de un momento; no se pierde nada.
error-broken-title = Algo ha fallado por nuestra parte
error-broken-text = Ha quedado anotado. Inténtalo otra vez; si sigue igual, dinos el número de abajo.
