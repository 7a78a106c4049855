//! First words for what the FIT profile names.

use stadion_pack::words::humanise;

/// Russian for figures that files have most often; the others begin with the profile's own words.
const RUSSIAN: &[(&str, &str)] = &[
    ("avg_altitude", "Средняя высота"),
    ("min_altitude", "Наименьшая высота"),
    ("max_altitude", "Наибольшая высота"),
    ("avg_cadence", "Средний каденс"),
    ("max_cadence", "Наибольший каденс"),
    ("avg_heart_rate", "Средний пульс"),
    ("min_heart_rate", "Наименьший пульс"),
    ("avg_power", "Средняя мощность"),
    ("normalized_power", "Нормализованная мощность"),
    ("threshold_power", "Пороговая мощность"),
    ("total_work", "Работа"),
    ("total_cycles", "Циклы"),
    ("total_strides", "Двойные шаги"),
    ("total_strokes", "Гребки"),
    ("total_fat_calories", "Энергия из жиров"),
    ("total_training_effect", "Тренировочный эффект"),
    ("total_anaerobic_training_effect", "Анаэробный эффект"),
    ("training_stress_score", "Тренировочная нагрузка"),
    ("intensity_factor", "Интенсивность"),
    ("min_temperature", "Наименьшая температура"),
    ("max_temperature", "Наибольшая температура"),
    ("avg_temperature", "Средняя температура"),
    ("avg_step_length", "Длина шага"),
    ("avg_stance_time", "Время контакта"),
    ("avg_vertical_oscillation", "Вертикальные колебания"),
    ("avg_speed", "Средняя скорость"),
    ("max_speed", "Наибольшая скорость"),
    ("avg_stroke_distance", "Длина гребка"),
    ("pool_length", "Длина бассейна"),
    ("num_lengths", "Отрезки бассейна"),
    ("num_active_lengths", "Проплытые отрезки"),
    ("swim_stroke", "Стиль"),
    ("lap", "Круг"),
    ("length", "Отрезок бассейна"),
    ("set", "Подход"),
    ("category", "Упражнение"),
    ("repetitions", "Повторы"),
    ("weight", "Вес"),
    ("duration", "Время"),
    ("total_timer_time", "Время"),
    ("total_elapsed_time", "Общее время"),
    ("total_distance", "Дистанция"),
    ("total_ascent", "Набор высоты"),
    ("total_descent", "Сброс высоты"),
    ("total_calories", "Энергия"),
    ("max_heart_rate", "Наибольший пульс"),
    ("pace", "Темп"),
    ("speed", "Скорость"),
    ("heaviest", "Наибольший вес"),
    ("volume", "Объём"),
    ("lengths", "Отрезки"),
    ("minutes", "Время"),
    ("running", "Бег"),
    ("cycling", "Велосипед"),
    ("swimming", "Плавание"),
    ("lap_swimming", "Бассейн"),
    ("open_water", "Открытая вода"),
    ("walking", "Ходьба"),
    ("hiking", "Поход"),
    ("training", "Тренировка"),
    ("strength_training", "Силовая тренировка"),
    ("generic", "Другое"),
];

/// The words of a language; `false` where they are the profile's and not yet translated.
pub fn title(name: &str, language: &str) -> (String, bool) {
    // Units in names read as prefixes of totals: `total_ascent` is an ascent.
    let english = || humanise(name.strip_prefix("total_").unwrap_or(name));
    if language != "ru" {
        return (english(), true);
    }
    let known = RUSSIAN.iter().find(|(known, _)| *known == name);
    known.map_or_else(
        || (english(), false),
        |(_, text)| ((*text).to_owned(), true),
    )
}
