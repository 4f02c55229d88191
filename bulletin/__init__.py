"""Chinese bulletins from Markdown: a PDF for paper and an EPUB for e-readers, in three editions."""

__version__ = "0.1.0"
