"""Families of invented people, for the tests of the genogram and for looking at it."""

from datetime import date

from lac_tracker.domain.family import FamilyMember as Person
from lac_tracker.domain.family import IndexChild

MARA = IndexChild("Mara", "female", date(2012, 1, 20))
BABY = IndexChild("Tobi", "not known", date(2026, 1, 5))
ALEX = IndexChild("Alexandria", "female", date(2009, 6, 2))

SMALL = (
    Person(1, "mother", "C Baptiste", "female", 1988, contact="some", contact_words="every week"),
    Person(2, "father", "Dad", "male", 1985, contact="none"),
    Person(3, "sibling", "Jay", "male", 2017, contact="yes", contact_words="weekly"),
    Person(4, "carer", "J Moss", "female", 1970, lives_with_child=True),
)
THREE_GENERATIONS = (
    Person(1, "mother", "Corinne Baptiste", "female", 1986, contact="some"),
    Person(2, "father", "Leon Hart", "male", 1984, contact="none"),
    Person(3, "mothers_mother", "Pearl Baptiste", "female", 1960, contact="yes", lives_with_child=True),
    Person(4, "mothers_father", "Winston Baptiste", "male", 1955, has_died=True, died_year=2019),
    Person(5, "fathers_mother", "Ann Hart", "female", 1958, contact="none"),
    Person(6, "fathers_father", None, "male"),
    Person(7, "aunt_uncle_mother", "Yvonne", "female", 1990),
    Person(8, "aunt_uncle_mother", "Marcus", "male", 1983),
    Person(9, "aunt_uncle_father", "Dee Hart", "not known", 1979),
    Person(10, "sibling", "Jay", "male", 2015, lives_with_child=True),
    Person(11, "twin", "Nia", "female", 2012, lives_with_child=True),
    Person(12, "half_sibling_father", "Kofi", "male", 2006, mother_id=13),
    Person(13, "fathers_partner", "Ama", "female", 1985),
    Person(14, "mothers_partner", "Steve Pike", "male", 1980, contact="none"),
    Person(15, "half_sibling_mother", "Ruby Pike", "female", 2020, father_id=14),
)
TWO_FATHERS = (
    Person(1, "father", "Tom Reed", "male", 1980, contact="yes"),
    Person(2, "father", "Ian Reed", "male", 1982, partner_id=1, contact="yes"),
    Person(3, "sibling", "Sol", "male", 2018),
)
MANY_SIBLINGS = (
    Person(1, "mother", "Mum", "female", 1980),
    Person(2, "father", "Dad", "male", 1975, has_died=True),
    *(
        Person(10 + number, "sibling", f"Sibling {number}", ("male", "female")[number % 2], 2000 + number)
        for number in range(12)
    ),
)  # fmt: skip
YOUNG_PARENT = (
    Person(1, "mother", "Kim Vance", "female", 1988, contact="none"),
    Person(2, "partner", "Rhys Cole", "male", 2008, contact="yes"),
    Person(3, "child", "Poppy", "female", 2025, lives_with_child=True),
    Person(4, "child", "Leo", "male", 2026, lives_with_child=True, father_id=2),
    Person(5, "carer", "Bernadette Okonkwo-Fairweather", "female", 1965, lives_with_child=True),
    Person(6, "sibling", "Jordan", "not known", None),
)
FOSTER_HOME = (
    Person(1, "carer", "Jo Moss", "female", 1970, lives_with_child=True),
    Person(2, "carer", "Pat Moss", "male", 1968, lives_with_child=True),
    Person(3, "household", "Another child", "male", 2014, lives_with_child=True),
    Person(4, "sibling", "Jay", "male", 2017, lives_with_child=True),
    Person(5, "half_sibling_mother", "Kit", "male", 2020),
    Person(6, "half_sibling_father", "Bo", "female", 2003),
    Person(7, "other", "Maximiliana-Alexandrina Featherstonehaugh-Cholmondeley of Upper Tooting", "female"),
    Person(8, "other", None, "not known", None),
)
SHAPES = {
    "small": (MARA, SMALL),
    "three-generations": (MARA, THREE_GENERATIONS),
    "two-fathers": (BABY, TWO_FATHERS),
    "many-siblings": (MARA, MANY_SIBLINGS),
    "young-parent": (ALEX, YOUNG_PARENT),
    "foster-home": (MARA, FOSTER_HOME),
}
