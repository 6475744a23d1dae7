import pytest

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import check_nhs_number, check_ods_code, check_postcode, show_nhs_number


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("9434765919", "9434765919"),
        ("4010232137", "4010232137"),
        ("9990000018", "9990000018"),
        (" 999 000 0026 ", "9990000026"),
        ("999-000-0034", "9990000034"),
        ("999\u00a0000\u00a00042", "9990000042"),
    ],
)
def test_nhs_numbers_that_are_possible(typed, digits):
    assert check_nhs_number(typed) == digits


@pytest.mark.parametrize("digit", "0123456789")
def test_a_repeated_digit_passes_the_check_digit_and_is_refused(digit):
    with pytest.raises(UserError, match="same digit ten times"):
        check_nhs_number(digit * 10)


@pytest.mark.parametrize("digit", range(10))
def test_one_wrong_check_digit_is_refused(digit):
    number = f"943476591{digit}"
    if digit == 9:
        assert check_nhs_number(number) == number
    else:
        with pytest.raises(UserError, match="doesn't match"):
            check_nhs_number(number)


@pytest.mark.parametrize(
    "typed", ["", "943476591", "94347659190", "943476591X", "９４３４７６５９１９", "NHS 943 476 5919"]
)
def test_an_nhs_number_has_ten_digits(typed):
    with pytest.raises(UserError, match="10 digits"):
        check_nhs_number(typed)


def test_nhs_numbers_are_shown_in_groups():
    assert show_nhs_number("9990000018") == "999 000 0018"
    assert show_nhs_number(None) == "Not known"


@pytest.mark.parametrize(
    ("typed", "code"), [("k83001", "K83001"), ("K83 001", "K83001"), ("K83001001", "K83001001")]
)
def test_practice_and_branch_codes(typed, code):
    assert check_ods_code(typed) == code


@pytest.mark.parametrize("typed", ["", "83001", "K8300", "K8300101", "KK3001", "K83001\u0661"])
def test_what_is_not_an_ods_code(typed):
    with pytest.raises(UserError, match="ODS code"):
        check_ods_code(typed)


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [("nn11aa", "NN1 1AA"), ("EC1A 1BB", "EC1A 1BB"), ("m1 1ae", "M1 1AE"), ("W1A0AX", "W1A 0AX")],
)
def test_postcodes_have_one_space(typed, postcode):
    assert check_postcode(typed) == postcode


@pytest.mark.parametrize("typed", ["", "NN1", "1NN 1AA", "NN1 AAA", "NNN11 1AA"])
def test_what_is_not_a_postcode(typed):
    with pytest.raises(UserError, match="Postcode"):
        check_postcode(typed)
