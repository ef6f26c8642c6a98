"""A list that a focal point uploads for their delegation: an import that learns of nobody else.

The same reading, the same check, questions and answers, on a snapshot that holds the delegation's
own people alone; what is taken over goes through what focal points may do themselves.
"""
