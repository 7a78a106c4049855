### Вход в учётную запись и её изменение: что не так и что сделано.

account-bad-name = В имени от 1 до 60 знаков.
account-bad-email = Это не адрес почты. Напишите его как ann@example.org.
account-bad-password = Нужно от 10 до 200 знаков, не ваш адрес и не из самых известных паролей.
account-bad-zone = Такого часового пояса нет. Напишите его как Europe/Moscow.
account-wrong-password = Это не ваш пароль.
account-no-consent = Без этого учётной записи не бывает.

confirm-title = Остался один шаг
confirm-text = Нажмите кнопку, чтобы подтвердить адрес. После этого учётная запись готова и вход выполнен.
confirm-submit = Подтвердить адрес
confirm-expired-text = Если адрес уже подтверждён, войдите. Если нет, запросите новую ссылку.
confirm-again = Зарегистрироваться снова
confirm-email-title = Перейти на этот адрес?
confirm-email-text = Нажмите кнопку, и учётная запись перейдёт на новый адрес почты.
confirm-email-submit = Перейти на новый адрес
confirm-email-again = К учётной записи

login-deleted = Учётная запись и всё, что к ней относилось, удалены.

me-email = Эл. почта
me-email-text = Сейчас это { $email }. Мы пришлём ссылку на новый адрес; пока вы по ней не перейдёте, останется прежний.
me-new-email = Новый адрес
me-change-email = Прислать ссылку
me-email-mailed = Письмо со ссылкой уже в пути на новый адрес.
me-email-saved = У учётной записи новый адрес.
me-password-saved = Пароль изменён; на других устройствах выполнен выход.
me-token-revoked = Ключ больше не действует.
me-session-ended = Там выполнен выход.
me-device-browser = Браузер
me-device-program = Программа
