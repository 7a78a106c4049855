## Пакет
pack-title = Йога
pack-description = Практика и медитация: время на коврике, спокойствие и гибкость без единого километра.

## Виды спорта
sports-yoga-title = Йога
sports-meditation-title = Медитация

## Показатели
metrics-style-title = Стиль
metrics-technique-title = Техника
metrics-calm-title = Спокойствие
metrics-flexibility-title = Наклон сидя
metrics-lowest_heart_rate-title = Минимальный пульс

## Значения
values-styles-hatha-title = Хатха
values-styles-vinyasa-title = Виньяса
values-styles-ashtanga-title = Аштанга
values-styles-iyengar-title = Айенгар
values-styles-yin-title = Инь
values-styles-restorative-title = Восстановительная
values-styles-kundalini-title = Кундалини
values-styles-hot-title = Горячая
values-styles-nidra-title = Нидра
values-styles-other-title = Другой
values-techniques-breath-title = Дыхание
values-techniques-body_scan-title = Сканирование тела
values-techniques-mantra-title = Мантра
values-techniques-loving_kindness-title = Любящая доброта
values-techniques-guided-title = С ведущим
values-techniques-silence-title = Тишина

## Снаряжение
gear-mat-title = Коврик
gear-mat-thickness_mm-title = Толщина, мм
gear-mat-material-title = Материал
gear-mat-material-rubber-title = Каучук
gear-mat-material-cork-title = Пробка
gear-mat-material-pvc-title = ПВХ
gear-mat-material-tpe-title = ТПЭ
gear-mat-material-cotton-title = Хлопок
gear-block-title = Блок
gear-strap-title = Ремень

## Достижения
achievements-first_practice-title = Первая практика
achievements-first_practice-description = Один раз выйти на коврик.
achievements-seven_days-title = Семь дней подряд
achievements-seven_days-description = Заниматься каждый день в течение недели.
achievements-thirty_days-title = Тридцать дней подряд
achievements-thirty_days-description = Заниматься каждый день тридцать дней.
achievements-hundred-title = Сто раз
achievements-hundred-description = Провести сто практик.
achievements-hundred_hours-title = Сто часов
achievements-hundred_hours-description = Провести на коврике сто часов.
achievements-long_practice-title = Долгая практика
achievements-long_practice-description = Заниматься девяносто минут или больше за раз.
achievements-sun_salutations-title = Приветствие солнцу
achievements-sun_salutations-description = Час или больше аштанги или виньясы.
achievements-quiet_mind-title = Тихий ум
achievements-quiet_mind-description = Закончить практику в полном спокойствии.
achievements-reach-title = Дальше носков
achievements-reach-description = Дотянуться дальше пальцев ног.

## Нормы
norms-weekly_practice-title = Практика за неделю
segments-newcomers-title = Новички
segments-newcomers-description = Одно, два или три занятия за всё время.
