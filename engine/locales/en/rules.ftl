# Rules of packs in words: `Distance: at least 10 km; Time: at most 50 min`.

rule-is = { $what }: { $bound }
rule-least = at least { $amount }
rule-most = at most { $amount }
rule-more = more than { $amount }
rule-less = less than { $amount }
rule-equal = { $amount }
rule-same = equal to { $amount }
rule-quoted = “{ $what }”
rule-not-equal = not { $amount }
rule-and = { $a }; { $b }
rule-or = { $a } or { $b }
rule-not = not true: { $what }
rule-has = { $what }: is known
rule-yes = yes
rule-no = no
rule-else = { $a }, else { $b }
rule-when = if { $test } – { $then }
rule-when-else = if { $test } – { $then }, else { $other }
rule-mean = { $what }, mean
rule-min = { $what }, least
rule-max = { $what }, greatest
rule-sum-of = { $what }, in all
rule-best = { $what }, best over { $at }
rule-workouts = Workouts
rule-all-sports = { $what }, all sports
rule-days-in-a-row = Days in a row
rule-weeks-in-a-row = Weeks in a row
rule-within-days = { $n ->
    [one] { $what } within { $n } day
   *[other] { $what } within { $n } days
}
rule-within-weeks = { $n ->
    [one] { $what } within { $n } week
   *[other] { $what } within { $n } weeks
}
rule-in-all = { $what } in all
rule-count-if = { $what } with ({ $test })
rule-least-of = the least of { $all }
rule-most-of = the greatest of { $all }
rule-between = time from { $from } to { $to }
rule-round = { $how ->
    [down] { $what }, rounded down
    [up] { $what }, rounded up
    [absolute] { $what }, without its sign
   *[nearest] { $what }, rounded
}
rule-field = { $field ->
    [sport] Sport
    [modality] Recorded
    [start] Start
    [day] Day
    [now] Now
    [category] Category
    [age_group] Age group
    [age] Age
    [sex] Sex
    [region] Country
    [weight] Weight
   *[other] { $field }
}
rule-word-sensed = by a device
rule-word-entered = by hand
rule-word-athlete = athlete
rule-word-amateur = amateur
rule-word-child = child
rule-word-teen = teenager
rule-word-adult = adult
rule-word-female = female
rule-word-male = male
