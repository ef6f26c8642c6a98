"""What everybody may read of a conference, made as files; see `conference.published`.

Files follow from what is released and from what stands beside it: the conference and its venues,
documents that are issued and embargoes that end, who no longer attends. What they were made from is
kept with them as one digest (`state`). Whoever changes anything rings; the scheduler compares, too,
so that no change has to know of the files. Of each file there is a digest of what it alone follows
from (`editions`): what stays as it was is taken over and not made again.
"""
