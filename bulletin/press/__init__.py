"""The press file: what a finished PDF must go through before a print shop takes it."""
