### The pages of an app.

## Home

home-hello = Hello, { $name }
home-tiles = This week in figures
home-latest = Latest workouts
home-all = See all
home-records = Latest records
home-no-records = Your bests appear here once you have done something twice.
home-badges = Badges
home-norm = { $left } to your norm of { $norm }
home-norm-done = Your norm of { $norm } is reached
home-norm-workouts = { $title }: { $done } of { $norm ->
    [one] { NUMBER($norm) } workout
   *[other] { NUMBER($norm) } workouts
}
home-norm-workouts-done = { $title }: the norm of { $norm ->
    [one] { NUMBER($norm) } workout
   *[other] { NUMBER($norm) } workouts
} is reached, { $done } done
home-delta-more = { $value } more than by { $day } last week
home-delta-less = { $value } less than by { $day } last week
home-empty-title = Start with what you have done
home-empty-text = Load the files of your watch, as many as you like. Figures, records and badges are made from them within seconds.
home-empty-files = Load files
home-empty-hand = Write one down
home-how-title = How it goes
home-how-1 = Copy the activity files from your watch, or export them from the app you use now.
home-how-2 = Load them here all at once; what is already here is noticed.
home-how-3 = Come back after the next workout and compare.
home-reach = Within reach
week-this = This week
week-last = Last week
week-rest = rest
week-ahead = to come

## Record

record-title = Record a workout
record-edit-title = Edit workout
record-how = How to record
record-by-hand = By hand
record-from-files = From files
record-live = Live
record-live-long = Record live
record-figures = Figures
record-session = The session
record-sport = Sport
record-date = Date
record-time = Start
record-name = Title
record-name-hint = Left empty, the time of day and the sport become the title.
record-note = Note
record-other-form = { $sport } asks for other figures: look them over, then save.
record-changed-meanwhile = This workout was changed elsewhere while you were editing. Save again to keep what stands here.
record-no-rows = Nothing entered yet.
record-add-row = Add { $title }
record-remove-row = Remove { $title } { $n }

upload-choose = Choose files or drop them here
upload-hint = FIT, GPX, TCX, CSV or Apple Health’s export, also .gz and .zip; up to { $size } each.
upload-columns-title = Tables (CSV): what the columns mean
upload-columns = Columns
upload-columns-hint = Usual names are recognised. For others write, for example: Zeit=time, Puls=heart_rate, Tempo=speed[km/h]
upload-columns-wrong = “{ $entry }” is not understood. Write the column, =, and what it holds, for example Puls=heart_rate. Then choose the files again.
upload-submit = Load files
upload-done = Loaded
upload-failed = Not loaded
upload-where-title = Where to find your files
upload-where-garmin = Garmin: connect the watch by cable and open the folder GARMIN/Activity.
upload-where-strava = Strava: Settings, My account, “Download your account”; load the archive as it is.
upload-where-apple = Apple Health: your picture, then Export All Health Data; load the archive as it is.
upload-where-others = Other watches: the app’s workout page has Export or Share, as FIT, GPX or TCX.

uploaded-title = Your files
uploaded-summary = { $workouts } from { $files ->
    [one] { $files } file
   *[other] { $files } files
}
uploaded-recorded = Recorded
uploaded-duplicate = Was here already
uploaded-refused = Not loaded
refused-empty = This file holds no workout.
refused-empty-remedy = Synchronise the device and export the workout again.
refused-no-times = This is a way without the times at which it was passed.
refused-no-times-remedy = It may be a planned route. Load the recording itself.
refused-not-an-activity = This file comes from a device but is no recorded workout.
refused-not-an-activity-remedy = Nothing needs to be done; load files from the device’s activity folder.
refused-bad-row = This line of the table cannot be read.
refused-bad-row-remedy = Check its date and its numbers and load the table again; the other lines are known then.
refused-unknown-columns = The columns of this table are not known.
refused-unknown-columns-remedy = Say what they hold under “Tables (CSV)” and load the table again.
refused-unknown-format = This is no FIT, GPX, TCX or CSV file and no export of Apple Health.
refused-unknown-format-remedy = Export the workout as FIT, TCX, GPX or CSV.
refused-too-large = This file is too large.
refused-too-large-remedy = Load the workout files themselves, or fewer at a time.
refused-damaged = This file is damaged.
refused-damaged-remedy = Copy it from the device again, or export it anew.
refused-encrypted = This file in the archive is protected by a password.
refused-encrypted-remedy = Pack it without a password.
refused-internal = Something broke on our side; nothing of this file was stored.
refused-internal-remedy = Load it again.
file-warning-backward-times = The clock ran backward { $n ->
    [one] { $n } time
   *[other] { $n } times
}; the samples were put in order.
file-warning-bad-checksum = The file’s checksum does not match: it was changed or damaged since recording.
file-warning-bad-rows = Left out: { $n ->
    [one] { $n } row
   *[other] { $n } rows
} of the table that cannot be read.
file-warning-clock-not-set = The device’s clock was not set: check the date.
file-warning-damaged = The file is damaged and was read up to the damaged place.
file-warning-duplicate-times = Joined with the one before, which has the same time: { $n ->
    [one] { $n } sample
   *[other] { $n } samples
}.
file-warning-implausible-values = Left out: { $n ->
    [one] { $n } value
   *[other] { $n } values
} that cannot be true.
file-warning-no-checksum = The file lacks its checksum; all of it was read.
file-warning-no-times = Left out: { $n ->
    [one] { $n } point
   *[other] { $n } points
} without a time.
file-warning-stray-times = Left out: { $n ->
    [one] { $n } sample
   *[other] { $n } samples
} dated more than a day off the workout.
file-warning-too-many-samples = The file is very long; left out at its end: { $n ->
    [one] { $n } entry
   *[other] { $n } entries
}.
file-warning-trailing-bytes = Not understood: { $n ->
    [one] { $n } byte
   *[other] { $n } bytes
} after the workout.
file-warning-truncated = The file breaks off; it was read up to there.
file-warning-unfinished = The device did not finish writing the file.
file-warning-unknown-sport = The file names its sport by a number that is not known.
uploaded-more = Load more
uploaded-none-title = No file arrived
uploaded-none-text = Choose one or more files, then load them.

