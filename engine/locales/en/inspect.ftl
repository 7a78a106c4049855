### Where things shown come from, for people who write packs.

inspect-on = Inspect this page
inspect-off = Stop inspecting
inspect-close = Close
inspect-what = Where this comes from: { $title }
inspect-block = : where this block comes from
inspect-id = Id
inspect-pack = Pack
inspect-steps = How it came out
inspect-unwritten = No line of a pack says this: the engine has it of itself.
inspect-kind = { $kind ->
    [metric] Metric
    [badge] Badge
    [record] Record
    [norm] Norm
    [gear] Gear
   *[block] Block
}
inspect-missing = missing
inspect-true = true
inspect-false = false

## Facts

inspect-workout = Workout
inspect-origin = Comes from
inspect-origin-edited = an edit made afterwards
inspect-origin-cleared = nowhere: it was taken out afterwards
inspect-origin-entered = what was typed or sent
inspect-origin-field = the file: { $name } = { $value }
inspect-origin-derived = its formula
inspect-origin-nowhere = nowhere: no source had it
inspect-sources = Sources, in order
inspect-unit = Unit
inspect-aggregate = Over many workouts
inspect-aggregate-is = { $how ->
    [sum] added up
    [mean] the mean
    [max] the greatest
    [min] the least
   *[last] the last
}
inspect-window = { $from } to { $to }
inspect-rows = { $n ->
    [one] over { $n } row
   *[other] over { $n } rows
}
inspect-rule-not-asked = This rule is not asked of workouts of this sport.
inspect-asked = Asked of
inspect-count = Held by
inspect-count-is = { $n ->
    [one] { $n } workout
   *[other] { $n } workouts
}
inspect-tier = Level ×{ $at }
inspect-tier-open = { $left } to go
inspect-per = Given
inspect-per-is = { $per ->
    [each] with every workout that holds the rule
   *[once] once
}
inspect-over = Over
inspect-better = Better
inspect-better-is = { $lower ->
    [yes] the lower value
   *[no] the higher value
}
inspect-before = Before that
inspect-before-none = none: it is the first
inspect-marks = Times set
inspect-target = { $category ->
    [athlete] Athlete
   *[amateur] Amateur
}, { $age ->
    [child] child
    [teen] teenager
   *[adult] adult
}
inspect-applies = Applies
inspect-applies-why = { $target }: by the profile, { $who } (who says neither counts as an adult amateur)
inspect-per-days = { $n ->
    [one] In { $n } day
   *[other] In { $n } days
}
inspect-so-far = This week so far
inspect-source = After
inspect-metric = Metric
inspect-page = Page
inspect-order = Place on the page
inspect-order-is = { $n } of { $all }
inspect-not-shown = not shown
inspect-by = Arranged by
inspect-by-pack = app.yaml
inspect-by-default = the usual blocks of every app
inspect-data = Newest workout
inspect-data-none = none yet
inspect-gear-in = Used in
inspect-gear-by = Counted
inspect-gear-life = Life
inspect-gear-warn = Warns from
inspect-gear-used = Used so far
inspect-gear-before = Used before it was added
inspect-gear-until = Forecast
inspect-gear-service-by = Service counts
inspect-gear-every = Service every
inspect-gear-since = Since the last service
inspect-gear-uses = one for each workout
inspect-gear-age = time since it was first used
inspect-rule = Rule in words
inspect-script-failed = The script stopped: { $why } ({ $at })
