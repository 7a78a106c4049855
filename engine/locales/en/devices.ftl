devices-title = Devices
devices-lead = Choose what you train with, and what it records comes here.
devices-link-text = Watches, sensors and accounts that send by themselves
devices-record-link = A watch, a sensor or an account? Let it send by itself.
devices-connected = Connected
devices-empty-title = Nothing connected yet
devices-empty-text = Choose your device below. It takes less than a minute.
devices-choose = Choose a device
devices-search = Brand or device
devices-search-submit = Find
devices-search-all = Show all
devices-found = { $n ->
    [one] { $n } device
   *[other] { $n } devices
}
devices-unknown-title = Nothing of this name
devices-unknown-text = Nearly every watch saves its workouts as files. Load them, and nothing is missing.
devices-unknown-load = Load files
devices-missing-title = No devices on this server
devices-missing-text = Whoever runs it has not set any up. Files can be loaded all the same.
devices-disconnected = Disconnected. What came stays.
devices-deleted = Disconnected. What came by it is deleted; each workout can be restored for thirty days.

device-way-file = Files
device-way-ble = Bluetooth
device-way-api = By its app
device-way-pull = Account
device-simulated = Simulated
device-simulated-text = Made from { $vendor }’s documentation and tried against a simulation of it. Nobody has run it with the real one yet.
device-how = How to connect
device-unset = Not set up here

device-file-title = Load its files
device-file-text = Once for all, or after each workout. What is here already is not doubled.
device-file-find = In the app or on the site of your device, find “Export” or “Share”.
device-file-find-archive = At { $vendor }, ask for all your data: it is in the settings of the account. A link comes by mail.
device-file-load = Load the file as it is: { $files }
device-file-submit = Choose files
device-ble-title = Pair it
device-ble-text = It is recorded here while you train.
device-ble-wear = Put it on or start it, so that it wakes up.
device-ble-pair = Pair it on the next page, and see its values before you start.
device-ble-browser = The browser needs Bluetooth: Chrome or Edge, on a phone with Android or on a computer.
device-ble-submit = Record live
device-api-title = Connect it by a code
device-api-text = { $vendor }’s app sends your workouts from then on.
device-api-ask = Ask for a code.
device-api-type = Type it in { $vendor }’s app, where it connects other services.
device-api-submit = Ask for a code
device-api-unset = { $vendor } has no key for this server yet. Whoever runs it can make one.
device-pull-title = Connect your account
device-pull-text = What you record comes within minutes, and what you recorded before comes too.
device-pull-login = Log in at { $vendor }. Your password stays there.
device-pull-allow = Allow it to be read. You can end that at any time.
device-pull-submit = Connect { $vendor }
device-pull-unset = { $vendor } is not set up on this server yet. Load its files meanwhile.

device-code-title = Your code
device-code-text = Type it in { $vendor }’s app. It works once.
device-code-until = It works until { $time }.
device-code-left = { $minutes ->
    [one] One minute left
   *[other] { $minutes } minutes left
}
device-code-over = It no longer works. Ask for another one.
device-code-check = It is typed in
device-code-waiting = { $vendor } has not brought the code yet. As soon as it does, this page says so.

device-data = What becomes of its data
device-policy-public = You decide who sees what comes from it, as with any workout.
device-policy-owner = Only you see what comes from it: { $vendor } does not allow it to be shown to others.
device-policy-club = Only you and your clubs may see what comes from it.
device-policy-rankings = It does not count in rankings.
device-policy-promos = It is not used to choose offers.
device-policy-models = It is not used to train models.
device-terms = { $vendor }’s terms

device-connections = Your connection
device-since = Connected { $date }
device-ended = Disconnected { $date }
device-last = Last data: { $when }
device-last-none = Nothing came yet
device-disconnect = Disconnect
device-disconnect-text = Nothing more comes in. What is to become of what came?
device-disconnect-keep = Disconnect and keep it
device-disconnect-delete = Disconnect and delete it
device-disconnect-note = Deleted workouts can be restored for thirty days. Those that another file tells too stay.
device-delete-rest = Delete what came
device-delete-rest-text = It is disconnected. What came by it is still here.

device-came = What came
device-came-none-title = Nothing came yet
device-came-none-text = As soon as something comes, it is listed here, with all that was left out and why.
delivery-taken = { $n ->
    [one] { $n } workout
   *[other] { $n } workouts
}
delivery-updated = { $n ->
    [one] { $n } changed
   *[other] { $n } changed
}
delivery-known = { $n ->
    [one] { $n } was here already
   *[other] { $n } were here already
}
delivery-refused = { $n ->
    [one] { $n } left out
   *[other] { $n } left out
}
delivery-why = What was left out, and why
delivery-times = { $n } ×

left-out-bad-value = A value could not be read.
left-out-clock = The clock of the device was wrong.
left-out-duplicate-record = It was in there twice; one was taken.
left-out-duplicate-time = Two samples of one moment; one was taken.
left-out-no-file = A file that the list names is missing.
left-out-no-start = It does not say when it began.
left-out-not-readable = It could not be read.
left-out-out-of-range = A value that nothing measures.
left-out-required = It says too little to be a workout.
left-out-script-failed = A script of the adapter failed.
left-out-short-value = The sensor sent too little.
left-out-too-fast = A value jumped: the sensor lost contact.
left-out-too-many = It was too much at once.
left-out-unknown-word = A word that nobody knows here.
left-out-missing-scope = The samples may not be sent with this key.
left-out-invalid = It lacks something that is needed.
left-out-internal = Something broke here; it is sent again.
left-out-in-progress = It was just being stored; it is sent again.

device-key = Key
device-key-hint = { $vendor } shows it in the settings of your account. Copy it whole.
account-last = Asked { $when }
account-first = What you recorded before is being fetched.
account-late = It is late: { $why }. It is asked again by itself.
account-needs-person = It no longer lets us in. Connect it again: what is here stays, and what you recorded meanwhile comes.
account-again = Connect again
account-sync = Ask now
account-history = Earlier workouts: { $percent } % are here
account-connected = Connected. What you recorded comes now.
account-asked = It is being asked.
account-failed-not-agreed = Nothing was connected: you did not agree there.
account-failed-already-connected = That account is connected to another person here, who has to disconnect it first.
account-failed-vendor-trouble = Nothing was connected: something went wrong on the way. Try again in a moment.
account-failed-bad-vendor-key = That is no key. Copy it whole, without spaces.
