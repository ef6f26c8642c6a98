"""The pages of focal points; included below `/<language>/`."""

from django.urls import path

from delegates.registration import views

app_name = "registration"
HERE = "<conference:slug>/registration/<int:delegation_id>/"
urlpatterns = [
    path("registration/", views.mine, name="mine"),
    path(HERE, views.delegation, name="delegation"),
    path(f"{HERE}flag/", views.flag, name="flag"),
    path(f"{HERE}people/<int:delegate_id>/photo/", views.photo, name="photo"),
    path(f"{HERE}people/<int:delegate_id>/place/", views.place, name="reorder"),
    path(f"{HERE}people/<int:delegate_id>/head/", views.head, name="appoint_head"),
]
