"""Speed and scale, measured as ratios in one run: `python -m benchmarks` prints the table of numbers to hold."""
