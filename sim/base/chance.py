"""Chance, asked for by name: uniforms that depend on (root seed, stream name, trial) and nothing else.

A stream is one Philox generator (counter-based) whose key is a hash of the root seed and the name. Trial k
owns a fixed region of each stream's counters, so its numbers do not depend on other streams, on the order of
asking, on workers, or on which trials are computed together:

    first block   counters FIRST*k .. FIRST*(k+1)-1 in counter word 0, word 1 zero
    overflow      counters 0, 1, 2 ... in word 0, with word 1 = k + 1

A `Chance` serves a run of neighbouring trials: first blocks of all its trials are drawn at once.
"""

from __future__ import annotations

import hashlib
import math
from statistics import NormalDist
from typing import Final

import numpy as np

SCHEME: Final = "philox4x64/1"  # part of every result's identity: change it when any number would change
WORDS: Final = 4  # uniforms of one Philox counter
FIRST: Final = 4  # counters in a trial's first block
OVERFLOW: Final = 8  # counters in each further block
_SCALE: Final = 2.0**-53
_MASK: Final = (1 << 64) - 1
_NORMAL: Final = NormalDist()


def key_of(root_seed: int, name: str) -> tuple[int, int]:
    """Return the two 64-bit words of the Philox key of one stream."""
    digest = hashlib.blake2b(f"{SCHEME}\0{root_seed}\0{name}".encode(), digest_size=16).digest()
    return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")


def _raw(generator: np.random.Philox, key: tuple[int, int], counter: tuple[int, int], count: int) -> list[float]:
    """Return `count` uniforms in [0, 1) from the given counter on.

    Source: numpy's `Generator.random` maps a raw 64-bit word to (raw >> 11) * 2**-53. NumPy steps the counter
    before each block, so the state is set one below (verified by the golden values in tests).
    """
    low, high = counter
    below = (low + (high << 64) - 1) % (1 << 256)
    generator.state = {
        "bit_generator": "Philox",
        "state": {
            "counter": np.array([below >> (64 * word) & _MASK for word in range(4)], dtype=np.uint64),
            "key": np.array(key, dtype=np.uint64),
        },
        "buffer": np.zeros(WORDS, dtype=np.uint64),
        "buffer_pos": WORDS,
        "has_uint32": 0,
        "uinteger": 0,
    }
    raw = generator.random_raw(count)
    uniforms: list[float] = ((raw >> np.uint64(11)) * _SCALE).tolist()
    return uniforms


class Chance:
    """The streams of trials first .. first + count - 1 under one root seed."""

    __slots__ = ("_blocks", "_count", "_first", "_generator", "_keys", "_root_seed")

    def __init__(self, root_seed: int, first: int, count: int = 1) -> None:
        self._root_seed = root_seed
        self._first = first
        self._count = count
        self._generator = np.random.Philox(key=0)
        self._keys: dict[str, tuple[int, int]] = {}
        self._blocks: dict[str, list[float]] = {}

    def trial(self, number: int) -> Luck:
        """Return the luck of one trial of this run."""
        if not self._first <= number < self._first + self._count:
            raise ValueError(f"trial {number} is not in {self._first} .. {self._first + self._count - 1}")
        return Luck(self, number)

    def first_block(self, name: str, trial: int) -> list[float]:
        """Return the first uniforms of one stream in one trial, in reverse order of use."""
        block = self._blocks.get(name)
        size = WORDS * FIRST
        if block is None:
            key = self._keys[name] = key_of(self._root_seed, name)
            block = _raw(self._generator, key, (FIRST * self._first, 0), size * self._count)
            self._blocks[name] = block
        start = size * (trial - self._first)
        return block[start : start + size][::-1]

    def overflow_block(self, name: str, trial: int, block: int) -> list[float]:
        """Return the n-th further block of one stream in one trial, in reverse order of use."""
        return _raw(self._generator, self._keys[name], (OVERFLOW * block, trial + 1), WORDS * OVERFLOW)[::-1]


class Luck:
    """All chance of one trial. Each named stream gives its own sequence, whatever else is asked."""

    __slots__ = ("_chance", "_further", "_left", "_trial")

    def __init__(self, chance: Chance, trial: int) -> None:
        self._chance = chance
        self._trial = trial
        self._left: dict[str, list[float]] = {}
        self._further: dict[str, int] = {}

    def uniform(self, stream: str) -> float:
        """Return the stream's next uniform in [0, 1)."""
        left = self._left.get(stream)
        if left is None:
            left = self._left[stream] = self._chance.first_block(stream, self._trial)
        elif not left:
            block = self._further.get(stream, 0)
            self._further[stream] = block + 1
            left = self._left[stream] = self._chance.overflow_block(stream, self._trial, block)
        return left.pop()

    def happens(self, stream: str, prob: float) -> bool:
        """Tell whether an event of probability `prob` happens."""
        return self.uniform(stream) < prob

    def exponential(self, stream: str, mean: float = 1.0) -> float:
        """Return an exponential variate by inverse CDF; a larger uniform gives a longer wait."""
        return -mean * math.log1p(-self.uniform(stream))

    def normal(self, stream: str) -> float:
        """Return a standard normal variate by inverse CDF."""
        return _NORMAL.inv_cdf(max(self.uniform(stream), _SCALE / 2.0))

    def geometric(self, stream: str, fail_prob: float) -> int:
        """Return how many failures come before the first success, by inverse CDF.

        Raises: ValueError when fail_prob is not in [0, 1).
        """
        if not 0.0 <= fail_prob < 1.0:
            raise ValueError(f"fail_prob must be in [0, 1), got {fail_prob}")
        if fail_prob == 0.0:
            return 0
        survives = 1.0 - self.uniform(stream)
        return 0 if survives > fail_prob else math.floor(math.log(survives) / math.log(fail_prob))

    def index(self, stream: str, count: int) -> int:
        """Return one of 0 .. count - 1, each equally likely."""
        return min(int(self.uniform(stream) * count), count - 1)
