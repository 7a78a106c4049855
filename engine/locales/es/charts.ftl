# Looking closer at charts, and cutting by handles over a drawing
chart-wider = Más lejos
chart-drag = Arrastra sobre un gráfico para acercarte.
chart-loading = Cargando más detalle…
chart-nothing = En este tramo no hay nada registrado.
chart-coarse = Sin conexión: se dibuja con lo ya cargado.
chart-far = Sin conexión: este tramo no está cargado.
trim-from = Inicio de lo que queda
trim-to = Final de lo que queda
trim-at = Punto de división
trim-keys = Las flechas mueven un segundo; con Mayús, un minuto.
trim-stays = Quedan { $stays }, se van { $goes }
trim-parts = Aquí quedan { $first }; { $rest } pasan al entrenamiento nuevo
