"""Raw pages to drafts of articles: doors that read files, and the reading of a page's lines."""
