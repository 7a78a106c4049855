### Страницы приложения.

## Главная

home-hello = Здравствуйте, { $name }
home-tiles = Неделя в цифрах
home-latest = Последние тренировки
home-all = Все
home-records = Последние рекорды
home-no-records = Лучшие результаты появятся, когда будет с чем сравнить.
home-badges = Значки
home-norm = До вашей нормы в { $norm } осталось { $left }
home-norm-done = Ваша норма в { $norm } выполнена
home-norm-workouts = { $title }: { $done } из { $norm ->
    [one] { NUMBER($norm) } тренировки
   *[other] { NUMBER($norm) } тренировок
}
home-norm-workouts-done = { $title }: норма выполнена, { $done } при норме { $norm }
home-delta-more = на { $value } больше, чем к { $day } прошлой недели
home-delta-less = на { $value } меньше, чем к { $day } прошлой недели
home-empty-title = Начните с того, что уже сделали
home-empty-text = Загрузите файлы с часов, сколько угодно. Показатели, рекорды и значки появятся за секунды.
home-empty-files = Загрузить файлы
home-empty-hand = Записать самому
home-how-title = Как это устроено
home-how-1 = Скопируйте файлы тренировок с часов или выгрузите их из приложения, которым пользуетесь.
home-how-2 = Загрузите их сюда все сразу; что уже есть, будет узнано.
home-how-3 = Вернитесь после следующей тренировки и сравните.
home-reach = Уже близко
week-this = Эта неделя
week-last = Прошлая неделя
week-rest = отдых
week-ahead = впереди

## Запись

record-title = Записать тренировку
record-edit-title = Изменить тренировку
record-how = Как записать
record-by-hand = Вручную
record-from-files = Из файлов
record-live = Вживую
record-live-long = Записать вживую
record-figures = Показатели
record-session = О тренировке
record-sport = Вид спорта
record-date = Дата
record-time = Начало
record-name = Название
record-name-hint = Если оставить пустым, названием станут вид спорта и время дня.
record-note = Заметка
record-other-form = { $sport }: здесь нужны другие показатели. Проверьте их и сохраните.
record-changed-meanwhile = Пока вы редактировали, тренировку изменили в другом месте. Сохраните ещё раз, чтобы осталось то, что здесь.
record-no-rows = Пока ничего не введено.
record-add-row = Добавить: { $title }
record-remove-row = Убрать: { $title } { $n }

upload-choose = Выберите файлы или перетащите их сюда
upload-hint = FIT, GPX, TCX, CSV или экспорт «Здоровья» Apple, также .gz и .zip; до { $size } каждый.
upload-columns-title = Таблицы (CSV): что в столбцах
upload-columns = Столбцы
upload-columns-hint = Обычные названия распознаются. Для других напишите, например: Zeit=time, Puls=heart_rate, Tempo=speed[km/h]
upload-columns-wrong = Не понятно: «{ $entry }». Напишите столбец, знак = и что в нём, например Puls=heart_rate. Затем выберите файлы ещё раз.
upload-submit = Загрузить файлы
upload-done = Загружено
upload-failed = Не загружено
upload-where-title = Где найти файлы
upload-where-garmin = Garmin: подключите часы кабелем и откройте папку GARMIN/Activity.
upload-where-strava = Strava: настройки, «Мой аккаунт», «Скачать аккаунт»; загрузите архив как есть.
upload-where-apple = «Здоровье» Apple: фото профиля, затем «Экспорт медданных»; загрузите архив как есть.
upload-where-others = Другие часы: на странице тренировки в приложении есть «Экспорт» или «Поделиться» — FIT, GPX или TCX.

