### Entrar en una cuenta y cambiarla: qué está mal, qué se ha hecho.

account-bad-name = Un nombre tiene de 1 a 60 caracteres.
account-bad-email = No es una dirección de correo. Escríbela como ana@example.org.
account-bad-password = Elige de 10 a 200 caracteres que no sean tu dirección ni una contraseña muy conocida.
account-bad-zone = No existe esa zona horaria. Escríbela como Europe/Madrid.
account-wrong-password = No es tu contraseña.
account-no-consent = Sin esto no hay cuenta.

confirm-title = Un paso más
confirm-text = Pulsa el botón para confirmar tu dirección. Tu cuenta quedará lista y entrarás en ella.
confirm-submit = Confirmar mi dirección
confirm-expired-text = Si ya confirmaste la dirección, inicia sesión. Si no, pide otro enlace.
confirm-again = Volver a registrarme
confirm-email-title = ¿Usar esta dirección?
confirm-email-text = Pulsa el botón para usar desde ahora la nueva dirección de correo en tu cuenta.
confirm-email-submit = Usar la nueva dirección
confirm-email-again = Ir a mi cuenta

login-deleted = Tu cuenta y todo lo que contenía se han eliminado.

me-email = Correo electrónico
me-email-text = Ahora es { $email }. Enviamos un enlace a la nueva dirección; hasta que lo abras, se mantiene la anterior.
me-new-email = Nueva dirección
me-change-email = Enviar el enlace
me-email-mailed = Un mensaje con un enlace va de camino a la nueva dirección.
me-email-saved = Tu cuenta ya tiene la nueva dirección.
me-password-saved = Tu contraseña ha cambiado; se ha cerrado la sesión en los demás dispositivos.
me-token-revoked = El token ya no funciona.
me-session-ended = Sesión cerrada en ese dispositivo.
me-device-browser = Un navegador
me-device-program = Un programa

me-consents = Lo que has aceptado
me-consents-text = Puedes cambiar de opinión en cualquier momento. Cada cambio se guarda con su hora y la versión del texto; todos están entre tus datos cuando los descargas.
me-consent-saved = Anotado, desde ahora mismo.
consent-terms = Mis entrenamientos se guardan para mostrármelos
consent-health-data = Datos de salud como mi frecuencia cardiaca se usan para métricas y récords
consent-marketing = Recibo correos y avisos sobre productos y eventos
consent-personalisation = Mis entrenamientos y mi equipo se usan para recomendarme cosas
consent-given = Aceptado: { $when } · versión { $version }
consent-withdrawn = Retirado: { $when } · versión { $version }
consent-never = No aceptado
consent-required = Sin esto no hay cuenta: se retira eliminando la cuenta.
consent-give = Aceptar
consent-withdraw = Retirar
