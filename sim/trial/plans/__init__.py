"""What an element does when nobody tasks it: one plan a file."""
