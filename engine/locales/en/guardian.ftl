### A child's account waits for a guardian.

register-birth-date-hint = Children need a guardian's word; the age depends on the country.
guardian-title = Waiting for your guardian
guardian-waits-text = We sent a message to { $email }. Once your parent or guardian agrees there, your account is ready.
guardian-none-text = You are young enough that a parent or guardian has to agree before you can go on. Tell us their address, and we ask them.
guardian-asked = Asked { $when }
guardian-again = Send it again
guardian-sent = The message is on its way.
guardian-name = Ask someone else?
guardian-name-first = Who is your guardian?
guardian-name-submit = Ask this address
guardian-address = E-mail of your parent or guardian
guardian-address-hint = Not your own: we ask them whether you may have an account.
guardian-bad-address = Write the e-mail address of a parent or guardian, not your own.
guardian-delete-text = Everything you told us goes, for good.

guardian-ask-title = May your child have an account?
guardian-ask-text = { $name } ({ $email }) wants to keep workouts here and named you as parent or guardian. By the law of your country this needs your consent.
guardian-ask-what = We store what the child records: workouts, heart rate, routes, the date of birth.
guardian-ask-seen = Only the child sees it. Nothing is sold, and no advertising is sent unless the child agrees to it.
guardian-ask-back = The account can be deleted at any time, with everything in it.
guardian-ask-agree = I am the guardian, and I agree
guardian-ask-decline = I do not agree: delete the account
guardian-ask-decline-text = If you do not agree, the account and all its data are deleted at once. If you do nothing, it stays closed.
guardian-thanks = Thank you
guardian-agreed = You have agreed. The child was told by mail and can use the account now.
guardian-declined = The account and all its data are deleted; the child was told by mail.
guardian-expired-text = If you have answered already, there is nothing left to do. Otherwise the child can have the message sent again.
guardian-expired-go = To the start
consent-guardian = A guardian agreed to this account

mail-guardian-asked-subject = May your child have an account?
mail-guardian-asked-body =
    Hello,

    { $name } wants to keep workouts with us and named you as parent or guardian. We need your word before the account can be used. Open this address to read what it is about, and to agree or decline:

    { $link }

    It works for 30 days. If you know nothing about it, do nothing: the account stays closed.

mail-guardian-agreed-subject = Your account is ready
mail-guardian-agreed-body =
    Hello { $name },

    your guardian agreed, and your account is ready. Log in here:

    { $link }

mail-guardian-declined-subject = Your account is deleted
mail-guardian-declined-body =
    Hello { $name },

    your guardian did not agree to your account, so it is deleted with everything in it. If that was a mistake, talk to them; you can register again:

    { $link }
