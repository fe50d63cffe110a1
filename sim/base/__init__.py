"""What every layer stands on: errors, units, declarations of settings, and chance."""
