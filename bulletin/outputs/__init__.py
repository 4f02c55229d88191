"""Outputs: laid-out pages to paper, an edition to a book."""