uploaded-title = Ваши файлы
uploaded-summary = { $workouts } из { $files ->
    [one] { $files } файла
    [few] { $files } файлов
    [many] { $files } файлов
   *[other] { $files } файла
}
uploaded-recorded = Записано
uploaded-duplicate = Уже было здесь
uploaded-refused = Не загружено
refused-empty = В этом файле нет тренировки.
refused-empty-remedy = Синхронизируйте устройство и выгрузите тренировку ещё раз.
refused-no-times = Здесь есть путь, но нет времени его прохождения.
refused-no-times-remedy = Возможно, это запланированный маршрут. Загрузите саму запись.
refused-not-an-activity = Этот файл с устройства, но не запись тренировки.
refused-not-an-activity-remedy = Делать ничего не нужно; загружайте файлы из папки с тренировками.
refused-bad-row = Эту строку таблицы не удалось прочитать.
refused-bad-row-remedy = Проверьте в ней дату и числа и загрузите таблицу ещё раз; остальные строки уже не повторятся.
refused-unknown-columns = Столбцы этой таблицы не известны.
refused-unknown-columns-remedy = Укажите, что в них, в разделе «Таблицы (CSV)» и загрузите таблицу ещё раз.
refused-unknown-format = Это не FIT, GPX, TCX или CSV и не экспорт «Здоровья» Apple.
refused-unknown-format-remedy = Выгрузите тренировку в FIT, TCX, GPX или CSV.
refused-too-large = Файл слишком велик.
refused-too-large-remedy = Загрузите сами файлы тренировок или меньше за один раз.
refused-damaged = Файл повреждён.
refused-damaged-remedy = Скопируйте его с устройства ещё раз или выгрузите заново.
refused-encrypted = Этот файл в архиве защищён паролем.
refused-encrypted-remedy = Упакуйте его без пароля.
refused-internal = У нас что-то сломалось; из этого файла ничего не сохранено.
refused-internal-remedy = Загрузите его ещё раз.
file-warning-backward-times = Часы шли назад { $n ->
    [one] { $n } раз
    [few] { $n } раза
    [many] { $n } раз
   *[other] { $n } раз
}; записи расставлены по порядку.
file-warning-bad-checksum = Контрольная сумма не сходится: файл изменён или повреждён после записи.
file-warning-bad-rows = Пропущено: { $n ->
    [one] { $n } строка таблицы, которую
    [few] { $n } строки таблицы, которые
    [many] { $n } строк таблицы, которые
   *[other] { $n } строк таблицы, которые
} не удалось прочитать.
file-warning-clock-not-set = Часы устройства не были выставлены: проверьте дату.
file-warning-damaged = Файл повреждён; он прочитан до места повреждения.
file-warning-duplicate-times = Объединены с предыдущей из-за того же времени: { $n ->
    [one] { $n } запись
    [few] { $n } записи
    [many] { $n } записей
   *[other] { $n } записей
}.
file-warning-implausible-values = Пропущено: { $n ->
    [one] { $n } неправдоподобное значение
    [few] { $n } неправдоподобных значения
    [many] { $n } неправдоподобных значений
   *[other] { $n } неправдоподобных значений
}.
file-warning-no-checksum = В файле нет контрольной суммы; он прочитан целиком.
file-warning-no-times = Пропущено: { $n ->
    [one] { $n } точка
    [few] { $n } точки
    [many] { $n } точек
   *[other] { $n } точек
} без времени.
file-warning-stray-times = Пропущено из-за времени, далёкого от тренировки больше чем на сутки: { $n ->
    [one] { $n } запись
    [few] { $n } записи
    [many] { $n } записей
   *[other] { $n } записей
}.
file-warning-too-many-samples = Файл очень длинный; в конце пропущено: { $n ->
    [one] { $n } запись
    [few] { $n } записи
    [many] { $n } записей
   *[other] { $n } записей
}.
file-warning-trailing-bytes = Не разобрано после тренировки: { $n ->
    [one] { $n } байт
    [few] { $n } байта
    [many] { $n } байт
   *[other] { $n } байт
}.
file-warning-truncated = Файл обрывается; он прочитан до этого места.
file-warning-unfinished = Устройство не дописало файл до конца.
file-warning-unknown-sport = Вид спорта указан в файле номером, которого мы не знаем.
uploaded-more = Загрузить ещё
uploaded-none-title = Ни одного файла не пришло
uploaded-none-text = Выберите один или несколько файлов и загрузите их.

## Тренировка

