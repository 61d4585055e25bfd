"""Who the demonstrators are: shape, skin, hair and clothes."""

from dataclasses import dataclass

RGB = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Person:
    """`shape` mixes targets by name and share. sleeve: how far down the arm, 1 the elbow, 2 the wrist.
    legs: "leggings" or "shorts". loose: metres between shirt and skin. hair: a style of `hair.STYLES` or
    "headscarf".
    names: language -> label.
    """

    id: str
    names: dict[str, str]
    sex: str
    shape: dict[str, float]
    palette: dict[str, RGB]
    hair: str
    legs: str
    sleeve: float = 0.52
    loose: float = 0.006


ORIGINS = ("african", "asian", "caucasian")
SMILE = {
    "mouth-corner-puller": 0.7,
    "eyebrows-left-inner-up": 0.3,
    "eyebrows-right-inner-up": 0.3,
    "eye-left-opened-up": 0.5,
    "eye-right-opened-up": 0.5,
}
HEAVY = {
    "stomach/stomach-tone-decr": 1.0,
    "stomach/stomach-pregnant-incr": 0.12,
    "torso/torso-scale-depth-incr": 0.35,
    "torso/measure-waist-circ-incr": 0.9,
    "hip/hip-scale-horiz-incr": 0.4,
    "buttocks/buttocks-volume-incr": 0.5,
    "arms/l-upperarm-fat-incr": 0.7,
    "arms/l-lowerarm-fat-incr": 0.3,
    "legs/l-upperleg-fat-incr": 0.5,
    "legs/l-lowerleg-fat-incr": 0.4,
    "head/head-fat-incr": 0.5,
    "neck/neck-double-incr": 0.4,
    "neck/measure-neck-circ-incr": 0.4,
}


def shape(sex: str, age: float, origin: str, build: dict[str, float]) -> dict[str, float]:
    """Targets for a body. age: 0 young to 1 old. build: "<muscle>muscle-<weight>weight" and other targets."""
    mix = {"eyes/l-eye-scale-incr": 0.7}
    for stage, share in (("young", 1 - age), ("old", age)):
        for name, part in build.items():
            if "muscle" in name and "/" not in name:
                mix[f"macrodetails/universal-{sex}-{stage}-{name}"] = share * part
        for name in ORIGINS:
            mix[f"macrodetails/{name}-{sex}-{stage}"] = share * (0.7 if name == origin else 0.15)
    mix |= {f"expression/units/{origin}/{name}": share for name, share in SMILE.items()}
    mix |= {name: share for name, share in build.items() if "/" in name}
    return mix | {name.replace("/l-", "/r-"): share for name, share in mix.items() if "/l-" in name}


def colours(skin: RGB, lip: RGB, hair: RGB, brow: RGB, shirt: RGB, pants: RGB) -> dict[str, RGB]:
    """A palette; shoes, socks and eyes are alike for all."""
    fixed = {"shoe": (240, 241, 243), "sock": (200, 208, 218), "eye": (250, 250, 248), "iris": (58, 42, 34)}
    own = {"skin": skin, "lip": lip, "hair": hair, "brow": brow, "shirt": shirt, "pants": pants}
    return own | fixed


LEAN = {"averagemuscle-averageweight": 0.55, "averagemuscle-minweight": 0.45}
AVERAGE = {"averagemuscle-averageweight": 1.0}
FIT = {"averagemuscle-averageweight": 0.6, "maxmuscle-averageweight": 0.4}
SLIGHT = {"minmuscle-averageweight": 0.6, "averagemuscle-averageweight": 0.4}
ROUND = {"averagemuscle-averageweight": 0.5, "averagemuscle-maxweight": 0.5, "stomach/stomach-tone-decr": 0.5}
LARGE = {"averagemuscle-maxweight": 1.0, **HEAVY}

PEOPLE = (
    Person(
        id="young-woman",
        names={"en": "Younger woman, lean", "es": "Mujer joven, delgada"},
        sex="female",
        shape=shape("female", 0.0, "caucasian", AVERAGE),
        palette=colours(
            (236, 194, 165), (196, 108, 102), (84, 56, 40), (84, 56, 40), (47, 138, 158), (52, 66, 92)
        ),
        hair="bun",
        legs="leggings",
    ),
    Person(
        id="young-man",
        names={"en": "Younger man, fit", "es": "Hombre joven, en forma"},
        sex="male",
        shape=shape("male", 0.0, "african", FIT),
        palette=colours(
            (142, 94, 66), (122, 66, 56), (34, 28, 28), (34, 28, 28), (214, 92, 70), (54, 62, 82)
        ),
        hair="short",
        legs="shorts",
        loose=0.010,
    ),
    Person(
        id="woman-headscarf",
        names={"en": "Woman in her middle years, headscarf", "es": "Mujer de mediana edad, con pañuelo"},
        sex="female",
        shape=shape("female", 0.25, "caucasian", ROUND),
        palette=colours(
            (214, 164, 124), (176, 92, 84), (94, 74, 132), (56, 40, 34), (196, 148, 74), (58, 58, 72)
        ),
        hair="headscarf",
        legs="leggings",
        sleeve=1.86,
        loose=0.010,
    ),
    Person(
        id="woman-heavy",
        names={"en": "Woman in her middle years, heavy", "es": "Mujer de mediana edad, corpulenta"},
        sex="female",
        shape=shape("female", 0.2, "african", LARGE),
        palette=colours(
            (118, 76, 54), (120, 58, 56), (36, 28, 28), (36, 28, 28), (226, 168, 60), (64, 58, 84)
        ),
        hair="curly",
        legs="leggings",
    ),
    Person(
        id="man",
        names={"en": "Man in his middle years, average", "es": "Hombre de mediana edad, complexión media"},
        sex="male",
        shape=shape("male", 0.35, "caucasian", AVERAGE),
        palette=colours(
            (230, 184, 154), (190, 114, 102), (126, 90, 60), (112, 78, 54), (62, 104, 168), (84, 84, 88)
        ),
        hair="receding",
        legs="shorts",
        loose=0.010,
    ),
    Person(
        id="man-heavy",
        names={"en": "Man in his middle years, heavy", "es": "Hombre de mediana edad, corpulento"},
        sex="male",
        shape=shape("male", 0.2, "asian", LARGE),
        palette=colours(
            (222, 174, 130), (182, 104, 88), (38, 32, 34), (38, 32, 34), (88, 140, 96), (60, 58, 60)
        ),
        hair="short",
        legs="shorts",
        loose=0.010,
    ),
    Person(
        id="older-woman",
        names={"en": "Older woman, slight", "es": "Mujer mayor, menuda"},
        sex="female",
        shape=shape("female", 0.75, "asian", SLIGHT),
        palette=colours(
            (232, 192, 152), (188, 104, 98), (202, 202, 206), (140, 136, 138), (140, 88, 146), (68, 76, 88)
        ),
        hair="low-bun",
        legs="leggings",
        loose=0.010,
    ),
    Person(
        id="older-man",
        names={"en": "Older man, sturdy", "es": "Hombre mayor, robusto"},
        sex="male",
        shape=shape("male", 0.7, "african", ROUND),
        palette=colours(
            (104, 68, 50), (112, 62, 56), (186, 186, 188), (170, 168, 168), (122, 176, 206), (70, 74, 66)
        ),
        hair="shaved",
        legs="leggings",
        loose=0.010,
    ),
)
