"""A few people typed or pasted on a page of their delegation: an import without a file.

The same check, the same questions and answers, the same services; because they are few, at once.
"""
