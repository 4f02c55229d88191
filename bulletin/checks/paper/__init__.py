"""Any finished PDF read back into lines of text with their places on the page, for the galley to judge."""
