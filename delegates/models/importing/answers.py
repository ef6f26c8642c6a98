from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet, User
from delegates import replies
from delegates.choices import QuestionKind, Reply
from delegates.models.delegates import Delegate


class AnswerQuerySet(ConferenceRowQuerySet["Answer"]):
    def visible_to(self, user: User) -> Self:
        """About nobody, or somebody whom the user may see."""
        seen = Delegate.with_drafts.visible_to(user)
        return super().visible_to(user).filter(Q(delegate=None) | Q(delegate__in=seen))


class Answer(ConferenceRow):
    """What somebody answered once and is not asked again (design 6).

    `key` is the question in its normal form, a digest by which it is found; `subject` what it is
    about, in the words of the file. Where the answer is that a description is a registered person,
    `delegate` says who, and of a name whose it is: the answer goes with them. `written` is what a
    damaged text is. `not_taken` is what a file said of the person and was not to replace what is
    registered, by column. Two registered people who are not one are `KnownApart`, other names of
    parties `PartyAlias`.
    """

    kind = models.CharField(max_length=20, choices=QuestionKind, editable=False)
    key = models.CharField(max_length=64, editable=False)
    subject = models.CharField(_("about"), max_length=300, blank=True, editable=False)
    reply = models.CharField(_("answer"), max_length=20, choices=Reply, editable=False)
    written = models.CharField(
        _("written as"), max_length=replies.LONGEST_TEXT, blank=True, editable=False
    )
    not_taken = models.JSONField(
        _("not taken from the file"), default=dict, blank=True, editable=False
    )
    delegate = models.ForeignKey(
        Delegate,
        models.CASCADE,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("delegate"),
    )
    answered_at = models.DateTimeField(_("answered at"), editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("answered by"),
        editable=False,
    )

    objects = AnswerQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("remembered answer")
        verbose_name_plural = _("remembered answers")
        ordering = ["-answered_at", "-pk"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["conference", "kind", "key"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(delegate__isnull=True)
                | Q(kind=QuestionKind.PERSON, reply=Reply.SAME)
                | Q(kind__in=[QuestionKind.LETTERS, QuestionKind.SPELLING]),
                name="answer_names_a_delegate_where_it_is_theirs",
            ),
            models.CheckConstraint(
                condition=(Q(written="") & ~Q(reply=Reply.WRITE))
                | (~Q(written="") & Q(kind=QuestionKind.LETTERS, reply=Reply.WRITE)),
                name="answer_gives_a_text_where_it_is_written_otherwise",
            ),
            models.CheckConstraint(
                condition=Q(not_taken={}) | Q(delegate__isnull=False),
                name="answer_of_what_is_not_taken_names_a_delegate",
            ),
        ]

    def __str__(self) -> str:
        said = f"{self.get_kind_display()}: {self.get_reply_display()}"
        return f"{said} ({self.subject})" if self.subject else said
