"""The galley: set lines as plain numbers, and what is wrong with them; no PDF and no WeasyPrint in it."""
