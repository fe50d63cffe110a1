"""Many trials: the plan of jobs, the runner, executors, and the results folder."""
