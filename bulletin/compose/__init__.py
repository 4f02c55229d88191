"""An edition and a layout to HTML: the same model for paper and for the book."""
