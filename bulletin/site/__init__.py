"""The shelf: finished issues as a static site, with catalogues, feeds and a search that needs no server."""
