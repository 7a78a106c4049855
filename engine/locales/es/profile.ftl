### Quién es uno, cómo rinde en un deporte y las zonas que salen de ello.

profile-title = Perfil
profile-link-text = Fecha de nacimiento, peso, frecuencia cardiaca, zonas, foto
profile-person = Sobre ti
profile-years = { $n ->
    [one] { $n } año
    [many] { $n } de años
   *[other] { $n } años
}
age-group-child = niño o niña
age-group-teen = adolescente
age-group-adult = adulto
profile-not-said = Sin indicar
profile-as-general = Como arriba
profile-birth-date = Fecha de nacimiento
profile-birth-date-hint = De ella salen tu grupo de edad y tus objetivos.
profile-category = Categoría
category-amateur = Aficionado
category-athlete = Deportista
profile-sex = Sexo
sex-female = Mujer
sex-male = Hombre
sex-other = Otro
profile-weight = Peso
profile-region = País
profile-max-heart-rate = Frecuencia cardiaca máxima
profile-resting-heart-rate = Frecuencia cardiaca en reposo
profile-from = Válido desde
profile-from-hint = Los entrenamientos anteriores conservan lo que valía entonces.
profile-photo = Foto
profile-photo-choose = Elegir una imagen
profile-photo-hint = JPEG, PNG o WebP, 10 MB como mucho. Solo la ves tú; el lugar donde se hizo no se guarda.
profile-photo-save = Subir
profile-photo-remove = Quitar la foto
profile-history = Lo que indicaste antes
profile-history-none = Nada todavía.
profile-always = Siempre
profile-since = Desde el { $date }
profile-taken-back = Retirado

profile-sport = En { $name }
profile-sport-save = Guardar para este deporte
profile-gear = Mi equipo
profile-ftp = Potencia umbral (FTP)
profile-ftp-hint = La mayor potencia que puedes mantener cerca de una hora.
profile-threshold-pace = Ritmo umbral
profile-threshold-pace-hint = El ritmo más rápido que puedes mantener cerca de una hora, como 4:30.
profile-threshold-heart-rate = Frecuencia cardiaca umbral
profile-method = Zonas según
profile-bounds = Dónde empieza cada zona
profile-bounds-hint-heart-rate = Solo para zonas a mano, en { $unit }, de menor a mayor: 110 130 145 160 175
profile-bounds-hint-power = Solo para zonas a mano, en { $unit }, de menor a mayor: 0 120 165 200 230
profile-bounds-hint-pace = Solo para zonas a mano, en { $unit }, del más lento al más rápido: 7:00 6:00 5:15 4:45
profile-zones-heart-rate = Zonas de frecuencia cardiaca
profile-zones-power = Zonas de potencia
profile-zones-pace = Zonas de ritmo
profile-zones-missing-heart-rate = Indica tu frecuencia cardiaca máxima o umbral y aquí verás tus zonas.
profile-zones-missing-power = Indica tu potencia umbral y aquí verás tus zonas.
profile-zones-missing-pace = Indica tu ritmo umbral y aquí verás tus zonas.
profile-zone = Zona
profile-zone-bounds = Desde y hasta
profile-zone-n = Zona { $n }
zone-between = { $from }–{ $to } { $unit }
zone-below-figure = menos de { $to } { $unit }
zone-above-figure = { $from } { $unit } o más
zone-below-pace = más lento que { $to } { $unit }
zone-above-pace = { $from } { $unit } o más rápido
zone-method-best = Lo que mejor encaje
zone-method-max-heart-rate = Porcentaje de la frecuencia cardiaca máxima
zone-method-heart-rate-reserve = Frecuencia cardiaca de reserva (Karvonen)
zone-method-threshold-heart-rate = Frecuencia cardiaca umbral (Friel)
zone-method-ftp = Potencia umbral, siete niveles (Coggan)
zone-method-threshold-pace = Ritmo umbral (Friel)
zone-method-by-hand = A mano

profile-bad-birth-date = No puede ser una fecha de nacimiento.
profile-bad-weight = Un peso va de 10 a 500 kg (de 22 a 1100 lb).
profile-bad-max-heart-rate = Escribe una frecuencia cardiaca de 60 a 250.
profile-bad-resting-heart-rate = Escribe una frecuencia cardiaca de 20 a 150.
profile-bad-threshold-heart-rate = Escribe una frecuencia cardiaca de 60 a 250.
profile-bad-ftp = Escribe una potencia de 10 a 1000 W.
profile-bad-threshold-pace = Escribe un ritmo como 4:30.
profile-bad-from = Escribe el día desde el que vale, como mucho dentro de un año.
profile-bad-zones-heart-rate = Escribe de dos a diez frecuencias, de menor a mayor, separadas por espacios.
profile-bad-zones-power = Escribe de dos a diez potencias, de menor a mayor, separadas por espacios.
profile-bad-zones-pace = Escribe de dos a diez ritmos, del más lento al más rápido, separados por espacios.
profile-bad-photo = Esta imagen no se puede leer. Usa un JPEG, PNG o WebP de 10 MB y 10 000 píxeles por lado como mucho.
