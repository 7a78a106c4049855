## Пакет
pack-title = Падел
pack-description = Матчи по сетам и геймам: что выиграно, с кем, и ракетки, которые со временем мягче.

## Виды спорта
sports-padel_match-title = Матч в падел

## Части
parts-set-title = Сет
parts-set-titles = Сеты
parts-set-own-title = Мы
parts-set-theirs-title = Они
parts-set-tie_break-title = Тай-брейк

## Значения
values-courts-indoor-title = В зале
values-courts-outdoor-title = На воздухе

## Показатели
metrics-games_won-title = Выиграно геймов
metrics-games_won-short = Геймы
metrics-games_lost-title = Проиграно геймов
metrics-sets_won-title = Выиграно сетов
metrics-sets_won-short = Сеты
metrics-sets_played-title = Сыграно сетов
metrics-victory-title = Победа
metrics-share_won-title = Доля геймов
metrics-partner-title = Партнёр
metrics-rivals-title = Соперники
metrics-court-title = Корт

## Снаряжение
gear-padel_racket-title = Ракетка
gear-padel_racket-shape-title = Форма
gear-padel_racket-shape-round-title = Круглая
gear-padel_racket-shape-teardrop-title = Капля
gear-padel_racket-shape-diamond-title = Ромб
gear-padel_racket-weight_g-title = Вес, г
gear-overgrip-title = Намотка
gear-padel_shoes-title = Кроссовки для падела
gear-padel_shoes-size_eu-title = Размер, EU
gear-padel_shoes-sole-title = Подошва
gear-padel_shoes-sole-herringbone-title = Ёлочка
gear-padel_shoes-sole-omni-title = Омни
gear-padel_shoes-sole-mixed-title = Смешанная
gear-balls-title = Банка мячей

## Достижения
achievements-first_win-title = Победа
achievements-first_win-description = Выиграть матч.
achievements-straight_sets-title = Всухую по сетам
achievements-straight_sets-description = Выиграть два сета или больше и не проиграть ни одного.
achievements-bagel-title = Шесть — ноль
achievements-bagel-description = Выиграть сет со счётом 6:0.
achievements-comeback-title = В трёх сетах
achievements-comeback-description = Выиграть матч из трёх сетов.
achievements-turnaround-title = Перелом
achievements-turnaround-description = Выиграть матч, проиграв первый сет.
achievements-tie_break-title = Крепкие нервы
achievements-tie_break-description = Выиграть тай-брейк.
achievements-ten_matches_month-title = Десять за месяц
achievements-ten_matches_month-description = Сыграть десять матчей за тридцать дней.
achievements-eight_weeks-title = Восемь недель подряд
achievements-eight_weeks-description = Играть хотя бы раз в неделю восемь недель подряд.
achievements-hundred_matches-title = Сто матчей
achievements-hundred_matches-description = Сыграть сто матчей.
achievements-thousand_games-title = Тысяча геймов
achievements-thousand_games-description = Выиграть всего тысячу геймов.
achievements-marathon_match-title = Два часа
achievements-marathon_match-description = Сыграть матч в два часа или дольше.

## Нормы
norms-weekly_padel-title = Падел за неделю

## Scripts
scripts-turned-title = Победа после отставания
