# Recording by hand, also without a network

record-when = When
record-who = The match
record-felt = How it felt
record-more = More figures
record-words = In words
record-so-far = So far
record-again = Repeat the last
record-row-more = { $title } { $n }: more fields
workout-again = Do it again

waiting-title = Waiting to be sent
waiting-waits = On this device; it is sent as soon as there is a network.
waiting-refused = Not accepted yet. Open it and mend what is marked.
waiting-login = Log in, then it is sent.
waiting-gone = It was recorded already and deleted since.
waiting-sent = Sent and recorded.
waiting-open = Open
waiting-drop = Remove
waiting-login-notice = Entries made without a network wait on this device. Log in as who made them, and they are sent.

offline-title = No network
offline-text = This page needs a network. What you record now is kept on this device and sent later.
offline-retry = Try again
offline-badge = Offline: saved here, sent later
