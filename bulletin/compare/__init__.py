"""Two finished PDFs held against each other, page by page: what they say, and how they look."""
