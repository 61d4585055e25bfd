"""The shipped content: what a therapist may rely on before a licensed person has reviewed each text."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from django.conf import settings

from everyrep.core.dosage import Dosage
from everyrep.core.safety.warnings import DEFAULT_ACTIONS
from everyrep.core.shorthand import parse
from everyrep.library import catalogue, queries
from everyrep.library.content import Exercise, Phase, Template, TemplateItem

LANGUAGES = {"en", "es"}

# Clinical reference, section 7: counts of the exercise list.
EXERCISES_BY_REGION = {
    "shoulder": 23,
    "knee": 20,
    "lumbar": 17,
    "ankle_foot": 15,
    "hip": 13,
    "whole_body": 13,
    "wrist_hand": 9,
    "cervical": 7,
    "elbow": 2,
    "thoracic": 1,
}
# The same list: how many exercises carry each tag. Change a number only with the tag it counts.
EXERCISES_BY_TAG = {
    "ac_joint_irritable": 1,
    "achilles_repair_early": 10,
    "acl_graft_early": 6,
    "biceps_repair_early": 1,
    "cardiac_screen": 3,
    "cervical_instability": 7,
    "dizziness": 4,
    "dvt_suspect": 2,
    "fall_risk": 24,
    "gluteal_tendon_compression": 1,
    "hamstring_graft": 5,
    "htn_valsalva": 16,
    "impact": 4,
    "knee_kneeling": 4,
    "latex": 9,
    "nerve_irritable": 3,
    "osteoporosis_spine": 2,
    "patellofemoral_irritable": 10,
    "post_tha_anterior": 2,
    "post_tha_posterior": 9,
    "pregnancy_supine": 6,
    "radicular_peripheralisation": 9,
    "rcr_early": 21,
    "shoulder_instability_anterior": 6,
    "shoulder_irritable": 6,
    "spinal_stenosis_extension": 4,
    "spondylolisthesis": 2,
    "tendon_compression": 6,
    "tendon_irritable": 13,
    "tendon_repair_early": 1,
    "tka_wound_early": 3,
    "wb_status": 14,
    "wrist_load": 5,
}
# Section 6: a phase opens with 2 to 4 active items; the rest is the menu. No phase is an exception today.
ESSENTIAL_ITEMS = range(2, 5)

# Section 4.5, and what the Spanish texts would say in their place.
BANNED = re.compile(
    r"\b(?:fail(?:s|ed|ing|ure)?|missed|non-?compliant|compliance|safe(?:ly)?|unsafe|cleared"
    r"|diagnos\w*|cur(?:e|es|ed|ing)|heal(?:s|ed|ing)?|guarantee\w*"
    r"|fallid[oa]s?|incumpl\w*|segur[oa]s?|diagn[oó]stic\w*|curar?|sanar?|garanti\w*)\b",
    re.IGNORECASE,
)
SIDES = re.compile(r"\b(?:left|right|izquierd[oa]|derech[oa])\b", re.IGNORECASE)
# What only the profession says; a name with one of these has a plain name beside it.
TERMS = re.compile(
    r"AROM|SNAG|C1|isom[eé]tric|e?xc[eé]ntric|quadruped|cervical|thoracic|lumbar|scaption|escapular|prone\b"
    r"|serrat|abduc|(?:ex|in)ternal rotation|rotación (?:ex|in)terna|pronation|pronación"
    r"|pelvic tilt|inclinación pélvica|gastrocnemius|terminal|t[aá]ndem|nerve",
    re.IGNORECASE,
)
FREQUENCY = re.compile(r"(?:^|\s)(?:\d+/[dw]|every \d+d|prn|(?:mon|tue|wed|thu|fri|sat|sun)\b)")
NAME_WITH_CREDENTIAL = re.compile(r"[^\W\d_][^,]+(?:, [A-Z][A-Za-z.]{1,7})+")  # "Ana Ruiz, PT, DPT"


def shipped() -> list[Exercise]:
    return list(catalogue.exercises().values())


def reviewable() -> list[Exercise | Template]:
    return [*catalogue.exercises().values(), *catalogue.templates().values()]


def phases() -> Iterator[tuple[Template, Phase]]:
    for template in catalogue.templates().values():
        for phase in template.phases:
            yield template, phase


def items() -> Iterator[tuple[str, TemplateItem]]:
    for template, phase in phases():
        for item in phase.items:
            yield f"{template.id}, phase {phase.id}, {item.exercise}", item


def content_lines() -> Iterator[tuple[str, str]]:
    """What people may come to read; a movement's key `safe` is a word of its language and no promise."""
    root = Path(settings.CONTENT_DIR)
    for path in sorted(root.rglob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{path.relative_to(root)}:{number}", line.replace(", safe: [", ", [")


def has_a_volume(dosage: Dosage) -> bool:
    """Clinical reference 1.3: a dose needs one of these."""
    volume = (
        dosage.reps,
        dosage.reps_until,
        dosage.hold_s,
        dosage.duration_s,
        dosage.distance_m,
        dosage.steps,
    )
    return any(field is not None for field in volume)


def says_how_often(dose: str) -> bool:
    """Whether a frequency is written: parse alone would take its absence for once a day."""
    return bool(FREQUENCY.search(dose))


def test_the_library_holds_the_120_exercises_of_the_clinical_list() -> None:
    assert len(shipped()) == 120
    assert Counter(exercise.body_region for exercise in shipped()) == EXERCISES_BY_REGION
    assert Counter(tag for exercise in shipped() for tag in exercise.precaution_tags) == EXERCISES_BY_TAG


def test_every_file_is_named_after_what_it_holds() -> None:
    root = Path(settings.CONTENT_DIR)
    assert {path.stem for path in (root / "exercises").glob("*.yaml")} == catalogue.exercises().keys()
    assert {path.stem for path in (root / "programs").glob("*.yaml")} == catalogue.templates().keys()


def test_both_languages_tell_an_exercise_in_the_same_steps() -> None:
    for exercise in shipped():
        assert exercise.texts.keys() == LANGUAGES, exercise.id
        english, spanish = exercise.texts["en"], exercise.texts["es"]
        assert len(english.steps) == len(spanish.steps) >= 4, exercise.id
        assert len(english.cues) == len(spanish.cues) >= 2, exercise.id
        assert len(english.common_errors) == len(spanish.common_errors) >= 2, exercise.id


def test_no_text_is_empty_in_either_language() -> None:
    for exercise in shipped():
        for language, text in exercise.texts.items():
            said = (text.name, text.summary, text.precaution, *text.steps, *text.cues, *text.common_errors)
            assert all(part.strip() for part in said), (exercise.id, language)


def test_two_exercises_never_share_a_name() -> None:
    for language in LANGUAGES:
        texts = [exercise.text(language) for exercise in shipped()]
        names = Counter(name for text in texts for name in {text.name, text.plain_name} if name)
        assert [name for name, count in names.items() if count > 1] == []


def test_no_patient_reads_a_term_of_the_profession_as_an_exercises_name() -> None:
    for exercise in shipped():
        for language in LANGUAGES:
            name = queries.plain_exercise_name(exercise.id, language)
            assert not TERMS.search(name), (exercise.id, name)


def test_a_plain_name_is_given_in_both_languages_or_in_none() -> None:
    for exercise in shipped():
        assert len({bool(text.plain_name) for text in exercise.texts.values()}) == 1, exercise.id


def test_clinicians_keep_the_term_and_find_the_exercise_by_its_plain_name() -> None:
    assert queries.exercise_name("cervical-rotation-arom", "en") == "Cervical rotation AROM"
    assert queries.plain_exercise_name("cervical-rotation-arom", "en") == "Turning your head"
    assert queries.plain_exercise_name("heel-slide", "en") == "Heel slide"
    assert "cervical-rotation-arom" in [found.id for found in queries.search("turning head", "en")]


def test_steps_leave_the_dose_and_the_side_to_the_prescription() -> None:
    for exercise in shipped():
        for text in exercise.texts.values():
            for line in (*text.steps, *text.cues):
                assert not re.search(r"\d", line), (exercise.id, line)
                assert not SIDES.search(line), (exercise.id, line)


def test_every_typical_dose_is_read_and_has_a_volume() -> None:
    for exercise in shipped():
        dosage, _ = parse(exercise.dose)
        assert has_a_volume(dosage), exercise.id


def test_easier_and_harder_say_the_same_from_both_ends() -> None:
    upward = {(exercise.id, harder) for exercise in shipped() for harder in exercise.harder}
    downward = {(easier, exercise.id) for exercise in shipped() for easier in exercise.easier}
    assert upward == downward
    assert {exercise_id for pair in upward for exercise_id in pair} <= catalogue.exercises().keys()


def test_no_exercise_is_easier_than_itself_by_a_detour() -> None:
    order = TopologicalSorter({exercise.id: exercise.easier for exercise in shipped()}).static_order()
    assert len(tuple(order)) == 120


def test_every_precaution_tag_is_a_flag_a_patient_can_have() -> None:
    assert {tag for exercise in shipped() for tag in exercise.precaution_tags} <= catalogue.flags().keys()


def test_the_shipped_flags_act_as_the_clinical_defaults_say() -> None:
    assert queries.flag_actions() == DEFAULT_ACTIONS


def test_every_flag_is_explained_in_both_languages() -> None:
    for flag in catalogue.flags().values():
        assert flag.texts.keys() == LANGUAGES, flag.id
        assert all(text.name and text.meaning for text in flag.texts.values()), flag.id


def test_every_starter_program_prescribes_shipped_exercises_with_a_volume_and_a_frequency() -> None:
    for where, item in items():
        assert item.exercise in catalogue.exercises(), where
        dosage, _ = parse(item.dose)
        assert has_a_volume(dosage), where
        assert says_how_often(item.dose), where


def test_a_phase_names_an_exercise_once() -> None:
    for template, phase in phases():
        twice = [name for name, count in Counter(item.exercise for item in phase.items).items() if count > 1]
        assert twice == [], (template.id, phase.id)


def test_a_phase_opens_with_two_to_four_essential_exercises() -> None:
    for template, phase in phases():
        assert sum(item.essential for item in phase.items) in ESSENTIAL_ITEMS, (template.id, phase.id)


def test_the_involved_side_is_named_only_where_an_exercise_has_sides() -> None:
    for where, item in items():
        dosage, _ = parse(item.dose)
        laterality = catalogue.exercises()[item.exercise].laterality
        assert (dosage.side is not None) <= (laterality in ("unilateral", "either")), where
        assert (laterality == "unilateral") <= (dosage.side is not None), where


def test_exercises_with_impact_keep_a_rest_day_between() -> None:
    for where, item in items():
        if "impact" in catalogue.exercises()[item.exercise].precaution_tags:
            _, schedule = parse(item.dose)
            assert schedule.min_rest_days_between == 1, where


def test_starter_programs_speak_both_languages_and_number_their_phases() -> None:
    orders = sorted(template.order for template in catalogue.templates().values())
    assert orders == list(range(1, 13))
    for template in catalogue.templates().values():
        assert template.texts.keys() == template.alerts.keys() == LANGUAGES, template.id
        assert len(template.alerts["en"]) == len(template.alerts["es"]), template.id
        numbers = [phase.id for phase in template.phases]
        assert numbers == [str(number) for number in range(1, len(numbers) + 1)], template.id


def test_every_phase_says_its_goal_and_when_to_move_on_in_both_languages() -> None:
    for template, phase in phases():
        where = (template.id, phase.id)
        assert phase.texts.keys() == LANGUAGES, where
        assert all(text.name and text.goal for text in phase.texts.values()), where
        assert len(phase.texts["en"].criteria) == len(phase.texts["es"].criteria) >= 1, where


def test_a_note_on_an_item_is_written_in_both_languages() -> None:
    for where, item in items():
        assert item.note.keys() in (set(), LANGUAGES), where


def coded(exercise: Exercise) -> Mapping[str, tuple[str, ...]]:
    return {
        "body_region": (exercise.body_region,),
        "goal": exercise.goals,
        "position": (exercise.position,),
        "equipment": exercise.equipment,
        "laterality": (exercise.laterality,),
        "load_type": (exercise.load_type,),
        "weight_bearing": (exercise.weight_bearing,),
        "joints": exercise.joints,
        "plane": (exercise.plane,),
    }


def test_the_vocabulary_has_a_word_for_every_value_in_use() -> None:
    for exercise in shipped():
        for name, values in coded(exercise).items():
            assert set(values) <= catalogue.vocabulary()[name].keys(), (exercise.id, name)
    regions = {template.body_region for template in catalogue.templates().values()}
    assert regions <= catalogue.vocabulary()["body_region"].keys()


def test_every_word_of_the_vocabulary_is_given_in_both_languages() -> None:
    for name, values in catalogue.vocabulary().items():
        for value, labels in values.items():
            assert labels.keys() >= LANGUAGES, (name, value)
            assert all(label.strip() for label in labels.values()), (name, value)


def test_no_text_blames_reassures_or_promises() -> None:
    assert [(where, line) for where, line in content_lines() if BANNED.search(line)] == []


@pytest.mark.parametrize(
    "text", ["The exercise is safe.", "You missed a day", "una forma segura", "will heal you"]
)
def test_the_search_for_banned_words_finds_them(text: str) -> None:
    assert BANNED.search(text)


def test_every_file_names_its_sources() -> None:
    for kept in reviewable():
        assert kept.sources, kept.id


def test_a_review_is_signed_by_a_name_with_a_credential_or_not_at_all() -> None:
    for kept in reviewable():
        assert not kept.reviewed_by or NAME_WITH_CREDENTIAL.fullmatch(kept.reviewed_by), kept.id
    assert NAME_WITH_CREDENTIAL.fullmatch("Ana Ruiz, PT, DPT")
    assert not NAME_WITH_CREDENTIAL.fullmatch("reviewed")
