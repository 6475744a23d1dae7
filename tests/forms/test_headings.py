"""Every heading an assessment has to cover is asked for, by the id of a question, in each form that needs it."""

from datetime import date

import pytest

from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.forms import child_facts, find_question, gaps
from lac_tracker.domain.questions import HISTORY_GROUPS
from lac_tracker.paths import FORMS
from lac_tracker.services import forms as form_service
from lac_tracker.storage.form_files import read_forms
from tests.complete_answers import complete_answers, known_questions

EVERY = {form.id: form for form in read_forms(FORMS)}
ALL, INITIAL, REVIEW, OLDER = "every form", "iha", "rha", "10_plus"
TODAY = date(2026, 3, 4)

# (heading, the forms that need it, the questions that ask for it)
HEADINGS = [
    ("identity", ALL, "preferred_name ethnicity_state ethnicity ethnicity_own_words ethnicity_means language_state language preferred_language language_means religion_state religion religion_own_words religion_means gender_identity identity"),
    ("communication and interpreter", ALL, "communication_state communication interpreter_needed interpreter_wishes interpreter_used interpreter_booked interpreter_who interpreter_not_there_why plan_copy"),
    ("consent and who was there", ALL, "present seen_where own_consent own_consent_not_to own_consent_not_asked_why can_decide can_decide_why alone"),
    ("voice of the child", ALL, "matters matters_kind well different help_wanted worries how likes good_at people pets observed voice_none_reason"),
    ("carer's and others' views", ALL, "carer_views parent_views council_asks"),
    ("information received", ALL, "info_gp info_community_nurse info_hospital info_camhs info_school info_social_worker info_birth_records"),
    ("why in care, and before care", ALL, "reason_in_care moves before_care_impact contact life_story"),
    ("birth", ALL, "birth_place birth_gestation_weeks birth_gestation_days birth_weight_kg birth_type birth_apgar neonatal alcohol_exposure drug_exposure tobacco_exposure newborn_screening bbv_exposure family_asked family_asked_on family_chase_on"),
    ("mother", ALL, "mother_health_state mother_health mother_conditions mother_mental_health mother_learning mother_inherited mother_medicines mother_substances mother_infections"),
    ("father", ALL, "father_health_state father_health father_conditions father_mental_health father_learning father_inherited father_medicines father_substances father_infections"),
    ("family", ALL, "sibling_health family_conditions family_inherited family_mental_health family_learning family_substances family_infections"),
    ("past health", ALL, "allergies_state allergies medicines_state medicines medicines_changed conditions_ongoing conditions_new past_illness hospital_visits continence specialists symptoms_now missed_health_care"),
    ("growth and examination", ALL, "height_cm weight_kg head_cm height_centile weight_centile head_centile bmi growth_means growth_not_measured_why exam_done exam_findings exam_marks"),
    ("dental", ALL, "dental_seen dental_seen_on dental_outcome dental_doing dental_registered"),
    ("vision and hearing", ALL, "vision_checked vision_outcome vision_doing hearing_checked hearing_outcome hearing_doing"),
    ("immunisation", ALL, "imm_up_to_date imm_source imm_outstanding imm_doing imm_last_on"),
    ("development and education", ALL, "development_tool development_now development_concern speech setting attendance send send_what education_plan"),
    ("emotional health", ALL, "feelings_now behaviour comfort sdq_means sdq_child_thinks sdq_next sdq_next_words sdq_talked_over sdq_not_used_why camhs_known camhs_what camhs_waiting self_harm_asked self_harm_what loss"),
    ("lifestyle", ALL, "sleep food movement_daily screens friends safety_home smoke_at_home advice_given"),
    ("safeguarding", ALL, "safe_now safe_now_what safeguarding safeguarding_done"),
    ("substance use", OLDER, "substances substance_problem substance_screen substance_screen_score substance_what substance_help"),
    ("relationships, sexual health, pregnancy, exploitation", OLDER, "puberty private_talk asked_alone relationships sexual_health pregnancy pregnancy_midwife parent_support exploitation"),
    ("missing", "iha_10_plus", "missing_episodes missing_episodes_what"),
    ("missing since", REVIEW, "missing_since missing_since_what"),
    ("yearly return", ALL, "imm_up_to_date dental_seen development_check sdq_means sdq_not_used_why"),
    ("unaccompanied", ALL, "uasc_interpreter_plan uasc_room uasc_trained uasc_untrained_next uasc_explained uasc_explained_by uasc_arrival uasc_travelled_with uasc_family_now uasc_family_tracing uasc_hardship uasc_sleep_mood uasc_tb_symptoms uasc_tb uasc_bbv uasc_other_screening uasc_results uasc_body uasc_marks uasc_immunisation uasc_sexual_violence uasc_fgm uasc_fgm_report uasc_trafficking uasc_nrm uasc_faith uasc_access uasc_legal uasc_age_disputed uasc_born_as_stated"),
    ("transition", OLDER, "lc_self independence lc_can lc_nhs_number lc_gp lc_dentist lc_optician lc_costs lc_adult_services lc_adult_services_plan lc_waiting lc_crisis lc_sexual_health lc_parenthood lc_personal_adviser lc_share_adviser lc_history_offered lc_history_on lc_history_wishes"),
    ("summary", ALL, "strengths summary told_back"),
    ("signature", ALL, "assessor_grade assessor_training minutes_spent"),
    ("changes since", REVIEW, "last_plan_views last_plan_carer changes_since about_me_still_right care_changes setbacks_since family_news family_news_what health_since learning_since feelings_since"),
    ("plan", ALL, "plan_no_needs_because"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "where", "questions"), HEADINGS, ids=[heading for heading, *_ in HEADINGS]
)
def test_every_heading_is_asked_for(heading, where, questions):
    needing = [form for form in EVERY.values() if where == ALL or where in form.id]
    assert needing
    for form in needing:
        assert [one for one in questions.split() if find_question(form, one) is None] == [], form.id


