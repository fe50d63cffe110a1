"""Chance, asked for by name: uniforms that depend on (root seed, stream name, trial) and nothing else.

A stream is one Philox generator (counter-based) whose key is a hash of the root seed and the name. Trial k
owns fixed regions of each stream's counters, so its numbers do not depend on other streams, on the order of
asking, on workers, or on which trials are computed together. Its block n is this region of counter word 0:

    n = 0         FIRST*k .. FIRST*(k+1)-1, with word 1 = 0
    n = 1, 2 ..   FURTHER*k .. FURTHER*(k+1)-1, with word 1 = n

A `Chance` serves a run of neighbouring trials: their blocks of one number lie side by side and are drawn at once.
"""

from __future__ import annotations

import hashlib
import math
from statistics import NormalDist
from typing import Any, Final

import numpy as np
import numpy.typing as npt

SCHEME: Final = "philox4x64/2"  # part of every result's identity: change it when any number would change
_KEYS: Final = "philox4x64/1"  # hashed into every key; a change of SCHEME that leaves the keys alone leaves it alone
WORDS: Final = 4  # uniforms of one Philox counter
FIRST: Final = 4  # counters in a trial's first block
FURTHER: Final = 16  # counters in each further block
_SCALE: Final = 2.0**-53
_DROPPED: Final = np.uint64(11)  # low bits that a float has no room for
_MASK: Final = (1 << 64) - 1
Uniforms = npt.NDArray[np.floating[Any]]

_NORMAL: Final = NormalDist()


def key_of(root_seed: int, name: str) -> tuple[int, int]:
    """Return the two 64-bit words of the Philox key of one stream."""
    digest = hashlib.blake2b(f"{_KEYS}\0{root_seed}\0{name}".encode(), digest_size=16).digest()
    return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")


class _Source:
    """One Philox generator, pointed at any key and counter: making one anew would ask the system for entropy."""

    __slots__ = ("_counter", "_generator", "_key", "_state")

    def __init__(self) -> None:
        self._generator = np.random.Philox(key=0)
        self._counter = np.zeros(4, dtype=np.uint64)
        self._key = np.zeros(2, dtype=np.uint64)
        self._state: Any = {
            "bit_generator": "Philox",
            "state": {"counter": self._counter, "key": self._key},
            "buffer": np.zeros(WORDS, dtype=np.uint64),
            "buffer_pos": WORDS,
            "has_uint32": 0,
            "uinteger": 0,
        }

    def uniforms(self, key: tuple[int, int], counter: tuple[int, int], count: int) -> Uniforms:
        """Return `count` uniforms in [0, 1) from the given counter on.

        Source: numpy's `Generator.random` maps a raw 64-bit word to (raw >> 11) * 2**-53. NumPy steps the counter
        before each block, so the state is set one below (verified by the golden values in tests).
        """
        low, high = counter
        below = (low + (high << 64) - 1) % (1 << 256)
        for word in range(4):
            self._counter[word] = below >> (64 * word) & _MASK
        self._key[0], self._key[1] = key
        self._generator.state = self._state
        uniforms: Uniforms = (self._generator.random_raw(count) >> _DROPPED) * _SCALE
        return uniforms


class Chance:
    """The streams of trials first .. first + count - 1 under one root seed."""

    __slots__ = ("_blocks", "_count", "_first", "_keys", "_root_seed", "_source")

    def __init__(self, root_seed: int, first: int, count: int = 1) -> None:
        self._root_seed = root_seed
        self._first = first
        self._count = count
        self._source = _Source()
        self._keys: dict[str, tuple[int, int]] = {}
        self._blocks: dict[tuple[str, int], Uniforms] = {}  # a row per trial, in reverse order of use

    def trial(self, number: int) -> Luck:
        """Return the luck of one trial of this run."""
        if not self._first <= number < self._first + self._count:
            raise ValueError(f"trial {number} is not in {self._first} .. {self._first + self._count - 1}")
        return Luck(self, number)

    def block(self, name: str, number: int, trial: int) -> list[float]:
        """Return the uniforms of block `number` of one stream in one trial, in reverse order of use."""
        rows = self._blocks.get((name, number))
        if rows is None:
            rows = self._blocks[name, number] = self._draw(name, number)
        uniforms: list[float] = rows[trial - self._first].tolist()
        return uniforms

    def _draw(self, name: str, number: int) -> Uniforms:
        """Return block `number` of one stream for all trials, a row each."""
        key = self._keys.get(name)
        if key is None:
            key = self._keys[name] = key_of(self._root_seed, name)
        counters = FURTHER if number else FIRST
        drawn = self._source.uniforms(key, (counters * self._first, number), WORDS * counters * self._count)
        return drawn.reshape(self._count, WORDS * counters)[:, ::-1]


class Luck:
    """All chance of one trial. Each named stream gives its own sequence, whatever else is asked."""

    __slots__ = ("_begun", "_chance", "_left", "_trial")

    def __init__(self, chance: Chance, trial: int) -> None:
        self._chance = chance
        self._trial = trial
        self._left: dict[str, list[float]] = {}
        self._begun: dict[str, int] = {}  # how many blocks of a stream are begun, where more than one

    def uniform(self, stream: str) -> float:
        """Return the stream's next uniform in [0, 1)."""
        left = self._left.get(stream)
        if left is None:
            left = self._left[stream] = self._chance.block(stream, 0, self._trial)
        elif not left:
            number = self._begun.get(stream, 1)
            self._begun[stream] = number + 1
            left = self._left[stream] = self._chance.block(stream, number, self._trial)
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
        if not 0.0 < fail_prob < 1.0:
            if fail_prob == 0.0:
                return 0
            raise ValueError(f"fail_prob must be in [0, 1), got {fail_prob}")
        left = self._left.get(stream)
        survives = 1.0 - (left.pop() if left else self.uniform(stream))
        return 0 if survives > fail_prob else math.floor(math.log(survives) / math.log(fail_prob))

    def index(self, stream: str, count: int) -> int:
        """Return one of 0 .. count - 1, each equally likely."""
        return min(int(self.uniform(stream) * count), count - 1)
