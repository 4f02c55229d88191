"""What ``archive:`` may say: what the copy that is kept carries with it."""

from bulletin.config.check import Settings


class ArchiveSettings(Settings):
    """The archive copy, PDF/A-3a and PDF/UA-1 in one file."""

    sources: bool = True
    """Whether articles, settings and pictures are attached as they are; the manifest always is."""
