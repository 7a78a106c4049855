# Правила словами: `Дистанция: не меньше 10 км; Время: не больше 50 мин`.

rule-is = { $what }: { $bound }
rule-least = не меньше { $amount }
rule-most = не больше { $amount }
rule-more = больше { $amount }
rule-less = меньше { $amount }
rule-equal = { $amount }
rule-same = столько же, сколько { $amount }
rule-quoted = «{ $what }»
rule-not-equal = не { $amount }
rule-and = { $a }; { $b }
rule-or = { $a } или { $b }
rule-not = неверно, что { $what }
rule-has = { $what }: известно
rule-yes = да
rule-no = нет
rule-else = { $a }, иначе { $b }
rule-when = если { $test } – { $then }
rule-when-else = если { $test } – { $then }, иначе { $other }
rule-mean = { $what }, среднее
rule-min = { $what }, наименьшее
rule-max = { $what }, наибольшее
rule-sum-of = { $what }, всего
rule-best = { $what }, лучшее за { $at }
rule-workouts = Тренировки
rule-all-sports = { $what }, все виды спорта
rule-days-in-a-row = Дней подряд
rule-weeks-in-a-row = Недель подряд
rule-within-days = { $n ->
    [one] { $what } за { $n } день
    [few] { $what } за { $n } дня
   *[many] { $what } за { $n } дней
}
rule-within-weeks = { $n ->
    [one] { $what } за { $n } неделю
    [few] { $what } за { $n } недели
   *[many] { $what } за { $n } недель
}
rule-in-all = { $what } за всё время
rule-count-if = { $what }, где ({ $test })
rule-least-of = наименьшее из: { $all }
rule-most-of = наибольшее из: { $all }
rule-between = время от { $from } до { $to }
rule-round = { $how ->
    [down] { $what }, с округлением вниз
    [up] { $what }, с округлением вверх
    [absolute] { $what }, без знака
   *[nearest] { $what }, с округлением
}
rule-field = { $field ->
    [sport] Вид спорта
    [modality] Записано
    [start] Начало
    [day] День
    [now] Сейчас
    [category] Категория
    [age_group] Возрастная группа
    [age] Возраст
    [sex] Пол
    [region] Страна
    [weight] Вес
   *[other] { $field }
}
rule-word-sensed = устройством
rule-word-entered = вручную
rule-word-athlete = спортсмен
rule-word-amateur = любитель
rule-word-child = ребёнок
rule-word-teen = подросток
rule-word-adult = взрослый
rule-word-female = женский
rule-word-male = мужской
