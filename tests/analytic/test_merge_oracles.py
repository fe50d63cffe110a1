"""Fights close in: Lanchester's square law in one merge of many."""

from __future__ import annotations

import pytest

from sim.verify.case import moments
from sim.verify.merges import square_law
from tests.analytic.oracle import exact, held, oracle
from tests.analytic.scores import Scores

LAW = "lan.square.sto"
"""The family of listed answers."""

CASES = {"five-on-five": "5v5", "five-on-eight": "5v8", "thirty-on-twenty": "30v20"}


@pytest.mark.parametrize("name", CASES.values())
def test_the_sum_over_all_states_gives_the_listed_values(name: str) -> None:
    inputs, value = oracle(f"{LAW}.{name}")
    law = square_law(inputs["x0"], inputs["y0"], inputs["a"], inputs["b"])
    assert law.y_left[0] == exact(value["p_x_wins"])
    assert moments(law.x_left)[0] == exact(value["E_x_survivors"])
    assert moments(law.y_left)[0] == exact(value["E_y_survivors"])
    assert law.lasts_s == exact(value["E_duration"])


@pytest.mark.parametrize(("variant", "name"), CASES.items())
def test_many_in_one_merge_fight_by_the_square_law(variant: str, name: str, scores: Scores) -> None:
    _, value = oracle(f"{LAW}.{name}")
    found = held(scores, f"square-law-{variant}", trials=300 if name == "30v20" else 1500)
    assert found["first side wins"] == exact(value["p_x_wins"])
    assert found["left of the first"] == exact(value["E_x_survivors"])
    assert found["left of the second"] == exact(value["E_y_survivors"])
    assert found["lasts"] == exact(value["E_duration"])


def test_other_numbers_do_too(scores: Scores) -> None:
    changes: dict[str, object] = {
        "flights.ANNA": {"aircraft": 3, "close_in": {"between_shots_s": 7, "kill_prob": 0.4}},
        "flights.BORIS": {"aircraft": 4, "close_in": {"between_shots_s": 3, "kill_prob": 0.1}},
    }
    held(scores, "square-law-five-on-five", trials=1000, changes=changes)
