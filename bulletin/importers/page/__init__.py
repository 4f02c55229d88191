"""The lines of one manuscript to articles, and what became of each line."""
