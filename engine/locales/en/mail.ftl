# The body of a mail is plain text.
mail-confirm-subject = Confirm your address
mail-confirm-body =
    Hello { $name },

    one more step and your account is ready. Open this address to confirm that the mail address is yours:

    { $link }

    It works for 48 hours. If you did not register, do nothing: no account is made.

mail-already-registered-subject = You have an account already
mail-already-registered-body =
    Hello { $name },

    someone, probably you, asked to use this address for a new account. There is one with it already, so nothing was changed. Log in here:

    { $link }

    If you forgot the password, ask for a new one there.

mail-reset-subject = A new password
mail-reset-body =
    Hello { $name },

    open this address to choose a new password:

    { $link }

    It works for one hour. If you did not ask for it, do nothing: your password stays as it is.

mail-no-account-subject = There is no account with this address
mail-no-account-body =
    Hello,

    someone, probably you, asked for a new password for { $name }. There is no account with this address; you may have registered with another one. To make an account, open:

    { $link }

mail-password-changed-subject = Your password was changed
mail-password-changed-body =
    Hello { $name },

    the password of your account was just changed, and all other devices were logged out.

    If it was not you, take your account back at once:

    { $link }

mail-password-reset-subject = Your password was changed
mail-password-reset-body =
    Hello { $name },

    a new password was just set for your account by a link from this mailbox. All devices were logged out, and all API tokens were revoked: make new ones for the programs that you trust.

    If it was not you, take your account back at once:

    { $link }

mail-confirm-address-subject = Confirm your new address
mail-confirm-address-body =
    Hello { $name },

    open this address to use this mail address for your account from now on:

    { $link }

    It works for 48 hours. If you did not ask for it, do nothing.

mail-address-changed-subject = The address of your account was changed
mail-address-changed-body =
    Hello { $name },

    your account now has another mail address. This one is no longer used.

    If it was not you, write to whoever runs this site.
