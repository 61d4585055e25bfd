"""What people write, by language: patients' notes by mood, what they say once, therapists' own words."""

NOTES: dict[str, dict[str, tuple[str, ...]]] = {
    "steady": {
        "en": (
            "Easier than last week.",
            "Did it while the coffee was brewing.",
            "Stairs felt better today.",
            "A bit stiff in the morning, fine after.",
        ),
        "es": (
            "Más fácil que la semana pasada.",
            "Lo hice mientras se hacía el café.",
            "Hoy me fue mejor en las escaleras.",
            "Un poco de rigidez por la mañana; después, bien.",
        ),
    },
    "pain": {
        "en": (
            "Sore at the end of the day.",
            "A sharp twinge at the end of the movement.",
            "Woke up with it twice.",
        ),
        "es": (
            "Con dolor al final del día.",
            "Un pinchazo al final del movimiento.",
            "Me despertó dos veces.",
        ),
    },
    "hard": {
        "en": (
            "Only managed half of it.",
            "I cannot get to the last set.",
            "My leg shakes before I am done.",
        ),
        "es": (
            "Solo pude la mitad.",
            "No llego a la última serie.",
            "Me tiembla la pierna antes de terminar.",
        ),
    },
    "busy": {
        "en": ("Long shift, did it late.", "Kids were ill, short version today."),
        "es": ("Turno largo, lo hice tarde.", "Los niños enfermos; hoy, versión corta."),
    },
    "helper": {
        "en": ("My daughter wrote this down for me.", "Did these on Tuesday, I think."),
        "es": ("Mi hija lo anotó por mí.", "Creo que los hice el martes."),
    },
}

EXCUSE_NOTES: dict[str, dict[str, str]] = {
    "flare": {"en": "It flared up, resting it.", "es": "Se me inflamó; estoy descansando."},
    "vacation": {"en": "Traveling today.", "es": "Hoy estoy de viaje."},
    "illness": {"en": "In bed with a cold.", "es": "En cama con un resfriado."},
}

OWN_WORDS: dict[str, dict[str, str]] = {
    "quad-set": {
        "en": "Press the back of your knee down as if you were squashing a grape under it.",
        "es": "Presione la parte de atrás de la rodilla hacia abajo, como si aplastara una uva.",
    },
    "heel-slide": {
        "en": "A plastic bag under your sock makes it slide on the sheet.",
        "es": "Con una bolsa de plástico bajo el calcetín se desliza mejor sobre la sábana.",
    },
    "sit-to-stand": {
        "en": "Use the kitchen chair with arms, back against the wall.",
        "es": "Use la silla de la cocina con brazos, con el respaldo contra la pared.",
    },
    "walking-program": {
        "en": "Start with the flat loop by the river.",
        "es": "Empiece por el camino plano junto al río.",
    },
    "band-row": {
        "en": "Close the band in the bedroom door, at the height of your elbow.",
        "es": "Sujete la banda con la puerta del cuarto, a la altura del codo.",
    },
    "heel-raise-double": {
        "en": "Hold the kitchen counter and count slowly.",
        "es": "Agárrese de la encimera de la cocina y cuente despacio.",
    },
    "chin-tuck-seated": {
        "en": "Do it at every red light.",
        "es": "Hágalo en cada semáforo en rojo.",
    },
}

AT_THE_VISIT = "Talked about it at the visit."
OUTCOME = "Called this morning. The leg was looked at yesterday: no clot found. Exercises go on from today."
"""What the therapist writes down where a symptom check has been seen to."""

SAID: dict[str, dict[str, str]] = {
    "calf": {
        "en": "My calf is puffy and warm since this morning.",
        "es": "Desde esta mañana tengo la pantorrilla hinchada y caliente.",
    },
    "numb": {
        "en": "The tingling has moved from my thumb into the whole hand over three days.",
        "es": "En tres días, el hormigueo pasó del pulgar a toda la mano.",
    },
    "sore": {"en": "Just sore, I think.", "es": "Creo que es solo molestia."},
    "news": {"en": "after the evening news", "es": "después de las noticias de la noche"},
    "click": {
        "en": "It clicks when I do this one. Is that all right?",
        "es": "Me truena cuando hago este. ¿Está bien?",
    },
    "swim": {
        "en": "May I go into the pool with the scar?",
        "es": "¿Puedo entrar a la piscina con la cicatriz?",
    },
}

WRITTEN: dict[str, dict[str, str]] = {
    "welcome": {
        "en": "Good to see you today. Write here when something about the exercises is unclear.",
        "es": "Me dio gusto verla hoy. Escríbame aquí si algo de los ejercicios no queda claro.",
    },
    "thanks": {"en": "Thank you, I will.", "es": "Gracias, así lo haré."},
    "scar": {
        "en": "The scar itches in the evening. Does it look as it should?",
        "es": "La cicatriz me pica por la noche. ¿Se ve como debe?",
    },
    "scar_reply": {
        "en": "Thank you for the photo. I would like to see it on Thursday. Until then keep it dry, and call"
        " us if it gets red, warm or wet.",
        "es": "Gracias por la foto. Quiero verla el jueves. Hasta entonces, manténgala seca, y llámenos si se"
        " pone roja, caliente o húmeda.",
    },
    "stairs_reply": {
        "en": "The squats went well this week, I saw. On the stairs: the good leg goes up first, the other"
        " one down first.",
        "es": "Vi que las sentadillas le fueron bien esta semana. En las escaleras, al subir, primero la"
        " pierna buena; al bajar, primero la otra.",
    },
    "how_is_it": {
        "en": "Your pain has gone up over the last days. How is the morning after the exercises?",
        "es": "Su dolor ha subido en los últimos días. ¿Cómo amanece después de los ejercicios?",
    },
    "worse": {
        "en": "It is worse in the morning since Monday, and this one hurts the most. Should I leave it out?",
        "es": "Desde el lunes amanece peor, y este es el que más me duele. ¿Lo dejo?",
    },
    "trip": {
        "en": "I travel for two weeks. What can I do in a hotel room?",
        "es": "Viajo dos semanas. ¿Qué puedo hacer en un cuarto de hotel?",
    },
    "trip_reply": {
        "en": "All of it but the band rows. A doorway stretch takes their place.",
        "es": "Todo menos el remo con banda. En su lugar, el estiramiento en la puerta.",
    },
    "click_reply": {
        "en": "Thank you for telling me. Go only as far as it does not hurt, and show me on Thursday.",
        "es": "Gracias por avisarme. Llegue solo hasta donde no le duela, y el jueves me lo muestra.",
    },
    "swollen": {
        "en": "It is a bit swollen after yesterday. Is it enough to rest it today?",
        "es": "Está algo inflamada desde ayer. ¿Basta con descansarla hoy?",
    },
}
