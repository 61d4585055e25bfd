"""An exercise that the demo clinic wrote itself, with a picture of its own: an outline, drawn here."""

from datetime import datetime
from io import BytesIO

from PIL import Image, ImageDraw

from everyrep.core.own_exercise import OwnRef
from everyrep.library.actions import Shown, keep_picture, write
from everyrep.library.own import Written
from everyrep.prescribing.actions.shelf import set_favourite
from everyrep.tenancy.viewer import Viewer

WALL, FLOOR, WOOD, INK, BALL = (246, 240, 228), (222, 210, 190), (150, 112, 74), (44, 74, 66), (214, 122, 72)
SIZE = (1200, 900)
LIMB = 46  # pixels
ALT = "Seen from the side: sitting tall on a chair, one foot on a ball that rolls forward and back."
BALL_ROLL = Written(
    name="Seated ball roll",
    synonyms=("Foot on the ball", "Rodar la pelota"),
    body_region="knee",
    position="seated",
    equipment=("chair", "ball"),
    laterality="unilateral",
    weight_bearing="NWB",
    steps=(
        "Sit tall on a firm chair, with your bare or socked foot on a soft ball.",
        "Roll the ball slowly forward until your knee is nearly straight.",
        "Roll it back under your knee as far as it goes with ease.",
    ),
    cues=("Heel stays on the ball", "Sit tall"),
    common_errors=("The back often rounds; instead, move the foot less far.",),
    precaution="Stay within the knee bend your surgeon or therapist gave you.",
    precaution_tags=("tka_wound_early",),
    dose="2x10",
    times_per_day=2,
    days_per_week=7,
)


def write_one(by: Viewer, now: datetime) -> OwnRef:
    """Write it, as a favourite of its author."""
    kept = keep_picture(by=by, sent=BytesIO(ball_roll()), field="picture", now=now)
    shown = Shown(picture_id=kept.id, alt=ALT, agreed=True)
    ref = write(by=by, written=BALL_ROLL, shown=shown, language="en", now=now).ref
    set_favourite(by=by, exercise_id=ref.id, wanted=True, now=now)
    return ref


def ball_roll() -> bytes:
    """Nobody: a chair, an outline and a ball."""
    picture = Image.new("RGB", SIZE, WALL)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 790, *SIZE), fill=FLOOR)
    for leg in ((330, 520, 356, 800), (560, 520, 586, 800), (310, 500, 610, 536), (310, 170, 340, 520)):
        pen.rectangle(leg, fill=WOOD)
    pen.ellipse((400, 110, 510, 220), fill=INK)
    limbs = (
        ((450, 250), (430, 470)),  # trunk
        ((430, 470), (670, 480), (655, 745), (720, 755)),  # the leg that stands
        ((445, 290), (540, 400), (640, 440)),  # arm
        ((430, 470), (690, 455), (880, 590), (945, 560)),  # the leg that rolls
    )
    for limb in limbs:
        pen.line(limb, fill=INK, width=LIMB, joint="curve")
        for x, y in limb:
            pen.ellipse((x - LIMB // 2, y - LIMB // 2, x + LIMB // 2, y + LIMB // 2), fill=INK)
    pen.ellipse((830, 610, 1010, 790), fill=BALL)
    pen.line(((860, 845), (1080, 845)), fill=INK, width=10)
    for tip, back in ((1090, -34), (850, 34)):
        pen.polygon(((tip, 845), (tip + back, 822), (tip + back, 868)), fill=INK)
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
