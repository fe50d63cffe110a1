"""Verification: scenarios that isolate one rule, the exact answers of theory, and how far the program is from them."""
