"""Settings: YAML with positions, a schema that types it, and every error of a file at once."""
