"""How a moment is written in Arabic where one is working: by day, month and year, on 24 hours, as
the pages of the staff write it; Django's own begins with the month.
"""

SHORT_DATETIME_FORMAT = "j M Y, H:i"
