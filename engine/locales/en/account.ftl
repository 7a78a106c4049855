### Getting into an account and changing it: what is wrong, what was done.

account-bad-name = A name has 1 to 60 characters.
account-bad-email = This is not an e-mail address. Write it like ann@example.org.
account-bad-password = Take 10 to 200 characters that are not your address and not a well-known password.
account-bad-zone = There is no such time zone. Write it like Europe/Moscow.
account-wrong-password = This is not your password.
account-no-consent = There is no account without this.

confirm-title = One more step
confirm-text = Press the button to confirm your address. Your account is ready then, and you are logged in.
confirm-submit = Confirm my address
confirm-expired-text = If you have confirmed the address already, log in. Otherwise ask for a new link.
confirm-again = Register again
confirm-email-title = Use this address?
confirm-email-text = Press the button to use the new mail address for your account from now on.
confirm-email-submit = Use the new address
confirm-email-again = To my account

login-deleted = Your account and all that belonged to it are deleted.

me-email = E-mail
me-email-text = Now it is { $email }. We send a link to the new address; until you follow it, the old one stays.
me-new-email = New address
me-change-email = Send the link
me-email-mailed = A message with a link is on its way to the new address.
me-email-saved = Your account has the new address.
me-password-saved = Your password is changed; other devices are logged out.
me-token-revoked = The token no longer works.
me-session-ended = Logged out there.
me-device-browser = A browser
me-device-program = A program

me-consents = What you agreed to
me-consents-text = You can change your mind any time. Each change is kept with its time and the version of the text; all of them are among your data when you download it.
me-consent-saved = Noted, from now on.
consent-terms = My workouts are stored to show them to me
consent-health-data = Health data such as my heart rate is used for figures and records
consent-marketing = I get mail and notices about goods and events
consent-personalisation = My workouts and gear are used to recommend things to me
consent-given = Agreed on { $when } · version { $version }
consent-withdrawn = Withdrawn on { $when } · version { $version }
consent-never = Not agreed to
consent-required = There is no account without this: it is withdrawn by deleting the account.
consent-give = Agree
consent-withdraw = Withdraw
