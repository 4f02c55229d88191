"""Proof sheets: the pages as they are, with what a proofreader needs around them."""
