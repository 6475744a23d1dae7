"""The people and practices around a child: kinds, in words, and which copy of the plan each gets."""

# Kind → words, in the order in which the page lists them.
KIND_WORDS = {
    "social_worker": "Social worker",
    "carer": "Carer",
    "gp_practice": "GP practice",
    "reviewing_officer": "Reviewing officer",
    "parent": "Parent",
    "health_visitor": "Health visitor",
    "school_nurse": "School nurse",
    "school": "School",
    "camhs": "CAMHS",
    "hospital": "Hospital",
    "dentist": "Dentist",
    "optician": "Optician",
    "midwife": "Midwife",
    "advocate": "Advocate",
    "personal_adviser": "Personal adviser",
    "host_team": "Host team",
    "other": "Someone else",
}
# One at a time: a new one takes the place of the one before.
ONE_AT_A_TIME = frozenset({
    "social_worker", "carer", "gp_practice", "reviewing_officer", "health_visitor", "school_nurse", "school", "camhs",
    "dentist", "optician", "midwife", "personal_adviser", "host_team",
})  # fmt: skip
GETS_PLAN_WORDS = {
    "no": "No",
    "gp_summary": "Yes, GP summary",
    "full_plan": "Yes",
    "carer_copy": "Yes, carer version",
    "school_copy": "Yes, school version",
}
# What each kind gets unless a person decides otherwise; everyone else gets none.
USUALLY_GETS = {
    "gp_practice": "gp_summary",
    "social_worker": "full_plan",
    "reviewing_officer": "full_plan",
    "carer": "carer_copy",
}
