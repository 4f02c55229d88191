"""Imprint rules: what each kind of publication must and must not print, and whether its numbers and days agree."""
