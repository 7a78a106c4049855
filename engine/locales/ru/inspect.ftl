### Откуда взялось показанное: для тех, кто пишет пакеты.

inspect-on = Разобрать страницу
inspect-off = Закончить разбор
inspect-close = Закрыть
inspect-what = Откуда это: { $title }
inspect-block = : откуда этот блок
inspect-id = Имя
inspect-pack = Пакет
inspect-steps = Как получилось
inspect-unwritten = В пакете об этом ни строки: так устроено само приложение.
inspect-kind = { $kind ->
    [metric] Показатель
    [badge] Значок
    [record] Рекорд
    [norm] Норма
    [gear] Снаряжение
   *[block] Блок
}
inspect-missing = нет данных
inspect-true = верно
inspect-false = неверно

## Сведения

inspect-workout = Тренировка
inspect-origin = Откуда
inspect-origin-edited = исправлено позже
inspect-origin-cleared = ниоткуда: значение убрали позже
inspect-origin-entered = введено или прислано
inspect-origin-field = из файла: { $name } = { $value }
inspect-origin-derived = по формуле
inspect-origin-nowhere = ниоткуда: ни в одном источнике нет
inspect-sources = Источники по порядку
inspect-unit = Единица
inspect-aggregate = За много тренировок
inspect-aggregate-is = { $how ->
    [sum] сумма
    [mean] среднее
    [max] наибольшее
    [min] наименьшее
   *[last] последнее
}
inspect-window = с { $from } по { $to }
inspect-rows = { $n ->
    [one] по { $n } строке
    [few] по { $n } строкам
   *[many] по { $n } строкам
}
inspect-rule-not-asked = Тренировки этого вида спорта это правило не проверяет.
inspect-asked = Проверено на
inspect-count = Выполнено
inspect-count-is = { $n ->
    [one] в { $n } тренировке
    [few] в { $n } тренировках
   *[many] в { $n } тренировках
}
inspect-tier = Ступень ×{ $at }
inspect-tier-open = осталось { $left }
inspect-per = Даётся
inspect-per-is = { $per ->
    [each] за каждую подходящую тренировку
   *[once] один раз
}
inspect-over = На чём
inspect-better = Лучше
inspect-better-is = { $lower ->
    [yes] меньшее значение
   *[no] большее значение
}
inspect-before = До этого
inspect-before-none = не было: это первый
inspect-marks = Сколько раз ставили
inspect-target = { $category ->
    [athlete] Спортсмен
   *[amateur] Любитель
}, { $age ->
    [child] ребёнок
    [teen] подросток
   *[adult] взрослый
}
inspect-applies = Действует
inspect-applies-why = { $target }: по профилю { $who } (без указаний — любитель, взрослый)
inspect-per-days = { $n ->
    [one] За { $n } день
    [few] За { $n } дня
   *[many] За { $n } дней
}
inspect-so-far = На этой неделе
inspect-source = По
inspect-metric = Показатель
inspect-page = Страница
inspect-order = Место на странице
inspect-order-is = { $n } из { $all }
inspect-not-shown = не показан
inspect-by = Кто расставил
inspect-by-pack = app.yaml
inspect-by-default = обычные блоки любого приложения
inspect-data = Последняя тренировка
inspect-data-none = пока нет
inspect-gear-in = Использовано
inspect-gear-by = Считается
inspect-gear-life = Ресурс
inspect-gear-warn = Предупреждает с
inspect-gear-used = Израсходовано
inspect-gear-before = Израсходовано до добавления
inspect-gear-until = Прогноз
inspect-gear-service-by = Для обслуживания считается
inspect-gear-every = Обслуживание каждые
inspect-gear-since = С последнего обслуживания
inspect-gear-uses = по одному за тренировку
inspect-gear-age = время с первого дня
inspect-rule = Правило словами
inspect-script-failed = Скрипт остановлен: { $why } ({ $at })
