"""The agenda for programs that show schedules, in the form that frab and pretalx write."""
