## What is in a file, and what was mended in it

refused-course-file = This is a planned course, not a recorded workout.
refused-course-file-remedy = It belongs on the device, to be followed there. Load the recording that you make on it.
refused-monitoring-file = This is all-day monitoring (steps, pulse, sleep), not a recorded workout.
refused-monitoring-file-remedy = Nothing needs to be done; workouts are in the device’s folder Activity.
refused-settings-file = These are a device’s settings, not a recorded workout.
refused-settings-file-remedy = Leave them on the device; workouts are in its folder Activity.
refused-workout-file = This is a planned workout, not a recorded one.
refused-workout-file-remedy = It belongs on the device, to be trained by. Load the recording that you make with it.
file-warning-position-jumps = Left out: { $n ->
    [one] { $n } position
   *[other] { $n } positions
} that nobody could have reached and come back from.
file-warning-spikes = Left out: { $n ->
    [one] { $n } value
   *[other] { $n } values
} that stood out from those just before and after.
file-warning-standing-drift = Held in place while standing still: { $n ->
    [one] { $n } position
   *[other] { $n } positions
}.

## From recording live

file-warning-clock-shifted = The clock of the device was off by more than two minutes; the times were set right.
file-warning-places-vague = Left out: { $n ->
    [one] { $n } place that was
   *[other] { $n } places that were
} known to more than 50 m only.
file-warning-sensor-out-of-range = Left out: { $n ->
    [one] { $n } value of a sensor that cannot be true. Look at how it sits.
   *[other] { $n } values of sensors that cannot be true. Look at how they sit.
}
file-warning-sensor-short-value = Left out: { $n ->
    [one] { $n } message of a sensor that broke off.
   *[other] { $n } messages of sensors that broke off.
}
file-warning-sensor-too-fast = Left out: { $n ->
    [one] { $n } value of a sensor that
   *[other] { $n } values of sensors that
} changed faster than anything does: it lost contact.
file-warning-sensor-unread = Not read: { $n ->
    [one] { $n } message of a sensor
   *[other] { $n } messages of sensors
} that this server has no description of.

## Charts of further channels

chart-core-temperature = Core temperature
chart-respiration-rate = Breathing
chart-spo2 = Oxygen saturation
chart-vertical-oscillation = Vertical oscillation
chart-vertical-ratio = Vertical ratio
chart-stance-time = Ground contact
chart-stance-time-percent = Ground contact share
chart-stance-time-balance = Ground contact, left
chart-step-length = Step length
chart-saturated-hemoglobin-percent = Muscle oxygen
chart-total-hemoglobin-conc = Total haemoglobin
chart-left-right-balance = Power, right leg
chart-left-torque-effectiveness = Torque effectiveness, left
chart-right-torque-effectiveness = Torque effectiveness, right
chart-left-pedal-smoothness = Pedal smoothness, left
chart-right-pedal-smoothness = Pedal smoothness, right
chart-grade = Slope
chart-depth = Depth

unit-ms = ms
