"""Engines of conversion over OpenCC's dictionaries, behind one protocol; and one more for a second opinion."""
