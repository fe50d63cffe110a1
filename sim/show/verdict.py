"""What results say, in plain sentences for students: never more than the data, never without n.

Each function takes results as `sim.study` gives them and returns sentences; nothing is drawn. How each kind is worded
is told in `sim.show.wording`.
"""

from sim.show.wording.compare import comparison_words
from sim.show.wording.precision import precision_words
from sim.show.wording.sweep import sweep_words
from sim.show.wording.tournament import tournament_words
from sim.show.wording.worlds import worlds_words

__all__ = ["comparison_words", "precision_words", "sweep_words", "tournament_words", "worlds_words"]
