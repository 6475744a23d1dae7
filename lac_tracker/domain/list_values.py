"""What one cell of a council's list means: codes and words of council lists to ours, every doubt with how to mend it."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from lac_tracker.domain.codes import CodeList, from_903
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import check_nhs_number, check_postcode, is_placeholder_council_id
from lac_tracker.domain.list_fields import Kind
from lac_tracker.domain.names import clean_line, clean_text, search_key
from lac_tracker.domain.placements import CATEGORIES

Codes = Mapping[str, CodeList]
Reader = Callable[[str], Any]

PREFERS_NOT_TO_SAY = "prefers_not_to_say"
_KEPT = 10_000  # words of a kind that are read once: a list says the same again and again
# What councils write where nothing is known; compared in small letters.
BLANK = frozenset({
    "", "-", "--", "n/a", "na", "n.a.", "n/k", "nk", "n.k.", "u/k", "not given", "not provided", "#n/a", "#value!", "#ref!", "#name?", "#div/0!", "#null!", "#num!", "none", "null",
    "nil", "unknown", "not known", "unk", "not recorded", "not stated", "tbc", "t.b.c.", "to be confirmed", "awaited",
    "awaiting", "blank", "(blank)", "?", "??", "nan", "no data", "not available", "not applicable",
})  # fmt: skip
_ALSO_NAMES = frozenset({"na", "nan", "nil", "null", "none", "unk", "nk", "blank"})

_YES = frozenset({"yes", "y", "true", "1", "t", "x", "uasc", "current", "active", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "0", "f", "former", "ended", "never"})
_SEXES = {
    **dict.fromkeys(("m", "male", "boy", "man", "1"), "male"),
    **dict.fromkeys(("f", "female", "girl", "woman", "2"), "female"),
    **dict.fromkeys(("u", "i", "indeterminate", "0", "9", "x", "not specified"), ""),
}
_REFUSED = frozenset({
    "refused", "declined", "prefers not to say", "prefer not to say", "did not wish to say", "asked prefers not to say",
    "refu", "information refused",
})  # fmt: skip
# Words of lists, as search keys → our codes. What is in none of these and no label is said as a doubt, never guessed.
_ETHNICITIES = {
    "white british": "white_british", "british": "white_british", "white english": "white_british",
    "white welsh": "white_british", "white scottish": "white_british", "white irish": "white_irish",
    "irish": "white_irish", "gypsy roma": "white_roma", "roma": "white_roma", "white gypsy roma": "white_roma",
    "gypsy": "white_gypsy_or_traveller", "irish traveller": "white_gypsy_or_traveller",
    "traveller of irish heritage": "white_gypsy_or_traveller", "white other": "white_other",
    "any other white background": "white_other", "white any other white background": "white_other",
    "white european": "white_other", "other white": "white_other",
    "white and black caribbean": "mixed_white_black_caribbean",
    "mixed white and black caribbean": "mixed_white_black_caribbean",
    "white and black african": "mixed_white_black_african",
    "mixed white and black african": "mixed_white_black_african",
    "white and asian": "mixed_white_asian", "mixed white and asian": "mixed_white_asian",
    "any other mixed background": "mixed_other", "other mixed": "mixed_other", "mixed other": "mixed_other",
    "indian": "asian_indian", "asian indian": "asian_indian", "pakistani": "asian_pakistani",
    "asian pakistani": "asian_pakistani", "bangladeshi": "asian_bangladeshi",
    "asian bangladeshi": "asian_bangladeshi", "chinese": "asian_chinese", "any other asian background": "asian_other",
    "asian other": "asian_other", "other asian": "asian_other", "black caribbean": "black_caribbean",
    "caribbean": "black_caribbean", "black african": "black_african", "african": "black_african",
    "any other black background": "black_other", "black other": "black_other", "other black": "black_other",
    "arab": "other_arab", "any other ethnic group": "other_any", "other ethnic group": "other_any",
    "other": "other_any",
}  # fmt: skip
_RELIGIONS = {
    **dict.fromkeys(("christianity", "church of england", "c of e", "cofe", "catholic", "roman catholic", "rc",
                     "protestant", "methodist", "baptist", "pentecostal", "orthodox", "jehovahs witness", "anglican"), "C"),
    **dict.fromkeys(("islam", "moslem", "sunni", "shia", "sunni muslim", "shia muslim"), "G"),
    **dict.fromkeys(("hinduism",), "D"), **dict.fromkeys(("sikhism",), "I"), **dict.fromkeys(("buddhism",), "B"),
    **dict.fromkeys(("judaism",), "F"), **dict.fromkeys(("no religion", "no belief", "atheist", "agnostic"), "L"),
    **dict.fromkeys(("other", "other religion", "any other religion"), "K"),
}  # fmt: skip
_LEGAL_STATUSES = {
    **dict.fromkeys(("section 20", "s20", "s 20", "sec 20", "accommodated", "voluntary", "section 20 accommodated",
                     "single period of accommodation under section 20", "accommodated under s20"), "V2"),
    **dict.fromkeys(("full care order", "care order", "section 31", "s31", "s 31", "fco", "co", "full care order s31"), "C2"),
    **dict.fromkeys(("interim care order", "ico", "section 38", "s38", "interim care order s38"), "C1"),
    **dict.fromkeys(("placement order", "placement order granted", "po"), "E1"),
    **dict.fromkeys(("emergency protection order", "epo", "section 44", "s44"), "L2"),
    **dict.fromkeys(("police protection", "section 46", "s46", "police powers of protection", "ppo"), "L1"),
    **dict.fromkeys(("remand", "on remand", "remanded", "remanded to local authority accommodation", "remanded to youth detention accommodation"), "J1"),
    **dict.fromkeys(("freeing order",), "D1"),
}  # fmt: skip
_PLACEMENTS = {
    **dict.fromkeys(("foster", "fostering", "foster care", "foster placement", "in house foster", "in house fostering",
                     "ifa", "independent fostering agency", "agency foster care", "foster carer"), "U6"),
    **dict.fromkeys(("kinship", "kinship foster care", "connected person", "connected persons", "kinship care",
                     "connected carer", "connected person foster care", "family and friends",
                     "relative or friend foster care"), "U3"),
    **dict.fromkeys(("childrens home", "residential", "residential childrens home", "residential home"), "K2"),
    **dict.fromkeys(("secure", "secure unit", "secure childrens home", "secure accommodation"), "K1"),
    **dict.fromkeys(("supported accommodation", "semi independent", "semi independent living", "supported lodgings",
                     "supported living"), "K3"),
    **dict.fromkeys(("with parents", "placed with parents", "placement with parents", "parents", "home with parents",
                     "pwp", "placed with own parents", "at home with parents"), "P1"),
    **dict.fromkeys(("independent living",), "P2"),
    **dict.fromkeys(("residential school",), "S1"), **dict.fromkeys(("hospital", "nhs hospital"), "R2"),
    **dict.fromkeys(("mother and baby unit", "family centre", "mother and baby placement"), "R3"),
    **dict.fromkeys(("young offender institution", "yoi", "prison"), "R5"),
    **dict.fromkeys(("residential care home",), "R1"),
}  # fmt: skip
_REASONS_LEFT = {
    **dict.fromkeys(("died", "death", "deceased"), "E2"), **dict.fromkeys(("other", "any other reason"), "E8"),
}  # fmt: skip
_WORDS: dict[str, Mapping[str, str]] = {
    "ethnicity": _ETHNICITIES,
    "language": {"bsl": "bfi", "farsi": "pes", "persian": "pes", "mandarin": "cmn"},
    "religion": _RELIGIONS,
    "legal_status": _LEGAL_STATUSES,
    "placement_type": _PLACEMENTS,
    "reason_ended": _REASONS_LEFT,
}


def is_blank(text: str, kind: Kind = "line") -> bool:
    """Return whether a cell says that nothing is known. Some of these words are names: Na, Nan, Nil, Null."""
    said = text.casefold()
    return said in BLANK and not (said in _ALSO_NAMES and kind in ("name", "whole_name"))


def readers(codes: Codes, today: date) -> dict[Kind, Reader]:
    """Return for each kind of field what reads its cells, days apart. Each word is looked up once for a whole list.

    A reader gets a cell that is not blank and raises UserError with what is wrong and how to mend it.
    """
    plain: dict[Kind, Reader] = {
        "name": _name,
        "sex": _sex,
        "yes_no": _yes_no,
        "protection": _protection,
        "postcode": check_postcode,
        "phone": lambda text: clean_line(text, label="This", longest=40),
        "email": _email,
        "line": _line,
        "text": lambda text: clean_text(text, label="This", longest=500),
    }
    made: dict[Kind, Reader] = {kind: lru_cache(maxsize=_KEPT)(read) for kind, read in plain.items()}
    made |= {"council_id": _council_id, "nhs_number": _nhs_number}  # each child has its own
    for name in ("ethnicity", "language", "religion", "legal_status", "placement_type", "reason_ended"):
        made[name] = lru_cache(maxsize=_KEPT)(_code_reader(name, codes[name], today))
    return made


def whole_name(text: str) -> tuple[str, str, bool]:
    """Return family name, given name, and whether that is sure: 'TURNER, Kai', or its family name in capitals.

    Without either the last word is taken for the family name, which a person has to look at.
    """
    family, comma, given = text.partition(",")
    if comma:
        return _name(family.strip()), _name(given.strip()), True
    words = text.split()
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if (
        capitals
        and len(capitals) < len(words)
        and (words[: len(capitals)] == capitals or words[-len(capitals) :] == capitals)
    ):
        return (
            _name(" ".join(capitals)),
            _name(" ".join(word for word in words if word not in capitals)),
            True,
        )
    return _name(words[-1]), _name(" ".join(words[:-1])), len(words) == 1


def _name(text: str) -> str:
    name = clean_line(text, label="The name", longest=100)
    if name and not any(character.isalpha() for character in name):
        raise UserError("has no letters. Check that the right column was matched")
    return name


def _council_id(text: str) -> str:
    received = clean_line(text, label="The council's ID", longest=40)
    if is_placeholder_council_id(received):
        return ""  # our own word for one that was not given, come back in a list of ours
    number, point, rest = received.partition(".")
    return (
        number if point and number.isdigit() and not rest.strip("0") else received
    )  # made decimal by a spreadsheet


def _nhs_number(text: str) -> str:
    number, point, rest = text.partition(".")
    try:
        return check_nhs_number(number if point and not rest.strip("0") else text)
    except UserError as error:
        raise UserError(f"{str(error)[0].lower()}{str(error)[1:]}".replace("nHS", "NHS")) from None


def _sex(text: str) -> tuple[str, str]:
    """Return sex, and gender where it is said in other words."""
    known = _SEXES.get(search_key(text))
    return (known, "") if known is not None else ("", clean_line(text, label="This", longest=60))


def _yes_no(text: str) -> bool:
    said = search_key(text)
    if said in _YES or said.startswith("yes"):
        return True
    if said in _NO or said.startswith("no "):
        return False
    raise UserError("is neither yes nor no")


def _protection(text: str) -> str:
    """Return 'no', 'yes' or the category of a child protection plan."""
    said = search_key(text)
    for category in CATEGORIES:
        if search_key(category) in said:
            return category
    words = set(said.split())
    if {"neglect"} & words:
        return "Neglect"
    for word in ("physical", "emotional", "sexual"):
        if word in words:
            return f"{word.capitalize()} abuse"
    return "yes" if _yes_no(text) else "no"


def _email(text: str) -> str:
    email = clean_line(text, label="This")
    if "@" not in email or " " in email:
        raise UserError("must be an address such as name@example.gov.uk")
    return email


def _line(text: str) -> str:
    return clean_line(text, label="This")


def _code_reader(name: str, codes: CodeList, today: date) -> Callable[[str], str]:
    """Return what reads a cell of a code list: our code, that of a return, its words, or the usual words of councils."""
    by_words = {search_key(one.label): one.code for one in codes.codes if one.is_valid_on(today)}
    by_words |= {
        search_key(one.label.partition(":")[0]): one.code for one in codes.codes if name == "language"
    }
    listed = {one.code for one in codes.codes}
    by_words |= {words: code for words, code in _WORDS[name].items() if code in listed}

    def read(text: str) -> str:
        said = search_key(text)
        if name in ("ethnicity", "religion") and said in _REFUSED:
            return PREFERS_NOT_TO_SAY
        capitals = text.strip().upper()
        first = capitals.replace(":", " ").replace("-", " ").split(" ", 1)[0]
        for code in (capitals, first if len(first) > 1 else "", text.strip().lower()):
            if code in listed and codes.find(code, today) is not None:
                return _as_value(name, code)
        if name == "ethnicity":
            if capitals == "NOBT" or first == "NOBT":
                return ""
            if found := from_903(codes, capitals) or (from_903(codes, first) if len(first) == 4 else None):
                return found.code
            if len(capitals) == 1 and (by_nhs := _by_nhs(codes, capitals)):
                return by_nhs
        if known := by_words.get(said):
            return _as_value(name, known)
        raise UserError(f"is no {codes.title.lower()} this program knows. Enter it on the record")

    return read


def _as_value(name: str, code: str) -> str:
    """Return a code, or what its list says in place of a value: 'prefers not to say' is an answer, 'not known' none."""
    if (name, code) in (("religion", "M"), ("ethnicity", PREFERS_NOT_TO_SAY)):
        return PREFERS_NOT_TO_SAY
    if (name, code) in (("religion", "N"), ("ethnicity", "not_known")):
        return ""
    return code


def _by_nhs(codes: CodeList, letter: str) -> str:
    if letter == "Z":
        return PREFERS_NOT_TO_SAY
    return next((one.code for one in codes.codes if one.mapped("nhs") == letter), "")
