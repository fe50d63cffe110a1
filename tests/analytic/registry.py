"""Which test holds each exact answer, and which answers no part of the model can give yet."""

from __future__ import annotations

from typing import Final

_ASSIGN = "test_assignment_oracles.py::"
_CHAIN = "test_chain_oracles.py::"
_DETECT = "test_detection_oracles.py::"
_GEO = "test_geometry_oracles.py::"
_LINK = "test_link_oracles.py::"
_MERGE = "test_merge_oracles.py::test_many_in_one_merge_fight_by_the_square_law"
_QUEUE = "test_queue_oracles.py::"
_RNG = "test_chance_oracles.py::"
_SCAN = "test_scan_oracles.py::"
_SHOT = "test_shot_oracles.py::"
_STAT = "test_stats_oracles.py::"
_TANK = "test_tanker_oracles.py::"
_TIME = "test_timing_oracles.py::"

_CROSS = f"{_GEO}test_detection_and_loss_are_at_the_instants_of_crossing"
_MEET = f"{_GEO}test_a_missile_hits_at_the_instant_of_meeting"
_SORT = f"{_ASSIGN}test_agreed_and_random_sorting_kill_as_many_as_theory_says"
_COVER = f"{_STAT}test_wilson_coverage_is_the_exact_sum"

TESTED: Final[dict[str, str]] = {
    "assign.linear_4x4": f"{_ASSIGN}test_the_optimal_policy_finds_the_listed_assignment",
    "assign.n1_m1_p0.9": _SORT,
    "assign.n6_m4_p0.5": _SORT,
    "assign.n8_m4_p0.7": _SORT,
    "c2.erlang_chain": f"{_CHAIN}test_detect_report_decide_is_a_chain_of_equal_delays",
    "c2.hypoexponential": f"{_CHAIN}test_detect_report_decide_is_a_chain_of_distinct_delays",
    "det.confirm.2_consecutive": f"{_SCAN}test_two_hits_in_a_row_confirm_as_often_as_theory_says",
    "det.confirm.3_of_5": f"{_SCAN}test_three_hits_of_five_confirm_as_often_as_theory_says",
    "det.glimpse.random_phase": f"{_SCAN}test_a_scan_at_a_random_phase_sees_as_often_as_theory_says",
    "det.rate.const.lateral": f"{_DETECT}test_a_pass_at_25_km_is_seen_as_often_as_theory_says",
    "det.rate.const.sweep_width": f"{_DETECT}test_the_simulated_lateral_curve_integrates_to_the_sweep_width",
    "duel.alternate": f"{_SHOT}test_a_duel_shot_by_shot",
    "duel.exp": f"{_SHOT}test_a_duel_at_random_times",
    "duel.fixed_2s_3s": f"{_SHOT}test_a_duel_with_coincident_shots",
    "duel.simultaneous": f"{_SHOT}test_a_duel_in_which_both_always_fire_together",
    "geo.cross.graze": _CROSS,
    "geo.cross.head_on": _CROSS,
    "geo.cross.inside": _CROSS,
    "geo.cross.miss": _CROSS,
    "geo.cross.oblique": _CROSS,
    "geo.cross.on_rim_out": _CROSS,
    "geo.cross.tangent": _CROSS,
    "geo.cross.zero_rel_in": _CROSS,
    "geo.cross.zero_rel_out": _CROSS,
    "geo.intercept.crossing": _MEET,
    "geo.intercept.equal_speed": _MEET,
    "geo.intercept.head_on": _MEET,
    "geo.intercept.tail_chase_slow": _MEET,
    "lan.square.sto.30v20": _MERGE,
    "lan.square.sto.5v5": _MERGE,
    "lan.square.sto.5v8": _MERGE,
    "layer.limited_shots": f"{_SHOT}test_leakage_of_layers_with_few_shots",
    "layer.product": f"{_SHOT}test_leakage_is_the_product_of_the_layers",
    "link.age_periodic": f"{_LINK}test_tracks_at_shots_are_as_old_as_theory_says",
    "link.arq": f"{_LINK}test_repeats_take_as_many_tries_and_as_long_as_theory_says",
    "link.gilbert": f"{_LINK}test_a_link_is_out_as_often_and_as_long_as_theory_says",
    "queue.batch_det": f"{_QUEUE}test_seven_tracks_at_once_wait_for_two_servers",
    "queue.finite_source": f"{_TANK}test_six_fighters_share_two_booms",
    "queue.littles_law": f"{_QUEUE}test_the_number_in_the_system_integrates_to_the_sum_of_stays",
    "queue.mg1": f"{_QUEUE}test_the_desk_waits_as_pollaczek_and_khinchine_say",
    "queue.mm1": f"{_QUEUE}test_the_desk_is_the_listed_queue",
    "queue.mm2": f"{_QUEUE}test_the_desk_is_the_listed_queue",
    "race.detect_to_release": f"{_CHAIN}test_the_order_beats_the_last_useful_launch_as_often_as_theory_says",
    "rng.philox.kat": f"{_RNG}test_philox_gives_the_published_block",
    "rng.philox.raw": f"{_RNG}test_philox_steps_its_counter_before_the_first_block",
    "rng.seedseq": f"{_RNG}test_seed_sequences_are_as_they_were",
    "rng.uniform53": f"{_RNG}test_a_uniform_is_the_upper_53_bits_of_a_word",
    "sls.imperfect_bda": "test_look_oracles.py::test_looks_that_are_wrong_kill_and_fire_as_often_as_theory_says",
    "sls.multi": f"{_SHOT}test_looking_wastes_no_round_on_the_dead",
    "sls.single": f"{_SHOT}test_looking_saves_rounds_and_kills_no_less",
    "stat.crn_var": f"{_STAT}test_variance_of_a_difference_on_common_luck",
    "stat.n_for_halfwidth": f"{_STAT}test_trials_for_a_half_width",
    "stat.newcombe": f"{_STAT}test_newcombes_published_example",
    "stat.quantile_ci": f"{_STAT}test_ranks_around_the_median_of_100",
    "stat.rule_of_three": f"{_STAT}test_upper_bound_of_an_event_never_seen_in_300",
    "stat.wilson.7_20": f"{_STAT}test_wilson_interval_of_7_in_20",
    "stat.wilson_coverage.100_0.02": _COVER,
    "stat.wilson_coverage.100_0.5": _COVER,
    "stat.wilson_coverage.50_0.1": _COVER,
    "time.last_arrival": f"{_TIME}test_five_with_errors_of_their_own",
    "time.spread_within": f"{_TIME}test_five_with_errors_of_their_own",
    "time.tot_all_within": f"{_TIME}test_five_with_errors_of_their_own",
    "time.tot_common_error": f"{_TIME}test_five_that_share_most_of_their_error",
    "timeline.deterministic": f"{_CHAIN}test_one_engagement_is_at_the_instants_traced_by_hand",
}

NOT_YET: Final[dict[str, str]] = {}
"""Which part of the model each one waits for."""
