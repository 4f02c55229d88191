"""Inspectors: what was made is held against what was meant."""
