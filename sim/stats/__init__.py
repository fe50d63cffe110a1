"""Statistics over many trials: intervals, each with its n. No number leaves here without one."""
