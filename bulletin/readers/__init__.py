"""Readers: bytes of the editor's files to the model."""
