### El material y el estante.

nav-gear = Material
nav-profile = Tu perfil, { $name }

gear-add = Añadir
gear-in-use = En uso
gear-items = { $n ->
    [one] { $n } artículo
   *[other] { $n } artículos
}
gear-retired = { $n ->
    [one] Retirado: { $n } artículo
   *[other] Retirados: { $n } artículos
}
gear-empty-title = Aún no hay material
gear-empty-text = Añade lo que usas al entrenar. Cada entrenamiento suma su desgaste, y sabrás a tiempo cuándo cambiarlo.
gear-empty-add = Añadir material
gear-how-title = Cómo funciona
gear-how-1 = Añade un artículo y di cuánto se usó antes.
gear-how-2 = Hazlo el habitual de un deporte: los entrenamientos nuevos lo toman solos.
gear-how-3 = Retíralo cuando esté gastado. Sus entrenamientos lo conservan.
gear-none-title = Aquí no hay material
gear-none-text = Este deporte no necesita nada que se gaste.
gear-parts = Piezas
gear-parts-none = Aún sin piezas. Una pieza se gasta con los entrenamientos desde el día en que se puso.
gear-since = { $kind } · desde { $month }
gear-month = { $month } de { $year }
gear-left = quedan { $left }
gear-worn-out = Gastado
gear-used-of = { $used } de { $life }
gear-bar = { $name }, desgaste: { $text }
gear-weeks-more = { $n ->
    [one] alrededor de una semana más
   *[other] unas { $n } semanas más
}
gear-until = hasta { $month }, más o menos
gear-service-due = Toca mantenimiento

## What stands behind a number.
gear-unit-uses = { $n ->
    [one] entrenamiento
   *[other] entrenamientos
}
gear-unit-days = { $n ->
    [one] día
   *[other] días
}
gear-unit-months = { $n ->
    [one] mes
   *[other] meses
}
gear-unit-years = { $n ->
    [one] año
   *[other] años
}

## One item.
gear-wear = Desgaste
gear-left-of = quedan de { $life }
gear-worn-of = gastado de una vida de { $life }
gear-forecast = Hasta { $month }, más o menos, con el uso actual
gear-basis = Calculado con los últimos { $days } días: { $used }.
gear-basis-age = Envejece con el tiempo, se use o no.
gear-source = De dónde sale la cifra: { $source }
gear-is-retired = retirado
gear-acquired = En uso desde
gear-retired-on = Retirado
gear-about = Sobre el artículo
gear-history = Historial
gear-history-none = Aún sin usar. Elígelo al registrar un entrenamiento o hazlo el habitual de un deporte.
gear-used-in = { $n ->
    [0] Aún sin usar
    [one] Usado en { $n } entrenamiento
   *[other] Usado en { $n } entrenamientos
}
gear-part-of = Pieza de
gear-part-since = desde el { $day }
gear-take-out = Quitar
gear-default = Habitual de
gear-default-none = Ningún deporte
gear-default-hint = Los entrenamientos nuevos de este deporte lo toman si no se dice otra cosa.
gear-service = Mantenimiento
gear-service-on = Hecho el
gear-service-note = Qué se hizo
gear-service-done = Anotar el mantenimiento
gear-service-remove = Borrar el mantenimiento del { $day }
gear-replace = Reemplazar
gear-replace-text = El viejo se retira; el nuevo se gasta desde su primer día.
gear-replace-name = Nombre del nuevo
gear-replace-on = Primer día
gear-replace-do = Reemplazar
gear-retire = Retirar
gear-take-back = Volver a usar

## The form.
gear-new-title = Añadir material
gear-edit-title = Editar material
gear-what = ¿Qué es?
gear-lasts = Dura unos { $life }
gear-name = Nombre
gear-name-hint = Como lo llamas: marca y modelo, o un apodo.
gear-acquired-on = En uso desde
gear-used-before = Uso anterior
gear-used-before-hint = Lo que llevaba antes de añadirlo aquí.
gear-parent-none = Nada, va por sí solo
gear-details = Detalles
gear-wrong-name = Un nombre tiene de 1 a 100 caracteres.
gear-wrong-day = Ese día aún no ha llegado.
gear-wrong-note = Una nota tiene 500 caracteres como mucho.
gear-wrong-used = Ningún artículo puede haberse usado tanto.
gear-wrong-parent = No puede ser pieza de esto.
gear-wrong-sport = No hay tal deporte.
gear-wrong-replace-day = El nuevo no puede empezar antes de que se pusiera el viejo, ni en el futuro.
gear-attribute-wrong = Este valor no encaja.

## What was done.
gear-added = Añadido
gear-saved = Guardado
gear-deleted = Borrado: { $name }
gear-restored = Está de nuevo
gear-is-used = Se usó o tiene piezas: retíralo, para que los entrenamientos lo conserven.
gear-did-retire = Retirado
gear-did-take-back = De nuevo en uso
gear-did-default = Guardado
gear-did-service = Mantenimiento anotado
gear-did-unservice = Mantenimiento borrado
gear-did-replace = El nuevo está en su lugar
gear-did-take-out = Quitado

## On workouts.
gear-used-title = Material usado
gear-workout-none = Aún nada. Añade con qué entrenaste y se contará su desgaste.
gear-pick = Elegir
gear-add-one = Añadir material
gear-remove = Quitar { $name }

notice-service = Ha pasado el { $share } % del tiempo hasta su próximo mantenimiento: toca hacerlo.

## The shelf.
shelf-title = Cuando quieras
shelf-because-left = Porque a tu { $name } le quedan { $left }
shelf-because-worn = Porque tu { $name } está gastado
shelf-because-missing = Porque entre tu material no hay { $kind }
shelf-hide = Ocultar estas sugerencias tres meses
shelf-count = { $n ->
    [one] { $n } sugerencia
   *[other] { $n } sugerencias
}
shelf-note = Abre la tienda. Se muestra solo aquí, nunca entre tus entrenamientos.
shelf-price = { $amount }{ "\u00A0" }{ $sign }
shelf-hidden = Sin sugerencias durante tres meses
shelf-row-left = { $name }: { $left }
shelf-row-lasts = Con el uso actual, { $lasts }.
shelf-row-worn = Toca buscar un sucesor.
shelf-row-missing = Aún no hay { $kind }
shelf-row-missing-text = Añade lo tuyo y se contará su desgaste.
shelf-see = Ver con qué reemplazarlo

problem-bad-link = Este enlace no se hizo aquí o se cambió por el camino. No se abrió nada.
problem-gear-in-use = Se usó o tiene piezas: retíralo.
problem-link-expired = Este enlace ha caducado. Abre de nuevo la página que lo mostraba.
problem-no-part = No es pieza de nada: retíralo y añade el nuevo.
problem-product-gone = La tienda ya no vende esto.
problem-shop-not-allowed = Ya no llevamos a esta tienda. No se abrió nada.
