"""Arithmetic: pure functions, one per quantity, on values with an interval."""
