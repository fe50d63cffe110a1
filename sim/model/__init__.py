"""The rules of the model as pure functions, and the parameter sets that declare them. Nothing here waits."""
