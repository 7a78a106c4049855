//! What people write to their workouts, in their language.

use stadion_activity::sample::Random;

use super::model::Kind;

struct Texts {
    great: &'static str,
    race: &'static str,
    long: &'static [&'static str],
    notes: &'static [&'static str],
    race_note: &'static str,
    abroad: &'static str,
    back: &'static str,
}

static EN: Texts = Texts {
    great: "The big day",
    race: "Race",
    long: &[
        "Long one",
        "Sunday with the club",
        "The long loop",
        "New ways",
    ],
    notes: &[
        "Felt light from start to finish.",
        "Legs heavy from yesterday, kept it easy.",
        "Headwind all the way out.",
        "Better than expected after a short night.",
        "Rain, but good company.",
        "Took it steady and enjoyed the morning.",
        "Tried a faster second half. It held.",
        "Tired week at work. Glad I went anyway.",
        "Slight pull in the left calf, stretched afterwards.",
    ],
    race_note: "Held back at first, passed many towards the end. Very happy with this one!",
    abroad: "Jet-lagged, but the new surroundings are worth it.",
    back: "First time after being ill. Pulse still high, stopped early.",
};

static RU: Texts = Texts {
    great: "Главный старт",
    race: "Старт",
    long: &[
        "Длительная",
        "Воскресенье с клубом",
        "Большой круг",
        "Новые места",
    ],
    notes: &[
        "Легко от начала до конца.",
        "Ноги тяжёлые после вчерашнего, темп спокойный.",
        "Всю дорогу туда — встречный ветер.",
        "Лучше, чем ожидалось после короткой ночи.",
        "Дождь, но хорошая компания.",
        "Спокойно и с удовольствием.",
        "Вторая половина быстрее первой. Получилось.",
        "Тяжёлая неделя на работе, но тренировка помогла.",
        "Немного тянет икру, после — растяжка.",
    ],
    race_note: "Сдержанное начало, сильный финиш. Отличный день!",
    abroad: "Смена пояса чувствуется, но новые места того стоят.",
    back: "Первый раз после болезни. Пульс ещё высокий, поэтому недолго.",
};

/// A title and a note, now and then.
pub fn of(
    locale: &str,
    kind: Kind,
    (is_abroad, is_back, is_great): (bool, bool, bool),
    random: &mut Random,
) -> (Option<String>, Option<String>) {
    let texts = if locale == "ru" { &RU } else { &EN };
    let title = match kind {
        Kind::Race if is_great => Some(texts.great),
        Kind::Race => Some(texts.race),
        Kind::Long if random.chance(0.25) => random.pick(texts.long).copied(),
        _ => None,
    };
    let note = match kind {
        Kind::Race if is_great => Some(texts.race_note),
        _ if is_back => Some(texts.back).filter(|_| random.chance(0.6)),
        _ if is_abroad => Some(texts.abroad).filter(|_| random.chance(0.25)),
        _ if random.chance(0.09) => random.pick(texts.notes).copied(),
        _ => None,
    };
    (title.map(str::to_owned), note.map(str::to_owned))
}

/// Whom one meets on a court.
pub const COMPANIONS: [&str; 9] = [
    "Anouk", "Bruno", "Chiara", "Felix", "Imani", "Jun", "Nadia", "Oskar", "Tiago",
];
