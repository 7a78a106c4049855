### История и прогресс.

nav-progress = Прогресс

## Месяцы там, где мало места.
month-short-1 = янв
month-short-2 = фев
month-short-3 = мар
month-short-4 = апр
month-short-5 = май
month-short-6 = июн
month-short-7 = июл
month-short-8 = авг
month-short-9 = сен
month-short-10 = окт
month-short-11 = ноя
month-short-12 = дек
date-day-short = { $day } { $month }
date-span = { $from } – { $to }
date-span-month = { $from }–{ $to }

## Прогресс

progress-metric = Показатель
progress-period = Период
progress-week = Неделя
progress-month = Месяц
progress-quarter = 12 недель
progress-year = Год
progress-all = Всё время
progress-own = Свои даты
progress-own-turned = Первый день позже последнего.
progress-workouts = Тренировки
progress-show = Показать
progress-more = на { $value } больше, чем за { $days }
progress-less = на { $value } меньше, чем за { $days }
progress-better = на { $value } лучше, чем за { $days }
progress-worse = на { $value } хуже, чем за { $days }
progress-higher = на { $value } выше, чем за { $days }
progress-lower = на { $value } ниже, чем за { $days }
progress-same = столько же, сколько за { $days }
progress-none-before = Сравнить не с чем: за { $days } ничего нет
progress-nothing = За { $days } ничего нет
progress-now = { $days }
progress-table = То же в числах
progress-when = Когда
progress-chart-label = { $title }, { $days }: { $value }. { $finding }
progress-best-day = Лучший день
progress-best-week = Лучшая неделя
progress-best-month = Лучший месяц
progress-best-year = Лучший год
progress-most-day = Самый высокий день
progress-most-week = Самая высокая неделя
progress-most-month = Самый высокий месяц
progress-most-year = Самый высокий год
progress-a-week = В среднем за неделю
progress-earlier = Раньше
progress-empty-title = Прогресс — когда будет что сравнить
progress-empty-text = Запишите тренировку: показатели, серии и рекорды появятся здесь с первой же.
progress-norm = Норма
progress-norm-left = До нормы в { $norm } осталось { $left }
progress-norm-done = Норма в { $norm } выполнена
progress-norm-workouts = Тренировок: { $done } из { $norm }
progress-norm-basis = { $title }: { $norm } за { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
}
progress-trend = Тенденция
progress-trend-up = За последние четыре недели на { $share } % больше, чем за четыре до них
progress-trend-down = За последние четыре недели на { $share } % меньше, чем за четыре до них
progress-trend-better = За последние четыре недели на { $share } % лучше, чем за четыре до них
progress-trend-worse = За последние четыре недели на { $share } % хуже, чем за четыре до них
progress-trend-steady = Ровно: последние четыре недели как четыре до них
progress-trend-unknown = Тенденция видна по четырём неделям тренировок и ещё четырём до них.
progress-trend-figures = { $now } после { $before }, по { $day }
streak-title = Серии
streak-weeks = Недели подряд
streak-days = Дни подряд
streak-n-weeks = { $n ->
    [one] { $n } неделя подряд
    [few] { $n } недели подряд
    [many] { $n } недель подряд
   *[other] { $n } недели подряд
}
streak-n-days = { $n ->
    [one] { $n } день подряд
    [few] { $n } дня подряд
    [many] { $n } дней подряд
   *[other] { $n } дня подряд
}
streak-since = с { $date }
streak-none = Сейчас серии нет
streak-longest = Самая длинная: { $n }, { $days }
streak-longest-now = Самая длинная за всё время
streak-keep = Запишите тренировку до воскресенья, чтобы продолжить серию.
streak-kept = Эта неделя уже в счёте.
streak-start = Одна тренировка на этой неделе начнёт серию.
progress-records = Последние рекорды
progress-records-all = Все рекорды
progress-records-empty = Лучшие результаты появятся, когда будет с чем сравнить.

## Как рос рекорд
growth-title = Как он рос
growth-label = { $title }: { $n ->
    [one] { $n } результат
    [few] { $n } результата
    [many] { $n } результатов
   *[other] { $n } результата
}, от { $first } до { $last }
growth-gain = лучше на { $by }
growth-gain-barely = чуть лучше
growth-first = Первый результат
growth-total = На { $by } лучше первого

## История
history-calendar = Календарь
history-calendar-year = { $n ->
    [one] { $n } день с тренировками
    [few] { $n } дня с тренировками
    [many] { $n } дней с тренировками
   *[other] { $n } дня с тренировками
} за год, по { $date }
history-calendar-before = Раньше
history-calendar-after = Позже
history-calendar-month-before = Предыдущий месяц
history-calendar-month-after = Следующий месяц
history-less = Меньше
history-more = Больше
history-totals = Итоги
history-by-week = Недели
history-by-month = Месяцы
history-by-year = Годы
history-period = Период
history-count = Тренировки
history-least = { $title } от
history-most = { $title } до

## Похожие тренировки
similar-title = Похожие тренировки
similar-rank = { $rank }-я из { $n }
similar-rank-best = Лучшая из { $n }
similar-by = · { $title }
similar-median = Против их медианы
similar-last = Против последней
similar-better = лучше на { $value }
similar-worse = хуже на { $value }
similar-same = Столько же
similar-near = Тот же вид спорта, { $title } в пределах 10 %
similar-parts = Тот же вид спорта и почти те же записи
