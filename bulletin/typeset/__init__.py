"""HTML to laid-out pages: the only floor that knows WeasyPrint's insides."""
