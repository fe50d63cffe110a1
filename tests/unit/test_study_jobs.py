"""The plan of jobs: every missing trial is cut once, whatever the sizes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.study.jobs import CHUNK_S, FIRST_SIZE, MAX_SIZE, Chunk, Cutter, missing_chunks


@given(st.lists(st.booleans(), max_size=60))
def test_missing_trials_are_those_without_a_row(have: list[bool]) -> None:
    chunks = missing_chunks(np.array(have, dtype=np.bool_))
    covered = [number for chunk in chunks for number in range(chunk.first, chunk.end)]
    assert covered == [number for number, there in enumerate(have) if not there]
    assert all(one.end < other.first for one, other in pairwise(chunks))


@given(
    gaps=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), max_size=8),
    workers=st.integers(1, 4),
    size=st.none() | st.integers(1, 50),
    costs=st.lists(st.floats(1e-5, 1.0), max_size=5),
)
def test_every_missing_trial_is_cut_exactly_once(
    gaps: list[tuple[int, int]], workers: int, size: int | None, costs: list[float]
) -> None:
    chunks, at = [], 0
    for space, length in gaps:
        chunks.append(Chunk(at + space, length))
        at += space + length + 1
    cutter = Cutter(chunks, workers=workers, size=size)
    cut = []
    while (chunk := cutter.cut()) is not None:
        cut += list(range(chunk.first, chunk.end))
        if costs:
            cutter.learn(chunk.size, chunk.size * costs.pop())
    assert cut == [number for chunk in chunks for number in range(chunk.first, chunk.end)]
    assert cutter.left == 0


def test_chunks_grow_to_their_share_of_a_second() -> None:
    cutter = Cutter([Chunk(0, 100_000)])
    first = cutter.cut()
    assert first == Chunk(0, FIRST_SIZE)
    cutter.learn(FIRST_SIZE, FIRST_SIZE * 0.003)
    assert cutter.cut() == Chunk(FIRST_SIZE, round(CHUNK_S / 0.003))


def test_chunks_of_cheap_trials_are_bounded_and_of_dear_ones_single() -> None:
    for cost_s, size in ((1e-7, MAX_SIZE), (10.0, 1)):
        cutter = Cutter([Chunk(0, 100_000)])
        cutter.learn(1, cost_s)
        assert cutter.cut() == Chunk(0, size)


def test_the_last_chunks_are_small_so_that_workers_end_together() -> None:
    cutter = Cutter([Chunk(0, 400)], workers=2)
    cutter.learn(8, 8 * 0.001)
    sizes = []
    while (chunk := cutter.cut()) is not None:
        sizes.append(chunk.size)
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 100
    assert sizes[-1] <= FIRST_SIZE
