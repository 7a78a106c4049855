### La cuenta de un menor espera a su tutor.

register-birth-date-hint = Los menores necesitan el permiso de un tutor; la edad depende del país.
guardian-title = A la espera de tu tutor
guardian-waits-text = Hemos enviado un mensaje a { $email }. En cuanto tu padre, madre o tutor dé su consentimiento, tu cuenta estará lista.
guardian-none-text = Por tu edad, tu padre, madre o tutor tiene que dar su consentimiento antes de que sigas. Dinos su dirección y se lo pedimos.
guardian-asked = Pedido: { $when }
guardian-again = Enviarlo otra vez
guardian-sent = El mensaje va de camino.
guardian-name = ¿Pedírselo a otra persona?
guardian-name-first = ¿Quién es tu padre, madre o tutor?
guardian-name-submit = Pedirlo a esta dirección
guardian-address = Correo de tu padre, madre o tutor
guardian-address-hint = No el tuyo: le preguntamos si puedes tener una cuenta.
guardian-bad-address = Escribe el correo de tu padre, madre o tutor, no el tuyo.
guardian-delete-text = Todo lo que nos has contado desaparece para siempre.

guardian-ask-title = ¿Puede tu hijo o hija tener una cuenta?
guardian-ask-text = { $name } ({ $email }) quiere guardar aquí sus entrenamientos y te ha indicado como padre, madre o tutor. Según la ley de tu país hace falta tu consentimiento.
guardian-ask-what = Guardamos lo que registra: entrenamientos, frecuencia cardiaca, recorridos y la fecha de nacimiento.
guardian-ask-seen = Solo lo ve el propio menor. No se vende nada ni se envía publicidad, salvo que la acepte.
guardian-ask-back = La cuenta se puede eliminar en cualquier momento, con todo lo que contiene.
guardian-ask-agree = Soy su tutor y doy mi consentimiento
guardian-ask-decline = No doy mi consentimiento: eliminar la cuenta
guardian-ask-decline-text = Si no das tu consentimiento, la cuenta y todos sus datos se eliminan al momento. Si no haces nada, sigue cerrada.
guardian-thanks = Gracias
guardian-agreed = Has dado tu consentimiento. Le hemos avisado por correo y ya puede usar la cuenta.
guardian-declined = La cuenta y todos sus datos se han eliminado; le hemos avisado por correo.
guardian-expired-text = Si ya has respondido, no queda nada por hacer. Si no, el menor puede pedir que se envíe otra vez el mensaje.
guardian-expired-go = Ir al inicio
consent-guardian = Un tutor dio su consentimiento a esta cuenta

mail-guardian-asked-subject = ¿Puede tu hijo o hija tener una cuenta?
mail-guardian-asked-body =
    Hola:

    { $name } quiere guardar sus entrenamientos con nosotros y te ha indicado como padre, madre o tutor. Necesitamos tu respuesta antes de que la cuenta se pueda usar. Abre esta dirección para leer de qué se trata y aceptar o rechazar:

    { $link }

    Funciona durante 30 días. Si no sabes nada de esto, no hagas nada: la cuenta sigue cerrada.

mail-guardian-agreed-subject = Tu cuenta está lista
mail-guardian-agreed-body =
    Hola, { $name }:

    Tu tutor ha dado su consentimiento y tu cuenta está lista. Inicia sesión aquí:

    { $link }

mail-guardian-declined-subject = Tu cuenta se ha eliminado
mail-guardian-declined-body =
    Hola, { $name }:

    Tu tutor no ha dado su consentimiento, así que tu cuenta se ha eliminado con todo lo que contenía. Si ha sido un error, háblalo con él; puedes registrarte otra vez:

    { $link }
