"""The dictionary of metrics, one line each: name and definition are those of its function.

Words: 'own' is the studied side, that of the first strike flight in name order. 'Bombers' are the aircraft of own
strike flights. A 'charge' is a bomber element, or without any strike flight an element that own escorts escort.
A 'threat' is an armed element of the other side.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from sim.base.errors import UsageError
from sim.measure import (
    authority,
    basing,
    coordination,
    cover,
    decoys,
    duals,
    fights,
    fuel,
    layers,
    outcome,
    package,
    picture,
    restraint,
    sensing,
    stages,
    why,
)
from sim.measure.metric import Better, Kind, Measure, Metric

HEADLINES: Final = (
    "success",
    "bombers_home",
    "targets_destroyed_in_window",
    "own_aircraft_lost",
    "opponent_aircraft_lost",
    "leakers",
    "coverage_gap_s",
    "detect_to_task_s",
    "controller_utilisation",
    "opponent_controller_utilisation",
)
"""What a short table shows, in this order."""

_UP, _DOWN, _PLAIN = Better.HIGHER, Better.LOWER, Better.NEITHER


def _metric(kind: Kind, of: Measure, unit: str, better: Better) -> Metric:
    name = of.__name__
    definition = " ".join((of.__doc__ or "").split())
    return Metric(
        name=name, unit=unit, better=better, kind=kind, headline=name in HEADLINES, definition=definition, of=of
    )


def _yes_no(of: Measure, better: Better) -> Metric:
    return _metric(Kind.YES_NO, of, "share", better)


def _count(of: Measure, unit: str, better: Better) -> Metric:
    return _metric(Kind.COUNT, of, unit, better)


def _number(of: Measure, unit: str, better: Better) -> Metric:
    return _metric(Kind.NUMBER, of, unit, better)


_ALL: Final = (
    # Outcome
    _yes_no(outcome.success, _UP),
    _number(outcome.value, "points", _UP),
    _count(outcome.bombers_home, "aircraft", _UP),
    _count(outcome.bombers_lost, "aircraft", _DOWN),
    _count(outcome.escorts_home, "aircraft", _UP),
    _count(outcome.escorts_lost, "aircraft", _DOWN),
    _count(outcome.own_aircraft_lost, "aircraft", _DOWN),
    _count(outcome.opponent_aircraft_lost, "aircraft", _UP),
    _count(outcome.bombs_released, "bombs", _UP),
    _count(outcome.bombs_hit, "bombs", _UP),
    _count(outcome.targets_destroyed, "targets", _UP),
    _count(outcome.targets_destroyed_in_window, "targets", _UP),
    _count(outcome.strike_aborts, "elements", _DOWN),
    _count(outcome.threats, "aircraft", _PLAIN),
    _count(outcome.leakers, "aircraft", _DOWN),
    _count(outcome.unresolved_aircraft, "aircraft", _DOWN),
    _count(outcome.opponent_unresolved_aircraft, "aircraft", _PLAIN),
    # Stages
    _number(stages.detect_to_picture_s, "s", _DOWN),
    _number(stages.detect_to_eligible_s, "s", _PLAIN),
    _number(stages.eligible_to_service_s, "s", _DOWN),
    _number(stages.service_s, "s", _DOWN),
    _number(stages.service_to_task_s, "s", _DOWN),
    _number(stages.detect_to_task_s, "s", _DOWN),
    _number(stages.order_link_s, "s", _DOWN),
    _number(stages.task_to_commit_s, "s", _DOWN),
    _number(stages.detect_to_commit_s, "s", _DOWN),
    _number(stages.commit_to_shot_s, "s", _DOWN),
    # Why: the first failed link of each loss and leaker, and where the chains that failed spent their time
    *(_count(of, "aircraft", _DOWN) for of in why.LOSSES),
    *(_count(of, "aircraft", _DOWN) for of in why.LEAKERS),
    _number(why.failed_sharing_s, "s", _PLAIN),
    _number(why.failed_range_s, "s", _PLAIN),
    _number(why.failed_queue_s, "s", _PLAIN),
    _number(why.failed_service_s, "s", _PLAIN),
    _number(why.failed_shooter_s, "s", _PLAIN),
    _number(why.failed_order_s, "s", _PLAIN),
    _number(why.failed_approach_s, "s", _PLAIN),
    _number(why.failed_fire_s, "s", _PLAIN),
    _number(why.failed_flight_s, "s", _PLAIN),
    # Command
    _number(coordination.controller_wait_s, "s", _DOWN),
    _number(coordination.controller_utilisation, "share", _PLAIN),
    _number(coordination.opponent_controller_utilisation, "share", _PLAIN),
    _count(coordination.orders, "orders", _PLAIN),
    _count(coordination.cannot_comply, "orders", _DOWN),
    _count(coordination.untasked_commits, "commits", _PLAIN),
    *(_metric(kind, of, unit, better) for kind, of, unit, better in authority.METRICS),
    # Shots
    _count(coordination.shots, "missiles", _PLAIN),
    _count(coordination.hits, "missiles", _UP),
    _count(coordination.opponent_shots, "missiles", _DOWN),
    _count(coordination.opponent_hits, "missiles", _DOWN),
    _number(coordination.shots_per_kill, "missiles", _DOWN),
    _count(coordination.wasted_shots, "missiles", _DOWN),
    _count(coordination.double_shots, "missiles", _DOWN),
    _count(coordination.unshot_members, "aircraft", _DOWN),
    _number(coordination.track_age_at_shot_s, "s", _DOWN),
    # Fights
    _count(fights.close_kills, "aircraft", _UP),
    _count(fights.close_losses, "aircraft", _DOWN),
    _count(fights.unsupported_missiles, "missiles", _DOWN),
    _count(fights.wrongly_left_alive, "looks", _DOWN),
    _count(fights.shots_at_dead, "missiles", _DOWN),
    # Layers of defence
    _count(layers.raiders, "aircraft", _PLAIN),
    _count(layers.raiders_through, "aircraft", _DOWN),
    _number(layers.outer_leakage, "share", _DOWN),
    _number(layers.inner_leakage, "share", _DOWN),
    # Decoys
    _count(decoys.decoy_orders, "orders", _DOWN),
    _count(decoys.decoy_commits, "commits", _DOWN),
    _count(decoys.decoy_shots, "missiles", _DOWN),
    _count(decoys.decoys_found, "elements", _UP),
    _number(decoys.decoy_found_s, "s", _DOWN),
    # Rules
    _count(restraint.neutrals_lost, "aircraft", _DOWN),
    _count(restraint.friends_lost, "aircraft", _DOWN),
    _number(restraint.detect_to_identity_s, "s", _DOWN),
    _count(restraint.wrong_identities, "tracks", _DOWN),
    _count(restraint.engagements_refused, "engagements", _PLAIN),
    _count(restraint.engagements_delayed, "engagements", _PLAIN),
    _number(restraint.engagement_delay_s, "s", _DOWN),
    _count(restraint.reports_withheld, "tracks", _DOWN),
    _number(restraint.authority_wait_s, "s", _DOWN),
    _count(restraint.spared_that_leaked, "elements", _DOWN),
    _count(restraint.spared_that_released, "elements", _DOWN),
    _count(restraint.spared_that_shot, "elements", _DOWN),
    _count(restraint.spared_that_fell, "elements", _UP),
    _count(restraint.spared_that_left, "elements", _PLAIN),
    # Package and picture
    # Bases
    _count(basing.own_targets_lost, "targets", _DOWN),
    _count(basing.scrambles, "elements", _PLAIN),
    _number(basing.scramble_delay_s, "s", _DOWN),
    _number(basing.scrambled_in_time, "share", _UP),
    _number(basing.takeoff_wait_s, "s", _DOWN),
    _count(basing.sorties, "aircraft", _UP),
    _count(basing.sorties_after_hit, "aircraft", _UP),
    _count(basing.ground_aborts, "aircraft", _DOWN),
    _count(basing.lost_on_ground, "aircraft", _DOWN),
    _count(basing.opponent_lost_on_ground, "aircraft", _UP),
    _count(basing.stranded_aircraft, "aircraft", _DOWN),
    _count(basing.diverted_aircraft, "aircraft", _DOWN),
    _number(basing.base_closed_s, "s", _DOWN),
    # Package, picture and cover
    _number(coordination.package_integrity_at_push, "share", _UP),
    _number(outcome.tot_error_s, "s", _PLAIN),
    _number(outcome.released_in_window, "share", _UP),
    *(_count(of, unit, better) for of, unit, better in package.COUNTS),
    *(_number(of, unit, better) for of, unit, better in package.NUMBERS),
    _number(cover.completeness, "share", _UP),
    _number(picture.completeness_at_shot, "share", _UP),
    _number(picture.ambiguity_at_shot, "tracks", _DOWN),
    _number(picture.spuriousness_at_shot, "share", _DOWN),
    _number(picture.clarity_at_shot, "share", _UP),
    _number(picture.picture_completeness, "share", _UP),
    _number(picture.picture_ambiguity, "tracks", _DOWN),
    _number(picture.picture_spuriousness, "share", _DOWN),
    _number(picture.picture_news_age_s, "s", _DOWN),
    _number(picture.picture_clarity, "share", _UP),
    _number(picture.opponent_picture_completeness, "share", _DOWN),
    _number(picture.opponent_picture_ambiguity, "tracks", _UP),
    _number(picture.opponent_picture_spuriousness, "share", _UP),
    _number(picture.opponent_picture_news_age_s, "s", _UP),
    _number(picture.opponent_picture_clarity, "share", _DOWN),
    _count(duals.dual_tracks, "tracks", _DOWN),
    _count(duals.tasks_on_dual_tracks, "commits", _DOWN),
    _count(duals.shots_on_dual_tracks, "missiles", _DOWN),
    _number(duals.link_jammed_s, "s", _DOWN),
    _number(sensing.first_detection_s, "s", _DOWN),
    _number(sensing.first_detection_nm, "nm", _UP),
    _number(sensing.detected_share, "share", _UP),
    _number(sensing.opponent_first_detection_s, "s", _UP),
    _number(sensing.opponent_first_detection_nm, "nm", _DOWN),
    _number(sensing.opponent_detected_share, "share", _DOWN),
    # Fuel
    _number(fuel.tanker_wait_s, "s", _DOWN),
    _number(fuel.tanker_wait_greatest_s, "s", _DOWN),
    _number(fuel.fuel_given_min, "min", _PLAIN),
    _number(fuel.refuelled_share, "share", _UP),
    _count(fuel.fuel_dropouts, "elements", _DOWN),
    _count(fuel.fuel_losses, "aircraft", _DOWN),
    _count(fuel.tankers_lost, "aircraft", _DOWN),
    _number(fuel.escorts_off_for_fuel_min, "min", _DOWN),
    _number(fuel.package_integrity_at_release, "share", _UP),
    # Cover
    _number(cover.coverage_gap_s, "s", _DOWN),
    _number(cover.closest_approach_nm, "nm", _UP),
)

METRICS: Final[dict[str, Metric]] = {metric.name: metric for metric in _ALL}
"""Every metric by name, in the order of tables."""

CONDITION_NAMES: Final = tuple(name for name in METRICS if name not in ("success", "value"))
"""What a condition of success may name: success and value are made of other metrics."""

VALUE_NAMES: Final = tuple(name for name in METRICS if name != "value")
"""What the weights of the expected value may name."""


def metric_named(name: str) -> Metric:
    """Return a metric by its name.

    Raises: UsageError when there is none such, with the nearest name.
    """
    if name not in METRICS:
        near = get_close_matches(name, METRICS, n=1)
        raise UsageError(f"there is no metric {name!r} ({f'did you mean {near[0]}?' if near else 'such as success'})")
    return METRICS[name]
