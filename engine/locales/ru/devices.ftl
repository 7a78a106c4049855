devices-title = Устройства
devices-lead = Выберите, с чем тренируетесь, — и записи будут приходить сюда.
devices-link-text = Часы, датчики и аккаунты, которые отправляют сами
devices-record-link = Часы, датчик или аккаунт? Пусть отправляют сами.
devices-connected = Подключено
devices-empty-title = Пока ничего не подключено
devices-empty-text = Выберите устройство ниже. Это займёт меньше минуты.
devices-choose = Выберите устройство
devices-search = Марка или устройство
devices-search-submit = Найти
devices-search-all = Показать все
devices-found = { $n ->
    [one] { $n } устройство
    [few] { $n } устройства
   *[other] { $n } устройств
}
devices-unknown-title = Такого названия нет
devices-unknown-text = Почти любые часы сохраняют тренировки в файлы. Загрузите их — ничего не потеряется.
devices-unknown-load = Загрузить файлы
devices-missing-title = На этом сервере нет устройств
devices-missing-text = Их ещё не настроили. Файлы загрузить можно и так.
devices-disconnected = Отключено. Всё, что пришло, осталось.
devices-deleted = Отключено. Пришедшее удалено; каждую тренировку можно вернуть в течение тридцати дней.

device-way-file = Файлы
device-way-ble = Bluetooth
device-way-api = Через приложение
device-way-pull = Аккаунт
device-simulated = Имитация
device-simulated-text = Сделано по документации { $vendor } и проверено на имитации. С настоящим ещё никто не запускал.
device-how = Как подключить
device-unset = Здесь не настроено

device-file-title = Загрузить файлы
device-file-text = Все сразу или после каждой тренировки. То, что уже есть, не удвоится.
device-file-find = В приложении или на сайте устройства найдите «Экспорт» или «Поделиться».
device-file-find-archive = Запросите у { $vendor } все свои данные: это в настройках аккаунта. Ссылка придёт по почте.
device-file-load = Загрузите файл как есть: { $files }
device-file-submit = Выбрать файлы
device-ble-title = Соединить
device-ble-text = Запись идёт здесь, пока вы тренируетесь.
device-ble-wear = Наденьте или запустите датчик, чтобы он проснулся.
device-ble-pair = Соедините его на следующей странице и проверьте значения до старта.
device-ble-browser = Браузеру нужен Bluetooth: Chrome или Edge, на телефоне с Android или на компьютере.
device-ble-submit = Записывать сейчас
device-api-title = Подключить по коду
device-api-text = С этого момента приложение { $vendor } отправляет ваши тренировки.
device-api-ask = Получите код.
device-api-type = Введите его в приложении { $vendor }, там, где подключаются другие сервисы.
device-api-submit = Получить код
device-api-unset = У { $vendor } ещё нет ключа этого сервера. Его может сделать владелец сервера.
device-pull-title = Подключить аккаунт
device-pull-text = Записи приходят за минуты, и записанное раньше придёт тоже.
device-pull-login = Войдите на сайте { $vendor }. Пароль остаётся там.
device-pull-allow = Разрешите чтение. Отозвать его можно в любой момент.
device-pull-submit = Подключить { $vendor }
device-pull-unset = { $vendor } на этом сервере ещё не настроен. Пока загрузите файлы.

device-code-title = Ваш код
device-code-text = Введите его в приложении { $vendor }. Он сработает один раз.
device-code-until = Действует до { $time }.
device-code-left = { $minutes ->
    [one] Осталась { $minutes } минута
    [few] Осталось { $minutes } минуты
   *[other] Осталось { $minutes } минут
}
device-code-over = Код больше не действует. Получите новый.
device-code-check = Код введён
device-code-waiting = { $vendor } ещё не передал код. Как только передаст, эта страница это покажет.

device-data = Что будет с данными
device-policy-public = Кто видит эти данные, решаете вы, как и с любой тренировкой.
device-policy-owner = Эти данные видите только вы: { $vendor } не разрешает показывать их другим.
device-policy-club = Эти данные можете видеть только вы и ваши клубы.
device-policy-rankings = Они не учитываются в рейтингах.
device-policy-promos = По ним не выбирают предложения.
device-policy-models = На них не обучают модели.
device-terms = Условия { $vendor }

device-connections = Ваше подключение
device-since = Подключено { $date }
device-ended = Отключено { $date }
device-last = Последние данные: { $when }
device-last-none = Пока ничего не пришло
device-disconnect = Отключить
device-disconnect-text = Больше ничего приходить не будет. Что сделать с тем, что пришло?
device-disconnect-keep = Отключить и оставить
device-disconnect-delete = Отключить и удалить
device-disconnect-note = Удалённые тренировки можно вернуть в течение тридцати дней. Те, что есть и в другом файле, останутся.
device-delete-rest = Удалить пришедшее
device-delete-rest-text = Подключения больше нет. То, что пришло через него, ещё здесь.

device-came = Что пришло
device-came-none-title = Пока ничего не пришло
device-came-none-text = Всё, что придёт, будет в этом списке — вместе с тем, что не взято, и почему.
delivery-taken = { $n ->
    [one] { $n } тренировка
    [few] { $n } тренировки
   *[other] { $n } тренировок
}
delivery-updated = { $n ->
    [one] { $n } изменена
   *[other] { $n } изменено
}
delivery-known = { $n ->
    [one] { $n } уже была
   *[other] { $n } уже было
}
delivery-refused = { $n ->
    [one] не взято { $n }
   *[other] не взято { $n }
}
delivery-why = Что не взято и почему
delivery-times = { $n } ×

left-out-bad-value = Значение не удалось прочитать.
left-out-clock = Часы устройства шли неверно.
left-out-duplicate-record = Запись повторялась; взята одна.
left-out-duplicate-time = Два значения в один момент; взято одно.
left-out-no-file = Нет файла, который назван в списке.
left-out-no-start = Не сказано, когда началось.
left-out-not-readable = Не удалось прочитать.
left-out-out-of-range = Такого ничто не измеряет.
left-out-required = Для тренировки сказано слишком мало.
left-out-script-failed = Сценарий адаптера не сработал.
left-out-short-value = Датчик прислал слишком мало.
left-out-too-fast = Значение скакнуло: датчик потерял контакт.
left-out-too-many = Слишком много за раз.
left-out-unknown-word = Такого слова здесь не знают.
left-out-missing-scope = С этим ключом нельзя отправлять отсчёты.
left-out-invalid = Не хватает нужного.
left-out-internal = Что-то сломалось здесь; придёт ещё раз.
left-out-in-progress = Как раз сохранялось; придёт ещё раз.

device-key = Ключ
device-key-hint = { $vendor } показывает его в настройках аккаунта. Скопируйте его целиком.
account-last = Запрошено { $when }
account-first = Загружается то, что записано раньше.
account-late = Задерживается: { $why }. Запрос повторится сам.
account-needs-person = Доступ больше не открыт. Подключите ещё раз: всё загруженное останется, а записанное за это время придёт.
account-again = Подключить снова
account-sync = Запросить сейчас
account-history = Прежние тренировки: загружено { $percent } %
account-connected = Подключено. Тренировки уже загружаются.
account-asked = Запрос отправлен.
account-failed-not-agreed = Ничего не подключено: вы не дали согласия.
account-failed-already-connected = Этот аккаунт подключён здесь к другому человеку; сначала его нужно отключить там.
account-failed-vendor-trouble = Ничего не подключено: что-то пошло не так по пути. Попробуйте ещё раз чуть позже.
account-failed-bad-vendor-key = Это не ключ. Скопируйте его целиком, без пробелов.
