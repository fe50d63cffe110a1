"""From the records of one finished trial to named metrics."""
