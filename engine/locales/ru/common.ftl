### Рамка страницы, учётная запись и ошибки.

skip = К содержанию
back = Назад
save = Сохранить
cancel = Отменить
delete = Удалить
undo = Вернуть
optional = необязательно
language = Язык
login = Войти
logout = Выйти
register = Регистрация
api-link = API

nav-label = Разделы
nav-home = Главная
nav-history = История
nav-record = Записать
nav-records = Рекорды
nav-me = Профиль

notices-open = { $n ->
    [0] Уведомления
    [one] Уведомления, { $n } новое
    [few] Уведомления, { $n } новых
    [many] Уведомления, { $n } новых
   *[other] Уведомления, { $n } новых
}

delta-more = больше на
delta-less = меньше на

count-workouts = { $n ->
    [one] { NUMBER($n) } тренировка
    [few] { NUMBER($n) } тренировки
    [many] { NUMBER($n) } тренировок
   *[other] { NUMBER($n) } тренировки
}
count-records = { $n ->
    [one] { NUMBER($n) } рекорд
    [few] { NUMBER($n) } рекорда
    [many] { NUMBER($n) } рекордов
   *[other] { NUMBER($n) } рекорда
}

count-badges = { $n ->
    [one] { NUMBER($n) } значок
    [few] { NUMBER($n) } значка
    [many] { NUMBER($n) } значков
   *[other] { NUMBER($n) } значка
}
form-problems = { $n ->
    [one] Нужно исправить { $n } поле; пока ничего не сохранено.
    [few] Нужно исправить { $n } поля; пока ничего не сохранено.
    [many] Нужно исправить { $n } полей; пока ничего не сохранено.
   *[other] Нужно исправить { $n } поля; пока ничего не сохранено.
}
input-not-a-number = Это не число. Напишите, например, 12,42.
input-not-a-time = Это не время. Напишите, например, 24:09 или 1:02:38.
input-most = Не больше { $max }.
input-least = Не меньше { $min }.
input-between = От { $min } до { $max }.
input-whole = Здесь нужно целое число.
input-too-long = Здесь помещается не больше { $max } знаков.
input-start = Тренировка начинается после 1970 года и не в будущем.
input-not-a-day = Это не дата. Напишите, например, 2026-11-19.
input-not-a-clock = Это не время суток. Напишите, например, 06:48.
input-required = Это поле нужно заполнить.
input-use = Взять { $value }
input-h-mm-ss = ч:мм:сс

## Платформа и начало приложения

sports-title = Все виды спорта
sports-heading = Любой спорт — с одной учётной записью
sports-lead = Загрузите файлы с часов или запишите тренировку сами — и увидите, чего достигли. Выберите вид спорта.
sports-empty-title = Пока нет ни одного вида спорта
sports-empty-text = Вид спорта появится здесь, как только опубликуют его пакет.

start-register = Создать учётную запись
start-join = Вступить: { $name }
start-one-account = Одна учётная запись для всех видов спорта.
start-what = Что вы получите
start-files-title = Файлы с часов — как есть
start-files-text = FIT, GPX и TCX, в том числе в архивах, сразу много.
start-figures-title = Важные здесь показатели
start-badges-title = Рекорды и значки
start-yours-title = Всё остаётся вашим
start-yours-text = Скачайте или удалите всё в любой момент.

## Учётные записи

field-name = Имя
field-name-hint = Как к вам обращаться; имя можно сменить.
field-email = Эл. почта
field-password = Пароль
field-new-password = Новый пароль
field-password-hint = Не короче 10 знаков; несколько слов подряд легко запомнить.

register-title = Создайте учётную запись
register-consent = Я согласен, чтобы мои тренировки хранились и показывались мне. Согласие можно отозвать в любой момент.
register-submit = Создать
register-have = Уже есть учётная запись?

login-submit = Войти
login-forgot = Забыли пароль?
login-wrong = Такие почта и пароль не подходят. Проверьте их или задайте новый пароль.
login-confirmed = Адрес подтверждён. Войдите, чтобы начать.
login-changed = Пароль изменён. Войдите с новым.

sent-title = Проверьте почту
sent-text = Если { $email } можно использовать, письмо со ссылкой уже в пути. В нём сказано, сколько ссылка действует.
sent-hint = Через несколько минут ничего нет? Загляните в спам или попробуйте ещё раз.
sent-folder = Письма этого сервера записываются в

forgot-title = Новый пароль
forgot-text = Мы пришлём ссылку, по которой вы его зададите.
forgot-submit = Прислать ссылку

reset-title = Задайте новый пароль
reset-submit = Сохранить пароль
reset-expired-title = Ссылка использована или устарела
reset-expired-text = Ссылка действует один раз и один час. Запросите новую.
reset-again = Прислать новую ссылку

## Ошибки

error-home = На главную
error-request = запрос { $id }
error-login-title = Войдите, чтобы это увидеть
error-login-text = Эта страница чья-то личная.
error-forbidden-title = Этого делать нельзя
error-forbidden-text = У вашей учётной записи нет такого права, или форма отправлена с другого сайта.
error-missing-title = Здесь ничего нет
error-missing-text = Страницу перенесли, удалили, или она принадлежит другому человеку.
error-large-title = Слишком много за один раз
error-large-text = Отправьте меньше файлов или файлы поменьше.
error-often-title = Слишком много попыток
error-often-text = Подождите минуту и попробуйте снова.
error-request-title = Запрос пришёл не таким, как ожидалось
error-request-text = Вернитесь, проверьте введённое и отправьте снова.
problem-account-exists = Учётная запись тем временем уже создана: войдите.
problem-bad-cursor = Ссылка на эту часть списка испорчена: вернитесь к началу.
problem-bad-form = Файлы пришли не так, как их отправляет форма: выберите их снова.
problem-bad-limit = Список не может быть таким длинным.
problem-bad-query = В адресе есть то, что нельзя прочитать.
problem-broken-body = Соединение прервалось, пришло не всё.
problem-changed-meanwhile = Пока страница была открыта, данные изменились: откройте её заново и повторите правку.
problem-deleted-meanwhile = Тем временем это удалили.
problem-invalid = Некоторые поля нельзя принять.
problem-link-used-up = Ссылка из письма уже использована или устарела: запросите новую.
problem-method-not-allowed = Этот адрес не принимает того, что ему отправили.
problem-no-file = Ни одного файла не выбрано.
problem-too-many-files = За один раз столько файлов не принять: отправьте их в несколько приёмов.
problem-too-many-tokens = Больше токенов завести нельзя: сначала отзовите один.
problem-unsupported-media-type = Форма отправлена способом, который здесь не читают.
error-busy-title = Вернёмся через минуту
error-busy-text = Сервер запускается или занят. Попробуйте чуть позже; ничего не потеряно.
error-broken-title = У нас что-то сломалось
error-broken-text = Мы это уже видим. Попробуйте ещё раз; если не поможет, сообщите нам номер ниже.
