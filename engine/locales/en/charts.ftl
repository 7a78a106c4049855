# Looking closer at charts, and cutting by handles over a drawing
chart-wider = Wider
chart-drag = Drag across a chart to look closer.
chart-loading = Loading more detail…
chart-nothing = Nothing was recorded in this stretch.
chart-coarse = No network: this is drawn from what was loaded.
chart-far = No network: this stretch is not loaded.
trim-from = Start of what stays
trim-to = End of what stays
trim-at = Where it is split
trim-keys = Arrow keys move by a second, with Shift by a minute.
trim-stays = { $stays } stays, { $goes } goes
trim-parts = { $first } stays here, { $rest } becomes the new workout
