### History and progress.

nav-progress = Progress

## Months where there is little room.
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
date-day-short = { $day } { $month }
date-span = { $from } – { $to }
date-span-month = { $from }–{ $to }

## Progress

progress-metric = Figure
progress-period = Period
progress-week = Week
progress-month = Month
progress-quarter = 12 weeks
progress-year = Year
progress-all = All time
progress-own = Own dates
progress-own-turned = The first day comes after the last one.
progress-workouts = Workouts
progress-show = Show
progress-more = { $value } more than in { $days }
progress-less = { $value } less than in { $days }
progress-better = { $value } better than in { $days }
progress-worse = { $value } worse than in { $days }
progress-higher = { $value } higher than in { $days }
progress-lower = { $value } lower than in { $days }
progress-same = The same as in { $days }
progress-none-before = Nothing to compare with in { $days }
progress-nothing = Nothing in { $days }
progress-now = { $days }
progress-table = The same in numbers
progress-when = When
progress-chart-label = { $title }, { $days }: { $value }. { $finding }
progress-best-day = Best day
progress-best-week = Best week
progress-best-month = Best month
progress-best-year = Best year
progress-most-day = Highest day
progress-most-week = Highest week
progress-most-month = Highest month
progress-most-year = Highest year
progress-a-week = A week, on average
progress-earlier = Earlier
progress-empty-title = Your progress, once there is something to compare
progress-empty-text = Record a workout: its figures, streaks and records are told here from the first one on.
progress-norm = Norm
progress-norm-left = { $left } to the norm of { $norm }
progress-norm-done = The norm of { $norm } is reached
progress-norm-workouts = { $done } of { $norm ->
    [one] { NUMBER($norm) } workout
   *[other] { NUMBER($norm) } workouts
}
progress-norm-basis = { $title }: { $norm } for { $days ->
    [one] { $days } day
   *[other] { $days } days
}
progress-trend = Trend
progress-trend-up = { $share } % more in the last four weeks than in the four before
progress-trend-down = { $share } % less in the last four weeks than in the four before
progress-trend-better = { $share } % better in the last four weeks than in the four before
progress-trend-worse = { $share } % worse in the last four weeks than in the four before
progress-trend-steady = Steady: the last four weeks are like the four before
progress-trend-unknown = Four weeks with training, and four more, make a trend.
progress-trend-figures = { $now } after { $before }, up to { $day }
streak-title = Streaks
streak-weeks = Weeks in a row
streak-days = Days in a row
streak-n-weeks = { $n ->
    [one] { $n } week in a row
   *[other] { $n } weeks in a row
}
streak-n-days = { $n ->
    [one] { $n } day in a row
   *[other] { $n } days in a row
}
streak-since = since { $date }
streak-none = None under way
streak-longest = Longest: { $n }, { $days }
streak-longest-now = The longest yet
streak-keep = Record one by Sunday to keep it going.
streak-kept = This week counts already.
streak-start = One workout this week starts a streak.
progress-records = Latest records
progress-records-all = All records
progress-records-empty = Your bests appear here once you have done something twice.

## How a record grew
growth-title = How it grew
growth-label = { $title }: { $n ->
    [one] one mark
   *[other] { $n } marks
}, from { $first } to { $last }
growth-gain = { $by } better
growth-gain-barely = Just better
growth-first = The first
growth-total = { $by } better than the first

## History
history-calendar = Calendar
history-calendar-year = { $n ->
    [one] { $n } active day
   *[other] { $n } active days
} in the year to { $date }
history-calendar-before = Earlier
history-calendar-after = Later
history-calendar-month-before = The month before
history-calendar-month-after = The month after
history-less = Less
history-more = More
history-totals = Totals
history-by-week = Weeks
history-by-month = Months
history-by-year = Years
history-period = Period
history-count = Workouts
history-least = { $title } from
history-most = { $title } to

## Similar workouts
similar-title = Similar workouts
similar-rank = { $rank } of { $n }
similar-rank-best = Best of { $n }
similar-by = by { $title }
similar-median = Against their median
similar-last = Against the last one
similar-better = { $value } better
similar-worse = { $value } worse
similar-same = The same
similar-near = Of the same sport, with { $title } within 10 %
similar-parts = Of the same sport, with most of the same entries