## Workout

workout-summary = Summary
workout-splits = Splits
workout-relative = Relative speed
workout-fastest = Fastest: { $unit } { $n }
workout-fastest-split = Fastest: split { $n }
workout-number = Number
workout-records = { $n ->
    [one] A record
   *[other] { $n } records
}
workout-figures = All figures
workout-note-ask = How did it go?
workout-note-save = Save the note
workout-original = Original file
workout-edit = Edit workout
workout-pending = Looking for records and badges
workout-by-hand = By hand
workout-deleted = “{ $title }” is deleted.
workout-restored = “{ $title }” is back.
workout-saved = Saved.
workout-untitled = { $time ->
    [morning] Morning { LOWER($sport) }
    [afternoon] Afternoon { LOWER($sport) }
    [evening] Evening { LOWER($sport) }
   *[night] Night { LOWER($sport) }
}
laps-title = Laps
lengths-title = Lengths
parts-count = { $n } in all
column-total-distance = Distance
column-total-timer-time = Time
column-avg-heart-rate = Heart rate
column-avg-power = Power
column-total-ascent = Climb
column-total-strokes = Strokes
chart-pace = Pace
chart-speed = Speed
chart-heart-rate = Heart rate
chart-altitude = Altitude
chart-cadence = Cadence
chart-power = Power
chart-temperature = Temperature
map-loop = Map of the route: a loop of { $distance }, with a mark every { $every }
map-line = Map of the route: { $distance } from start to finish, with a mark every { $every }
chart-best = best { $value }
chart-most = max { $value }
chart-label-distance = { $title } by distance: { $summary }, from { $low } to { $high }
chart-label-time = { $title } over time: { $summary }, from { $low } to { $high }
charts-by-distance = Charts by distance
charts-by-time = Charts over time

## History

history-all-sports = All sports
history-filter = Filter
history-from = From
history-to = To
history-text = In title or note
history-show = Show
history-clear = Show all
history-pages = Pages
history-newer = Newer
history-older = Older
history-empty-title = Every workout will be here
history-empty-text = Load the files of your watch or write a session down; it appears under its month.
history-nothing-title = No workout fits
history-nothing-text = Widen the dates, or take a filter away.

## Records and badges

records-title = Records and badges
records-earned = { $n } of { $all }
records-empty-title = Your bests, once there is something to beat
records-empty-text = Each workout is searched for your best efforts; the first one sets them all.
badge-progress = { $n } of { $all }
record-first = First one
record-beat = Beat { $date } by { $by }
record-beat-barely = Just better than on { $date }

## Notices

notices-title = Notices
notices-mark = Mark all as read
notices-new = New
notice-record = Record: { $title }
notice-record-bare = A new record
notice-record-first = { $value }, your first
notice-record-before = { $value }, before that { $before }
notice-achievement = A badge earned.
notice-wear = { $share } % of its life is used. Look for a successor.
notice-worn = { $share } % of its life is used: time to replace it.
notice-summary = Your earlier workouts are in
notices-empty-title = Nothing new
notices-empty-text = Records, badges and finished imports are told here.

## You

me-title = You
me-profile = Profile
me-units = Units
me-units-metric = Kilometres, kg
me-units-imperial = Miles, lb
me-browser = As the browser asks
me-zone = Time zone
me-sports = Your sports
me-since = Since { $date }
me-join = Join
me-data = Your data
me-data-text = Everything you have put in and what was computed from it, with the original files, in one archive.
me-export = Download my data
me-password = Password
me-current-password = Present password
me-change-password = Change password
me-sessions = Where you are logged in
me-this-device = This device
me-end-session = Log out
me-end-others = Log out everywhere else
me-tokens = API tokens
me-no-tokens = A token lets a program read or write your workouts in your name.
me-token-name = What is it for?
me-token-name-hint = A name to recognise it by, such as “Backup script”.
me-token-write = It may also write
me-token-make = Make a token
me-token-once = Copy it now; it is not shown again.
me-token-read = May read
me-token-read-write = May read and write
me-token-used = last used { $when }
me-token-unused = never used
me-revoke = Revoke
me-delete = Delete my account
me-delete-text = All workouts, records, files and settings go, in every sport, for good. Download your data first if you want to keep it.
me-delete-submit = Delete for good
me-saved = Saved.

## API

api-title = API
api-lead = Every page of the apps can be done through this API. Make a token on your page, then try the commands.
api-contents = Contents
api-parameters = Parameters
api-body = Body
api-answers = Answers
api-example = Example
api-schemas = Schemas
api-name = Name
api-type = Type
api-meaning = Meaning
api-required = required
