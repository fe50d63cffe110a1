"""How results are put into sentences, one file per kind of study; the door is `sim.show.verdict`."""
