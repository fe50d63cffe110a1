"""One file per figure; all are listed in `sim.show.figures.catalogue`."""
