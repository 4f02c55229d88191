"""What was imported, put into an issue folder: article files, pictures, issue.yaml and a report."""
