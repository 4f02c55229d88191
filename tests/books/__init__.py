"""Finished e-books in other people's programs: what ``make check-books`` runs."""
