# Looking closer at charts, and cutting by handles over a drawing
chart-wider = Шире
chart-drag = Проведите мышью по графику, чтобы приблизить.
chart-loading = Загружаем подробности…
chart-nothing = На этом отрезке ничего не записано.
chart-coarse = Нет сети: показано по тому, что уже загружено.
chart-far = Нет сети: этот отрезок ещё не загружен.
trim-from = Начало того, что останется
trim-to = Конец того, что останется
trim-at = Место разделения
trim-keys = Стрелки сдвигают на секунду, с Shift — на минуту.
trim-stays = Останется { $stays }, уйдёт { $goes }
trim-parts = Здесь останется { $first }, в новую тренировку уйдёт { $rest }
