### Снаряжение и полка.

nav-gear = Снаряжение
nav-profile = Ваш профиль, { $name }

gear-add = Добавить
gear-in-use = В деле
gear-items = { $n ->
    [one] { $n } вещь
    [few] { $n } вещи
   *[other] { $n } вещей
}
gear-retired = { $n ->
    [one] Списано: { $n } вещь
    [few] Списано: { $n } вещи
   *[other] Списано: { $n } вещей
}
gear-empty-title = Снаряжения пока нет
gear-empty-text = Добавьте то, с чем тренируетесь. Каждая тренировка будет прибавлять износ, и вы вовремя узнаете, когда пора менять.
gear-empty-add = Добавить снаряжение
gear-how-title = Как это работает
gear-how-1 = Добавьте вещь и укажите, сколько она уже послужила.
gear-how-2 = Назначьте её основной для вида спорта: новые тренировки возьмут её сами.
gear-how-3 = Когда износится, спишите её. В тренировках она останется.
gear-none-title = Снаряжения здесь нет
gear-none-text = Этому виду спорта не нужно ничего, что изнашивается.
gear-parts = Части
gear-parts-none = Частей пока нет. Часть изнашивается на тренировках с того дня, как её поставили.
gear-since = { $kind } · с { $month }
gear-month = { $month } { $year }
gear-left = осталось { $left }
gear-worn-out = Ресурс исчерпан
gear-used-of = { $used } из { $life }
gear-bar = { $name }, износ: { $text }
gear-weeks-more = { $n ->
    [one] ещё около { $n } недели
   *[other] ещё около { $n } недель
}
gear-until = примерно до { $month }
gear-service-due = Пора обслужить

## What stands behind a number.
gear-unit-uses = { $n ->
    [one] тренировка
    [few] тренировки
   *[other] тренировок
}
gear-unit-days = { $n ->
    [one] день
    [few] дня
   *[other] дней
}
gear-unit-months = { $n ->
    [one] месяц
    [few] месяца
   *[other] месяцев
}
gear-unit-years = { $n ->
    [one] год
    [few] года
   *[other] лет
}

## One item.
gear-wear = Износ
gear-left-of = осталось из { $life }
gear-worn-of = ресурса израсходовано; весь ресурс: { $life }
gear-forecast = Хватит примерно до { $month }, если пользоваться как сейчас
gear-basis = По последним { $days } дням: { $used }.
gear-basis-age = Стареет со временем, даже если не пользоваться.
gear-source = Откуда цифра: { $source }
gear-is-retired = списано
gear-acquired = В деле с
gear-retired-on = Списано
gear-about = О вещи
gear-history = История
gear-history-none = Пока не использовалось. Выберите, когда записываете тренировку, или назначьте основным для вида спорта.
gear-used-in = { $n ->
    [0] Ещё не использовалось
    [one] В { $n } тренировке
   *[other] В { $n } тренировках
}
gear-part-of = Часть
gear-part-since = с { $day }
gear-take-out = Снять
gear-default = Основное для
gear-default-none = Ни для какого вида спорта
gear-default-hint = Новые тренировки этого вида берут его, если не указано другое.
gear-service = Обслуживание
gear-service-on = Когда обслужено
gear-service-note = Что сделано
gear-service-done = Записать обслуживание
gear-service-remove = Убрать обслуживание: { $day }
gear-replace = Заменить
gear-replace-text = Старое будет списано, новое изнашивается с первого своего дня.
gear-replace-name = Название нового
gear-replace-on = Первый день
gear-replace-do = Заменить
gear-retire = Списать
gear-take-back = Вернуть в дело

## The form.
gear-new-title = Новое снаряжение
gear-edit-title = Изменить снаряжение
gear-what = Что это?
gear-lasts = Служит около { $life }
gear-name = Название
gear-name-hint = Как вы это зовёте: марка и модель или прозвище.
gear-acquired-on = В деле с
gear-used-before = Уже послужило
gear-used-before-hint = Сколько было до того, как вы добавили вещь сюда.
gear-parent-none = Ничего, само по себе
gear-details = Подробности
gear-wrong-name = В названии от 1 до 100 знаков.
gear-wrong-day = Этот день ещё не наступил.
gear-wrong-note = В заметке не больше 500 знаков.
gear-wrong-used = Столько вещь послужить не могла.
gear-wrong-parent = Частью этого быть не может.
gear-wrong-sport = Такого вида спорта нет.
gear-wrong-replace-day = Новое не может начаться раньше, чем поставили старое, и позже сегодняшнего дня.
gear-attribute-wrong = Это значение не подходит.

## What was done.
gear-added = Добавлено
gear-saved = Сохранено
gear-deleted = Удалено: { $name }
gear-restored = Снова на месте
gear-is-used = Вещь использовалась или состоит из частей: спишите её, чтобы она осталась в тренировках.
gear-did-retire = Списано
gear-did-take-back = Снова в деле
gear-did-default = Сохранено
gear-did-service = Обслуживание записано
gear-did-unservice = Обслуживание убрано
gear-did-replace = Новое стоит на месте старого
gear-did-take-out = Снято

## On workouts.
gear-used-title = Что использовали
gear-workout-none = Пока ничего. Добавьте то, с чем тренировались, и износ будет посчитан.
gear-pick = Выбрать
gear-add-one = Добавить снаряжение
gear-remove = Убрать: { $name }

notice-service = До следующего обслуживания пройдено { $share } %: пора обслужить.

## The shelf.
shelf-title = Когда будете готовы
shelf-because-left = Потому что у { $name } осталось { $left }
shelf-because-worn = Потому что ресурс { $name } исчерпан
shelf-because-missing = Потому что в вашем снаряжении пока нет: { $kind }
shelf-hide = Скрыть эти предложения на три месяца
shelf-count = { $n ->
    [one] { $n } предложение
    [few] { $n } предложения
   *[other] { $n } предложений
}
shelf-note = Откроется магазин. Предложения бывают только здесь, а не среди тренировок.
shelf-price = { $amount }{ "\u00A0" }{ $sign }
shelf-hidden = Три месяца без предложений
shelf-row-left = { $name }: { $left }
shelf-row-lasts = Если пользоваться как сейчас, { $lasts }.
shelf-row-worn = Пора присмотреть замену.
shelf-row-missing = Пока нет: { $kind }
shelf-row-missing-text = Добавьте, и износ будет посчитан.
shelf-see = Посмотреть, чем заменить

problem-bad-link = Эта ссылка создана не здесь или изменена по пути. Ничего не открыто.
problem-gear-in-use = Вещь использовалась или состоит из частей: спишите её.
problem-link-expired = Срок ссылки истёк. Откройте снова страницу, на которой она была.
problem-no-part = Это не часть чего-либо: спишите и добавьте новое.
problem-product-gone = Магазин этого больше не продаёт.
problem-shop-not-allowed = В этот магазин мы больше не ведём. Ничего не открыто.