def test_what_the_record_takes_over_is_asked_in_every_form():
    fills = {
        form.id: {question.fills for section in form.sections for question in section.questions} - {None}
        for form in EVERY.values()
    }
    first = fills["iha_0_9"]
    assert {
        "communication_state", "communication_needs", "ethnicity_own_words", "religion_own_words", "preferred_language",
        "interpreter_wishes", "ethnicity_means", "language_means", "religion_means",
    } <= first  # fmt: skip
    assert set(map(frozenset, fills.values())) == {frozenset(first)}


def test_the_items_of_history_are_told_apart():
    items = form_service.history_items()
    names = [one.item for one in items]
    assert len(names) == len(set(names))
    assert [group for group in HISTORY_GROUPS if not any(one.group == group for one in items)] == []
    by_group = {
        group: [one.item.split(".")[1] for one in items if one.group == group] for group in HISTORY_GROUPS
    }
    assert by_group["birth"] == [
        "place", "weeks", "days", "weight", "type", "apgar", "neonatal_care", "newborn_screening", "alcohol", "drugs",
        "tobacco", "blood_borne_viruses",
    ]  # fmt: skip
    parent = [
        "overview",
        "conditions",
        "mental_health",
        "learning",
        "inherited",
        "medicines",
        "substances",
        "infections",
    ]
    assert (by_group["mother"], by_group["father"]) == (parent, parent)
    assert {"siblings", "conditions", "inherited", "infections"} <= set(by_group["family"])
    assert {one.item for one in items if one.is_restricted} == {
        "birth.blood_borne_viruses", "mother.infections", "father.infections", "family.infections",
    }  # fmt: skip
    for one in items:
        assert "{" not in one.words, one.item
        assert one.state_question is not None, one.item
        assert one.question.fills == one.item
    weight = next(one for one in items if one.item == "birth.weight")
    assert (weight.state_question, weight.not_known_question) == (
        "birth_pregnancy_state",
        "birth_items_not_known",
    )


@pytest.mark.parametrize("form_id", EVERY)
@pytest.mark.parametrize("unaccompanied", [False, True])
@pytest.mark.parametrize("years", [0, 5, 12, 16])
def test_complete_answers_leave_nothing_open(form_id, unaccompanied, years):
    form = EVERY[form_id]
    if not (form.ages[0] or 0) <= years <= (form.ages[1] or 18):
        return
    born = date(TODAY.year - years, 1, 15)
    child = child_facts(born, TODAY, unaccompanied=unaccompanied, sex="female")
    assert gaps(form, complete_answers(form, child), child, Circumstances(TODAY, "Mara", born)) == ()


def test_complete_answers_name_only_questions_there_are():
    known_questions(EVERY.values())
