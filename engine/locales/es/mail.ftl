# El cuerpo de un correo es texto sin formato.
mail-confirm-subject = Confirma tu dirección
mail-confirm-body =
    Hola, { $name }:

    Un paso más y tu cuenta estará lista. Abre esta dirección para confirmar que este correo es tuyo:

    { $link }

    Funciona durante 48 horas. Si no te has registrado, no hagas nada: no se creará ninguna cuenta.

mail-already-registered-subject = Ya tienes una cuenta
mail-already-registered-body =
    Hola, { $name }:

    Alguien, seguramente tú, ha querido usar esta dirección para una cuenta nueva. Ya hay una con ella, así que no se ha cambiado nada. Inicia sesión aquí:

    { $link }

    Si has olvidado la contraseña, allí puedes pedir otra.

mail-reset-subject = Una contraseña nueva
mail-reset-body =
    Hola, { $name }:

    Abre esta dirección para elegir una contraseña nueva:

    { $link }

    Funciona durante una hora. Si no la has pedido, no hagas nada: tu contraseña sigue igual.

mail-no-account-subject = No hay ninguna cuenta con esta dirección
mail-no-account-body =
    Hola:

    Alguien, seguramente tú, ha pedido una contraseña nueva para { $name }. No hay ninguna cuenta con esta dirección; quizá te registraste con otra. Para crear una cuenta, abre:

    { $link }

mail-password-changed-subject = Tu contraseña ha cambiado
mail-password-changed-body =
    Hola, { $name }:

    La contraseña de tu cuenta se acaba de cambiar y se ha cerrado la sesión en todos los demás dispositivos.

    Si no has sido tú, recupera tu cuenta cuanto antes:

    { $link }

mail-password-reset-subject = Tu contraseña ha cambiado
mail-password-reset-body =
    Hola, { $name }:

    Se acaba de poner una contraseña nueva en tu cuenta mediante un enlace de este buzón. Se ha cerrado la sesión en todos los dispositivos y se han revocado todos los tokens de la API: crea otros para los programas en los que confías.

    Si no has sido tú, recupera tu cuenta cuanto antes:

    { $link }

mail-confirm-address-subject = Confirma tu nueva dirección
mail-confirm-address-body =
    Hola, { $name }:

    Abre esta dirección para usar este correo en tu cuenta desde ahora:

    { $link }

    Funciona durante 48 horas. Si no lo has pedido, no hagas nada.

mail-address-changed-subject = La dirección de tu cuenta ha cambiado
mail-address-changed-body =
    Hola, { $name }:

    Tu cuenta tiene ahora otra dirección de correo. Esta ya no se usa.

    Si no has sido tú, escribe a quien administra este sitio.
