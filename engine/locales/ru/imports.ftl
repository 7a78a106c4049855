imports-title = Архивы
imports-lead = Тренировки за много лет сразу. Страницу можно закрыть: загрузка продолжится.
imports-list = Что загружено
imports-empty-title = Архивов пока нет
imports-empty-text = Запросите все свои данные у Strava, Garmin или в телефоне и загрузите сюда полученный файл.
imports-choose = Архив или выгрузка
imports-hint = .zip с файлами FIT, GPX, TCX или CSV либо выгрузка Apple Health. До { $size } каждый.
imports-submit = Загрузить
imports-link = Целый архив? Он читается в фоне.
imports-refused = Незагруженные файлы
imports-more = { $n ->
    [one] и ещё { $n }
    [few] и ещё { $n }
   *[many] и ещё { $n }
}
imports-of = { $done } из { $files ->
    [one] { $files } файла
    [few] { $files } файлов
   *[many] { $files } файлов
}
imports-so-far = { $files ->
    [one] прочитан { $files } файл
    [few] прочитано { $files } файла
   *[many] прочитано { $files } файлов
}
imports-waiting = Ждёт очереди
imports-files = { $files ->
    [one] { $files } файл
    [few] { $files } файла
   *[many] { $files } файлов
}
imports-failed = Чтение прервалось: файла больше нет. Загрузите его ещё раз, ничего не удвоится.
imports-known = { $n ->
    [one] { $n } уже была здесь
    [few] { $n } уже были здесь
   *[many] { $n } уже было здесь
}
imports-not-loaded = { $n ->
    [one] { $n } файл не загружен
    [few] { $n } файла не загружено
   *[many] { $n } файлов не загружено
}
imports-none-chosen = Сначала выберите архив.
imports-too-many = Несколько архивов уже ждут очереди. Загрузите следующий, когда один из них прочитан.
imports-too-large = Он больше { $size }. Загрузите его частями.
