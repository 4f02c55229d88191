"""The inspector of finished PDFs: what a print shop's own preflight would say, of files of any program."""
