"""The model back to files that an editor goes on with."""
