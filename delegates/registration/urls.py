"""The pages of focal points, of liaison officers and of who asks to be invited; included below
`/<language>/`.
"""

from django.urls import path

from delegates.registration import (
    accompanied,
    handing_in,
    last_time,
    lists,
    needs,
    papers,
    people,
    requesting,
    typed,
    views,
)

app_name = "registration"
BESIDE = "<conference:slug>/accompanied/<int:delegation_id>/"
HERE = "<conference:slug>/registration/<int:delegation_id>/"
REQUEST = "<conference:slug>/request-invitation/"
urlpatterns = [
    path(REQUEST, requesting.request_invitation, name="request_invitation"),
    path(f"{REQUEST}received/", requesting.invitation_requested, name="invitation_requested"),
    path("registration/", views.mine, name="mine"),
    path("accompanied/", accompanied.accompanied, name="accompanied"),
    path(BESIDE, accompanied.delegation, name="accompanied_delegation"),
    path(f"{BESIDE}flag/", accompanied.flag, name="accompanied_flag"),
    path(f"{BESIDE}people/<int:delegate_id>/", accompanied.person, name="accompanied_person"),
    path(f"{BESIDE}people/<int:delegate_id>/photo/", accompanied.photo, name="accompanied_photo"),
    path(HERE, views.delegation, name="delegation"),
    path(f"{HERE}flag/", views.flag, name="flag"),
    path(f"{HERE}hand-in/", handing_in.hand_in, name="hand_in"),
    path(f"{HERE}messages/", papers.messages_page, name="messages"),
    path(f"{HERE}nominations/", papers.nominations_page, name="nominations"),
    path(f"{HERE}nominations/<int:number>/", papers.nomination_file, name="nomination"),
    path(f"{HERE}people/add/", people.person, name="add_people"),
    path(f"{HERE}people/last-time/", last_time.last_time, name="last_time"),
    path(f"{HERE}people/list/", lists.upload, name="upload_list"),
    path(f"{HERE}people/list/template/", lists.template, name="list_template"),
    path(f"{HERE}people/list/<int:run_id>/", lists.uploaded, name="uploaded_list"),
    path(f"{HERE}people/add/typed/", typed.typed, name="typed"),
    path(f"{HERE}people/add/spellings/", people.name_proposals, name="name_proposals"),
    path(f"{HERE}people/<int:delegate_id>/", people.person, name="open_person"),
    path(f"{HERE}people/<int:delegate_id>/typed/", typed.typed, name="typed"),
    path(f"{HERE}people/<int:delegate_id>/leave/", people.leave, name="leave"),
    path(f"{HERE}people/<int:delegate_id>/take-back/", people.take_back, name="take_back"),
    path(f"{HERE}people/<int:delegate_id>/needs/", needs.needs_page, name="needs"),
    path(f"{HERE}people/<int:delegate_id>/photo/", views.photo, name="photo"),
    path(f"{HERE}people/<int:delegate_id>/files/<int:field_id>/", people.file, name="file"),
    path(f"{HERE}people/<int:delegate_id>/place/", views.place, name="reorder"),
    path(f"{HERE}people/<int:delegate_id>/head/", views.head, name="appoint_head"),
]
