"""A `schedule.xml` on its way into the programme, as frab and pretalx write it: from a file to
events, from events to what each would change. Pure; `services.schedule_import` does it.
"""
