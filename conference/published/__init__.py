"""Files of a conference that everybody may read, served at the cost of a static file.

Whoever makes pages of a conference hands them over as files and knows nothing of what follows:

    number = publishing.latest_number(conference)
    ...                                   # read the facts and render: what was read is after this
    publishing.publish(conference, files, after=number, at=now)

`files` are `PublicFile`s: all that is to stand, not what has changed. Each has an address below
`/<language>/<slug>/`, as the site answers it today, and the very bytes that Django's view sends to
a reader without a login; whatever differs between two readers, or from one minute to the next, is
not in them. Absolute addresses in them begin with PUBLIC_URL. They are served as long as the
conference is published, with the headers of the site, `Cache-Control: max-age=30, public` and those
few that a file brings itself (`address.HEADERS`).

If somebody else published, or took an address off, since `latest_number` was asked, `publish`
raises `Superseded`: what was read may be no longer so. Begin again with the facts.

`publishing.withdraw(conference, addresses, at=now)` takes addresses off the files within 5 seconds
on every host: as the last step of the transaction in which something ceases to be public. Django
answers them until newer files stand. It takes off what is named and nothing else: a day page that
shows the session has to be named as well as the session's own.

From there on `archive` makes one file of them all, which lies in the storage under a random key;
`PublishedChange` is the row; one process on each host (`following`, `manage.py follow_published`)
fetches it into a folder of that host (`folders`); each web process answers from there (`serving`)
whoever asks plainly (`plain_requests`), above all of Django, where the site's own static files are
served too (`static_files`). Whoever is signed in is answered by
the page's own view: `page_for_readers` sends the same bytes (`answering`) once it is known who
asks. A page that is there for some readers only is none of these.
"""
