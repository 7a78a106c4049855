### Gear, and the shelf.

nav-gear = Gear
nav-profile = Your profile, { $name }

gear-add = Add
gear-in-use = In use
gear-items = { $n ->
    [one] { $n } item
   *[other] { $n } items
}
gear-retired = { $n ->
    [one] Retired, { $n } item
   *[other] Retired, { $n } items
}
gear-empty-title = No gear yet
gear-empty-text = Add what you train with. Each workout then adds to its wear, and you learn in time when to replace it.
gear-empty-add = Add gear
gear-how-title = How it works
gear-how-1 = Add an item, and say how much it was used before.
gear-how-2 = Make it a sport’s default: new workouts take it by themselves.
gear-how-3 = Retire it when it is worn out. Its workouts keep it.
gear-none-title = No gear here
gear-none-text = This sport needs nothing that wears out.
gear-parts = Parts
gear-parts-none = No parts yet. A part wears with the workouts from the day it was put in.
gear-since = { $kind } · since { $month }
gear-month = { $month } { $year }
gear-left = { $left } left
gear-worn-out = Worn out
gear-used-of = { $used } of { $life }
gear-bar = { $name }, wear: { $text }
gear-weeks-more = { $n ->
    [one] about a week more
   *[other] about { $n } weeks more
}
gear-until = until about { $month }
gear-service-due = Service is due

## What stands behind a number.
gear-unit-uses = { $n ->
    [one] workout
   *[other] workouts
}
gear-unit-days = { $n ->
    [one] day
   *[other] days
}
gear-unit-months = { $n ->
    [one] month
   *[other] months
}
gear-unit-years = { $n ->
    [one] year
   *[other] years
}

## One item.
gear-wear = Wear
gear-left-of = left of { $life }
gear-worn-of = of its life of { $life } is used
gear-forecast = Until about { $month } at your present use
gear-basis = Reckoned from the last { $days } days: { $used }.
gear-basis-age = It ages with time, used or not.
gear-source = Where the figure comes from: { $source }
gear-is-retired = retired
gear-acquired = In use since
gear-retired-on = Retired
gear-about = About it
gear-history = History
gear-history-none = Not used yet. Choose it when you record a workout, or make it a sport’s default.
gear-used-in = { $n ->
    [0] Not used yet
    [one] Used in { $n } workout
   *[other] Used in { $n } workouts
}
gear-part-of = Part of
gear-part-since = since { $day }
gear-take-out = Take out
gear-default = Default for
gear-default-none = No sport
gear-default-hint = New workouts of this sport take it when nothing else is said.
gear-service = Service
gear-service-on = Serviced on
gear-service-note = What was done
gear-service-done = Note the service
gear-service-remove = Remove the service of { $day }
gear-replace = Replace
gear-replace-text = The old one is retired; the new one wears from its first day on.
gear-replace-name = Name of the new one
gear-replace-on = First day
gear-replace-do = Replace it
gear-retire = Retire
gear-take-back = Take back into use

## The form.
gear-new-title = Add gear
gear-edit-title = Edit gear
gear-what = What is it?
gear-lasts = Lasts about { $life }
gear-name = Name
gear-name-hint = As you call it: make and model, or a nickname.
gear-acquired-on = In use since
gear-used-before = Used before
gear-used-before-hint = What it had before you add it here.
gear-parent-none = Nothing, it stands by itself
gear-details = Details
gear-wrong-name = A name has 1 to 100 characters.
gear-wrong-day = This day is still to come.
gear-wrong-note = A note has at most 500 characters.
gear-wrong-used = No item can have had so much use.
gear-wrong-parent = It cannot be part of this.
gear-wrong-sport = There is no such sport.
gear-wrong-replace-day = The new one cannot begin before the old one was put in, nor in the future.
gear-attribute-wrong = This value does not fit.

## What was done.
gear-added = Added
gear-saved = Saved
gear-deleted = { $name } deleted
gear-restored = It is there again
gear-is-used = It was used, or has parts: retire it, so that workouts keep it.
gear-did-retire = Retired
gear-did-take-back = Back in use
gear-did-default = Saved
gear-did-service = Service noted
gear-did-unservice = Service removed
gear-did-replace = The new one is in its place
gear-did-take-out = Taken out

## On workouts.
gear-used-title = Gear used
gear-workout-none = None yet. Add what you trained with, and its wear is counted.
gear-pick = Choose
gear-add-one = Add gear
gear-remove = Remove { $name }

notice-service = { $share } % of the time to its next service is used: look after it.

## The shelf.
shelf-title = When you are ready
shelf-because-left = Because your { $name } has { $left } left
shelf-because-worn = Because your { $name } is worn out
shelf-because-missing = Because there are no { $kind } among your gear
shelf-hide = Hide these suggestions for three months
shelf-count = { $n ->
    [one] { $n } suggestion
   *[other] { $n } suggestions
}
shelf-note = Opens the shop. Shown here only, never among your workouts.
shelf-price = { $sign }{ $amount }
shelf-hidden = No suggestions for three months
shelf-row-left = { $name }: { $left }
shelf-row-lasts = At your present use { $lasts }.
shelf-row-worn = Time for a successor.
shelf-row-missing = No { $kind } yet
shelf-row-missing-text = Add yours, and their wear is counted.
shelf-see = See what replaces it

problem-bad-link = This link was not made here, or was changed on the way. Nothing was opened.
problem-gear-in-use = It was used, or has parts: retire it instead.
problem-link-expired = This link has run out. Open the page again that showed it.
problem-no-part = It is part of nothing: retire it, and add the new one.
problem-product-gone = The shop no longer sells this.
problem-shop-not-allowed = This shop is no longer one that we lead to. Nothing was opened.
