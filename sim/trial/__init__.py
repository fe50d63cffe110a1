"""One trial: the truth, the processes that live in it, and the records of what happened."""
