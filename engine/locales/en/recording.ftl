# The recording behind a workout: files, cleaning, changes

recording-title = Recording
recording-changes = Changes
recording-undo = Undo
recording-cleaned = Faults found
recording-cleaned-hint = What is not ticked stays as it was recorded.
recording-clean = Read it so
recording-sources = Files
recording-shown = shown here
recording-part = Another workout
recording-edit = Cut, split, correct
recording-hint = The files stay as they came, and every change can be undone. Times count from the start: minutes and seconds, up to { $length }.
recording-from = From
recording-to = To
recording-crop = Keep this stretch
recording-at = Split at
recording-split-hint = What comes after becomes a workout of its own.
recording-split = Split
recording-way = Its times were wrong
recording-later = It was later
recording-earlier = It was earlier
recording-by = By hours and minutes
recording-shift-hint = 1:00 is one hour.
recording-times = Move it
recording-metres = Heights by
recording-metres-hint = A minus lowers them.
recording-offset = Move heights
recording-smooth = Even heights out
recording-flat = It was flat
recording-with = Join with
recording-choose = Choose a workout
recording-join = Join
recording-not-a-time = Write minutes and seconds: 12:30.
recording-not-a-number = Write a number that is not zero.
recording-end-first = The end comes after the beginning.
recording-in-future = That would be in the future.

change-crop = Cut to { $from } – { $to }
change-crop-rest = Cut to what comes after { $from }
change-split = Split at { $at }; the rest is another workout
change-rest = Split off at { $at }
change-join = Joined with “{ $title }”
change-later = { $by } later
change-earlier = { $by } earlier
change-zone = On the clock of another place
change-sport = { $to } instead of { $from }
change-heights-up = Heights { $by } higher
change-heights-down = Heights { $by } lower
change-elevation-flat = Flat
change-elevation-smooth = Heights evened out
change-cleaning = Faults left as they are

fault-backward-times = Time ran backward: put in order
fault-zero-positions = Positions at 0°, 0°
fault-out-of-range = Values that cannot be true
fault-duplicate-times = Several samples of one instant
fault-position-jumps = Positions that jumped away and back
fault-spikes = Readings far from those around them
fault-standing-drift = Positions that wandered while standing
fault-values = { $n ->
    [one] { $n } place
   *[other] { $n } places
}
fault-values-of = { $channel }: { $n ->
    [one] { $n } value
   *[other] { $n } values
}

change-refused-too-short = Nothing would be left. Take a longer stretch, or undo other changes first.
change-refused-overlap = The two were recorded at the same time. Only workouts that follow one another can be joined.
change-refused-no-altitude = This workout has no heights.
change-refused-no-recording = That workout was typed, not recorded.
change-refused-not-readable = The file cannot be read any more. Nothing was changed.
change-refused-undo-first = Another change stands on this one. Undo that one first.
change-refused-only-source = This is the only file of the workout.
change-refused-changed-meanwhile = The workout was changed meanwhile. Look at it and try again.
change-refused-not-found = That is not there any more.
uploaded-attached = Joined a workout that was here
