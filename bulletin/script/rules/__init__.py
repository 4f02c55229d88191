"""What goes before an engine: our own corrections, surnames, and the editor's glossary."""
