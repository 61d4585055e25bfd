"""Steps on the way to some of the goals, as a therapist and a patient would agree on them."""

STEPS: dict[str, tuple[str, ...]] = {
    "Get down the stairs and out to my garden": (
        "Walk to the kitchen without the walker",
        "One step down at a time, with the rail",
        "Ten minutes in the garden on flat ground",
    ),
    "Walk to the shop and back without a stick": (
        "Walk around the block with the stick",
        "Walk around the house without the stick",
        "Walk to the corner without the stick",
    ),
    "Caminar hasta la tienda sin bastón": (
        "Dar la vuelta a la cuadra con bastón",
        "Caminar por la casa sin bastón",
        "Caminar hasta la esquina sin bastón",
    ),
    "Sleep through the night": (
        "Fall asleep without waking from pain for two hours",
        "Turn over in bed without help",
        "Five nights in a row without getting up",
    ),
    "Dormir toda la noche": (
        "Dormir dos horas seguidas sin despertar por dolor",
        "Darme vuelta en la cama sin ayuda",
        "Cinco noches seguidas sin levantarme",
    ),
    "Reach the top shelf": (
        "Put on a shirt without help",
        "Reach the shelf at eye level",
        "Put a cup on the top shelf",
    ),
    "Walk the dog for half an hour": (
        "Ten minutes with the dog on flat ground",
        "Twenty minutes with one rest",
        "Half an hour on the usual loop",
    ),
    "Walk to church by myself": (
        "Get up from a chair without using my hands",
        "Walk to the mailbox and back",
        "Walk to church with my daughter beside me",
    ),
    "Run for the bus": ("Walk without a limp", "Twenty heel raises on one leg", "Jog for five minutes"),
    "Volver a jugar fútbol": (
        "Caminar sin cojear",
        "Veinte elevaciones de talón con una pierna",
        "Trotar diez minutos",
    ),
    "Work at my desk without a headache": (
        "One hour at the desk, then a break",
        "A morning at the desk",
        "A whole day at the desk",
    ),
    "Run ten kilometers in the spring": (
        "Walk for half an hour without pain the next morning",
        "Run one minute, walk two, ten times",
        "Run five kilometers",
    ),
}
REACHED_ON = (9, 30, 60)  # days of care, where things go well
