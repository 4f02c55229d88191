"""The sample publication's pictures, drawn as layered poster prints."""