workout-summary = Коротко
workout-splits = Отрезки
workout-relative = Скорость в сравнении
workout-fastest = Быстрее всего: { $n } { $unit }
workout-fastest-split = Быстрее всего: отрезок { $n }
workout-number = Номер
workout-records = { $n ->
    [one] { $n } рекорд
    [few] { $n } рекорда
    [many] { $n } рекордов
   *[other] { $n } рекорда
}
workout-figures = Все показатели
workout-note-ask = Как прошло?
workout-note-save = Сохранить заметку
workout-original = Исходный файл
workout-edit = Изменить тренировку
workout-pending = Ищем рекорды и значки
workout-by-hand = Вручную
workout-deleted = «{ $title }» — удалено.
workout-restored = «{ $title }» — возвращено.
workout-saved = Сохранено.
workout-untitled = { $time ->
    [morning] { $sport } утром
    [afternoon] { $sport } днём
    [evening] { $sport } вечером
   *[night] { $sport } ночью
}
laps-title = Круги
lengths-title = Бассейны
parts-count = всего { $n }
column-total-distance = Дистанция
column-total-timer-time = Время
column-avg-heart-rate = Пульс
column-avg-power = Мощность
column-total-ascent = Набор
column-total-strokes = Гребки
chart-pace = Темп
chart-speed = Скорость
chart-heart-rate = Пульс
chart-altitude = Высота
chart-cadence = Каденс
chart-power = Мощность
chart-temperature = Температура
map-loop = Карта маршрута: круг, { $distance }, отметки каждые { $every }
map-line = Карта маршрута: { $distance } от старта до финиша, отметки каждые { $every }
chart-best = лучшее { $value }
chart-most = макс. { $value }
chart-label-distance = { $title } по дистанции: { $summary }, от { $low } до { $high }
chart-label-time = { $title } по времени: { $summary }, от { $low } до { $high }
charts-by-distance = Графики по дистанции
charts-by-time = Графики по времени

## История

history-all-sports = Все виды спорта
history-filter = Отбор
history-from = С
history-to = По
history-text = В названии или заметке
history-show = Показать
history-clear = Показать все
history-pages = Страницы
history-newer = Новее
history-older = Раньше
history-empty-title = Здесь будут все тренировки
history-empty-text = Загрузите файлы с часов или запишите тренировку сами; она появится под своим месяцем.
history-nothing-title = Ничего не подошло
history-nothing-text = Раздвиньте даты или уберите условие.

## Рекорды и значки

records-title = Рекорды и значки
records-earned = { $n } из { $all }
records-empty-title = Лучшее — когда будет что превзойти
records-empty-text = В каждой тренировке ищутся ваши лучшие результаты; первая задаст их все.
badge-progress = { $n } из { $all }
record-first = Первый результат
record-beat = Лучше, чем { $date }, на { $by }
record-beat-barely = Чуть лучше, чем { $date }

## Уведомления

notices-title = Уведомления
notices-mark = Отметить прочитанными
notices-new = Новое
notice-record = Рекорд: { $title }
notice-record-bare = Новый рекорд
notice-record-first = { $value } — первый результат
notice-record-before = { $value }, прежде было { $before }
notice-achievement = Получен значок.
notice-wear = Ресурс израсходован на { $share } %. Присмотрите замену.
notice-worn = Ресурс израсходован на { $share } %: пора менять.
notice-summary = Прежние тренировки загружены
notices-empty-title = Ничего нового
notices-empty-text = Здесь сообщается о рекордах, значках и законченных загрузках.

## Профиль

me-title = Профиль
me-profile = О вас
me-units = Единицы
me-units-metric = Километры, кг
me-units-imperial = Мили, фунты
me-browser = Как просит браузер
me-zone = Часовой пояс
me-sports = Ваши виды спорта
me-since = С { $date }
me-join = Вступить
me-data = Ваши данные
me-data-text = Всё, что вы внесли, и что по нему посчитано, вместе с исходными файлами, одним архивом.
me-export = Скачать мои данные
me-password = Пароль
me-current-password = Нынешний пароль
me-change-password = Сменить пароль
me-sessions = Где вы вошли
me-this-device = Это устройство
me-end-session = Выйти
me-end-others = Выйти на других устройствах
me-tokens = Ключи API
me-no-tokens = С ключом программа может читать или записывать тренировки от вашего имени.
me-token-name = Для чего он?
me-token-name-hint = Имя, чтобы его узнать, например «Резервная копия».
me-token-write = Может и записывать
me-token-make = Создать ключ
me-token-once = Скопируйте сейчас: больше он показан не будет.
me-token-read = Может читать
me-token-read-write = Может читать и записывать
me-token-used = использован { $when }
me-token-unused = не использован
me-revoke = Отозвать
me-delete = Удалить учётную запись
me-delete-text = Все тренировки, рекорды, файлы и настройки во всех видах спорта будут удалены навсегда. Если хотите их сохранить, сначала скачайте данные.
me-delete-submit = Удалить навсегда
me-saved = Сохранено.

## API

api-title = API
api-lead = Всё, что есть на страницах приложений, можно сделать через этот API. Создайте ключ в профиле и попробуйте команды.
api-contents = Содержание
api-parameters = Параметры
api-body = Тело
api-answers = Ответы
api-example = Пример
api-schemas = Схемы
api-name = Имя
api-type = Тип
api-meaning = Значение
api-required = обязательно
