### Кто этот человек, как у него дела в спорте и какие из этого зоны.

profile-title = Профиль
profile-link-text = Дата рождения, вес, пульс, зоны, фото
profile-person = О себе
profile-years = { $n ->
    [one] { $n } год
    [few] { $n } года
    [many] { $n } лет
   *[other] { $n } года
}
age-group-child = ребёнок
age-group-teen = подросток
age-group-adult = взрослый
profile-not-said = Не указано
profile-as-general = Как в общем профиле
profile-birth-date = Дата рождения
profile-birth-date-hint = От неё зависят возрастная группа и нормы.
profile-category = Категория
category-amateur = Любитель
category-athlete = Спортсмен
profile-sex = Пол
sex-female = Женский
sex-male = Мужской
sex-other = Другой
profile-weight = Вес
profile-region = Страна
profile-max-heart-rate = Максимальный пульс
profile-resting-heart-rate = Пульс покоя
profile-from = Действует с
profile-from-hint = Прежние тренировки сохранят то, что действовало тогда.
profile-photo = Фото
profile-photo-choose = Выберите снимок
profile-photo-hint = JPEG, PNG или WebP, не больше 10 МБ. Видите его только вы; место съёмки не сохраняется.
profile-photo-save = Загрузить
profile-photo-remove = Убрать фото
profile-history = Что было указано раньше
profile-history-none = Пока ничего.
profile-always = Всегда
profile-since = С { $date }
profile-taken-back = Снято

profile-sport = В приложении «{ $name }»
profile-sport-save = Сохранить для этого спорта
profile-gear = Моё снаряжение
profile-ftp = Пороговая мощность (FTP)
profile-ftp-hint = Наибольшая мощность, которую вы держите около часа.
profile-threshold-pace = Пороговый темп
profile-threshold-pace-hint = Самый быстрый темп, который вы держите около часа, например 4:30.
profile-threshold-heart-rate = Пороговый пульс
profile-method = Зоны по методу
profile-bounds = С чего начинается каждая зона
profile-bounds-hint-heart-rate = Только для зон вручную, { $unit }, от меньшего к большему: 110 130 145 160 175
profile-bounds-hint-power = Только для зон вручную, { $unit }, от меньшей к большей: 0 120 165 200 230
profile-bounds-hint-pace = Только для зон вручную, { $unit }, от медленного к быстрому: 7:00 6:00 5:15 4:45
profile-zones-heart-rate = Зоны пульса
profile-zones-power = Зоны мощности
profile-zones-pace = Зоны темпа
profile-zones-missing-heart-rate = Укажите максимальный или пороговый пульс — и здесь появятся ваши зоны.
profile-zones-missing-power = Укажите пороговую мощность — и здесь появятся ваши зоны.
profile-zones-missing-pace = Укажите пороговый темп — и здесь появятся ваши зоны.
profile-zone = Зона
profile-zone-bounds = От и до
profile-zone-n = Зона { $n }
zone-between = { $from }–{ $to } { $unit }
zone-below-figure = ниже { $to } { $unit }
zone-above-figure = { $from } { $unit } и выше
zone-below-pace = медленнее { $to } { $unit }
zone-above-pace = { $from } { $unit } и быстрее
zone-method-best = Самый подходящий
zone-method-max-heart-rate = Доля максимального пульса
zone-method-heart-rate-reserve = Резерв пульса (Карвонен)
zone-method-threshold-heart-rate = Пороговый пульс (Фрил)
zone-method-ftp = Пороговая мощность, семь уровней (Когган)
zone-method-threshold-pace = Пороговый темп (Фрил)
zone-method-by-hand = Вручную

profile-bad-birth-date = Это не может быть датой рождения.
profile-bad-weight = Вес — от 10 до 500 кг (от 22 до 1100 фунтов).
profile-bad-max-heart-rate = Укажите пульс от 60 до 250.
profile-bad-resting-heart-rate = Укажите пульс от 20 до 150.
profile-bad-threshold-heart-rate = Укажите пульс от 60 до 250.
profile-bad-ftp = Укажите мощность от 10 до 1000 Вт.
profile-bad-threshold-pace = Укажите темп, например 4:30.
profile-bad-from = Укажите день, с которого это действует, не дальше чем через год.
profile-bad-zones-heart-rate = Укажите от двух до десяти значений пульса через пробел, от меньшего к большему.
profile-bad-zones-power = Укажите от двух до десяти значений мощности через пробел, от меньшей к большей.
profile-bad-zones-pace = Укажите от двух до десяти значений темпа через пробел, от медленного к быстрому.
profile-bad-photo = Этот снимок не читается. Подойдёт JPEG, PNG или WebP до 10 МБ и до 10 000 пикселей по стороне.
