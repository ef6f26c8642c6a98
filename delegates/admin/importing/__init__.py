"""The pages of an import: upload, progress, how the file is read, report, questions, decision."""
