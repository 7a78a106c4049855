### The frame, the account and errors.

skip = Skip to content
back = Back
save = Save
cancel = Cancel
delete = Delete
undo = Undo
optional = optional
language = Language
login = Log in
logout = Log out
register = Join
api-link = API

nav-label = Main
nav-home = Home
nav-history = History
nav-record = Record
nav-records = Records
nav-me = You

notices-open = { $n ->
    [0] Notices
    [one] Notices, { $n } new
   *[other] Notices, { $n } new
}

delta-more = up
delta-less = down

count-workouts = { $n ->
    [one] { NUMBER($n) } workout
   *[other] { NUMBER($n) } workouts
}
count-records = { $n ->
    [one] { NUMBER($n) } record
   *[other] { NUMBER($n) } records
}

count-badges = { $n ->
    [one] { NUMBER($n) } badge
   *[other] { NUMBER($n) } badges
}
form-problems = { $n ->
    [one] One field needs mending; nothing is saved yet.
   *[other] { $n } fields need mending; nothing is saved yet.
}
input-not-a-number = This is not a number. Write it like 12.42.
input-not-a-time = This is not a time. Write it like 24:09 or 1:02:38.
input-most = At most { $max }.
input-least = At least { $min }.
input-between = From { $min } to { $max }.
input-whole = Only whole numbers fit here.
input-too-long = At most { $max } characters fit here.
input-start = A workout starts after 1970 and not in the future.
input-not-a-day = This is not a day. Write it like 2026-11-19.
input-not-a-clock = This is not a time of day. Write it like 06:48.
input-required = This cannot be left empty.
input-use = Use { $value }
input-h-mm-ss = h:mm:ss

## The platform and the start of an app

sports-title = All sports
sports-heading = Train in any sport, with one account
sports-lead = Load the files of your watch or write a session down, and see where you stand. Choose a sport.
sports-empty-title = No sport is live yet
sports-empty-text = A sport appears here as soon as its pack is published.

start-register = Create an account
start-join = Join { $name }
start-one-account = One account for all sports.
start-what = What you get
start-files-title = Your watch’s files, as they are
start-files-text = FIT, GPX and TCX, also packed, many at once.
start-figures-title = Figures that matter here
start-badges-title = Records and badges
start-yours-title = It stays yours
start-yours-text = Download all of it or delete it, any time.

## Accounts

field-name = Name
field-name-hint = What others call you; you can change it.
field-email = E-mail
field-password = Password
field-new-password = New password
field-password-hint = At least 10 characters; a few words in a row are easy to keep in mind.

register-title = Create your account
register-consent = I agree that my workouts are stored to show them to me. I can withdraw this any time.
register-submit = Create account
register-have = You have one already?

login-submit = Log in
login-forgot = Forgot your password?
login-wrong = This e-mail and password do not fit. Check both, or set a new password.
login-confirmed = Your address is confirmed. Log in to begin.
login-changed = Your password is changed. All devices are logged out and all API tokens revoked; log in with the new password.

sent-title = Check your mail
sent-text = If { $email } can be used here, a message with a link is on its way. It says how long the link works.
sent-hint = Nothing there after a few minutes? Look into the spam folder, or try again.
sent-folder = Mail of this server is written to

forgot-title = Set a new password
forgot-text = We send you a link that lets you choose a new one.
forgot-submit = Send the link

reset-title = Choose a new password
reset-text = All your devices are logged out then, and your API tokens stop working.
reset-submit = Save the password
reset-expired-title = This link has been used or is too old
reset-expired-text = A link works once and for one hour. Ask for a new one.
reset-again = Send a new link

## Errors

error-home = To the start
error-request = request { $id }
error-login-title = Log in to see this
error-login-text = This page belongs to an account.
error-forbidden-title = You may not do this
error-forbidden-text = Your account lacks the right to, or the form was sent from another site.
error-missing-title = There is nothing here
error-missing-text = The page has moved, was deleted, or belongs to someone else.
error-large-title = That is too large
error-large-text = Send fewer or smaller files at once.
error-often-title = Too many tries
error-often-text = Wait a minute, then try again.
error-request-title = That did not arrive as expected
error-request-text = Go back, check what you entered, and send it again.
problem-account-exists = The account was made meanwhile: log in.
problem-bad-cursor = The link to this page of the list is broken: go back to its start.
problem-bad-form = The files did not arrive as a form sends them: choose them again.
problem-bad-limit = The list cannot be this long.
problem-bad-query = The address holds something that cannot be read.
problem-broken-body = The connection broke off before all had arrived.
problem-changed-meanwhile = It was changed since you opened it: open it again and repeat your change.
problem-deleted-meanwhile = It has been deleted meanwhile.
problem-invalid = Some of the fields cannot be accepted.
problem-link-used-up = The link from the mail was used already or is too old: ask for a new one.
problem-method-not-allowed = This address does not take what was sent to it.
problem-no-file = No file was chosen.
problem-too-many-files = These are more files than fit in one go: send them in several.
problem-too-many-imports = Several archives wait already: load more when one of them is done.
problem-too-many-tokens = You have as many tokens as one may: revoke one first.
problem-unsupported-media-type = The form was sent in a way that is not read here.
error-busy-title = Back in a moment
error-busy-text = The server is starting or busy. Try again shortly; nothing is lost.
error-broken-title = Something broke on our side
error-broken-text = It has been noted. Try again; if it stays, tell us the number below.
