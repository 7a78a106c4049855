# Las reglas en palabras: `Distancia: al menos 10 km; Tiempo: como mucho 50 min`.

rule-is = { $what }: { $bound }
rule-least = al menos { $amount }
rule-most = como mucho { $amount }
rule-more = más de { $amount }
rule-less = menos de { $amount }
rule-equal = { $amount }
rule-same = igual a { $amount }
rule-quoted = «{ $what }»
rule-not-equal = distinto de { $amount }
rule-and = { $a }; { $b }
rule-or = { $a } o { $b }
rule-not = no se cumple: { $what }
rule-has = { $what }: se conoce
rule-yes = sí
rule-no = no
rule-else = { $a }; si falta, { $b }
rule-when = si { $test } – { $then }
rule-when-else = si { $test } – { $then }; si no, { $other }
rule-mean = { $what }, media
rule-min = { $what }, mínimo
rule-max = { $what }, máximo
rule-sum-of = { $what }, en total
rule-best = { $what }, mejor en { $at }
rule-workouts = Entrenamientos
rule-all-sports = { $what }, todos los deportes
rule-days-in-a-row = Días seguidos
rule-weeks-in-a-row = Semanas seguidas
rule-within-days = { $n ->
    [one] { $what } en { $n } día
   *[other] { $what } en { $n } días
}
rule-within-weeks = { $n ->
    [one] { $what } en { $n } semana
   *[other] { $what } en { $n } semanas
}
rule-in-all = { $what } en total
rule-count-if = { $what } con ({ $test })
rule-least-of = el menor de { $all }
rule-most-of = el mayor de { $all }
rule-between = tiempo desde { $from } hasta { $to }
rule-round = { $how ->
    [down] { $what }, redondeado hacia abajo
    [up] { $what }, redondeado hacia arriba
    [absolute] { $what }, sin signo
   *[nearest] { $what }, redondeado
}
rule-field = { $field ->
    [sport] Deporte
    [modality] Registrado
    [start] Inicio
    [day] Día
    [now] Ahora
    [category] Categoría
    [age_group] Grupo de edad
    [age] Edad
    [sex] Sexo
    [region] País
    [weight] Peso
   *[other] { $field }
}
rule-word-sensed = por un dispositivo
rule-word-entered = a mano
rule-word-athlete = deportista
rule-word-amateur = aficionado
rule-word-child = niño
rule-word-teen = adolescente
rule-word-adult = adulto
rule-word-female = femenino
rule-word-male = masculino
