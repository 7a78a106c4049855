imports-title = Archives
imports-lead = Years of workouts at once. You can leave this page: reading goes on.
imports-list = What was sent
imports-empty-title = No archive yet
imports-empty-text = Ask Strava, Garmin or your phone for all your data, and load the file that comes.
imports-choose = Archive or export
imports-hint = .zip with FIT, GPX, TCX or CSV files, or Apple Health's export. Up to { $size } each.
imports-submit = Load
imports-link = A whole archive? It is read in the background.
imports-refused = Files that were not loaded
imports-more = { $n ->
    [one] { $n } more
   *[other] { $n } more
}
imports-of = { $done } of { $files ->
    [one] { $files } file
   *[other] { $files } files
}
imports-so-far = { $files ->
    [one] { $files } file so far
   *[other] { $files } files so far
}
imports-waiting = Waits to be read
imports-files = { $files ->
    [one] { $files } file
   *[other] { $files } files
}
imports-failed = Reading stopped: what was sent is gone. Load it again; nothing is doubled.
imports-known = { $n ->
    [one] { $n } was here already
   *[other] { $n } were here already
}
imports-not-loaded = { $n ->
    [one] { $n } file not loaded
   *[other] { $n } files not loaded
}
imports-none-chosen = Choose an archive first.
imports-too-many = Several archives wait already. Load more when one of them is done.
imports-too-large = It is larger than { $size }. Load it in parts.
