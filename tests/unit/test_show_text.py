"""Words and numbers for readers."""

import math

import pytest

from sim.show.text import (
    about,
    clean,
    counted,
    drawable,
    listed,
    minutes,
    number,
    percent,
    percent_range,
    reader_unit,
    shorten,
    with_interval,
)


def test_control_and_direction_signs_are_stripped() -> None:
    assert clean("\u202eevil\u202c\u200b\x07name\u2066") == "evilname"


def test_line_breaks_and_tabs_become_single_spaces() -> None:
    assert clean("  two\n\nlines\tand more ") == "two lines and more"


@pytest.mark.parametrize("text", ["a$b^$c", "<script>", "50 % & more", "a_b"])
def test_harmless_signs_stay(text: str) -> None:
    assert clean(text) == text


def test_a_long_name_ends_in_an_ellipsis_and_keeps_to_the_limit() -> None:
    assert shorten("N" * 64, 24) == "N" * 23 + "…"


def test_a_name_of_the_allowed_length_is_not_cut() -> None:
    assert shorten("N" * 24, 24) == "N" * 24


def test_a_sign_that_the_font_lacks_is_drawn_as_a_box() -> None:
    assert drawable("eagle 鷲\nline two") == "eagle □\nline two"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (1.0, "100 %"),
        (0.474, "47 %"),
        (0.0004, "0.1 %"),
        (0.0149, "1.5 %"),
        (0.9996, "99.9 %"),
        (0.99, "99 %"),
    ],
)
def test_a_share_never_rounds_to_impossible_or_certain(share: float, text: str) -> None:
    assert percent(share) == text


def test_an_interval_of_shares_names_its_unit_once() -> None:
    assert percent_range(0.42, 0.519) == "42 to 52 %"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (1.4, "1.4"), (12.34, "12.3"), (1234.5, "1,234"), (0.01234, "0.012"), (2e7, "2e+07")],
)
def test_numbers_have_about_three_digits(value: float, text: str) -> None:
    assert number(value) == text


def test_a_number_that_is_none_is_said_to_be_undefined() -> None:
    assert number(math.nan) == "undefined"


@pytest.mark.parametrize(
    ("value", "text"), [(5.29, "5.3"), (71.7, "72"), (1234.0, "1,234"), (0.0, "0"), (-12.5, "-12")]
)
def test_a_distribution_is_told_in_two_digits(value: float, text: str) -> None:
    assert about(value) == text


def test_readers_get_nautical_miles_knots_and_minutes() -> None:
    assert reader_unit("m") == ("nm", 1852.0)
    assert reader_unit("mps")[0] == "kt"
    assert reader_unit("s", typical=40.0) == ("s", 1.0)
    assert reader_unit("s", typical=400.0) == ("min", 60.0)
    assert reader_unit("aircraft") == ("aircraft", 1.0)


def test_instants_are_told_in_minutes() -> None:
    assert (minutes(2700.0), minutes(1480.0)) == ("45 min", "24.7 min")


def test_lists_are_cut_and_counts_have_their_plural() -> None:
    assert listed(["A", "B", "C"], most=2) == "A, B and 1 more"
    assert (counted(1, "trial"), counted(1200, "trial")) == ("1 trial", "1,200 trials")


@pytest.mark.parametrize(
    ("value", "low", "high", "texts"),
    [
        (0.74, 0.7, 0.78, ("0.74", "0.70 to 0.78")),
        (7.4575, 7.35, 7.56, ("7.46", "7.35 to 7.56")),
        (341.2, 310.0, 371.0, ("341", "310 to 371")),
        (2.0, 2.0, 2.0, ("2", "the same in all")),
        (0.0, 0.0, 0.0298, ("0", "at most 0.03")),
        (2.0, 1.97, 2.0, ("2", "at least 1.97")),
    ],
)
def test_a_value_and_its_interval_have_the_same_decimals(
    value: float, low: float, high: float, texts: tuple[str, str]
) -> None:
    assert with_interval(value, low, high) == texts
