"""Delegations that register themselves, in every state: what `tests.upgrade.fill` leaves of them.

Of each of Portugal, Senegal, the Republic of Korea and Hungary the demonstration's focal point
registers the delegation.
"""

import datetime as dt
import io
import uuid
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.core.files.base import ContentFile
from django.test import override_settings
from django.utils import timezone
from i18nfield.strings import LazyI18nString
from PIL import Image

from badges.choices import Purpose
from badges.services.printing import jobs
from badges.services.printing.jobs import PrintOrder
from conference import leased_work
from conference.accounts import desks, second_factors
from conference.choices import Role, WorkState
from conference.models import Conference, ListColumns, Mail, StaffInvitation, StaffRole, User
from conference.outbox import deciding, sending, writing
from conference.outbox.composing import compose
from conference.pdf.apart import Document as Paper
from conference.services import staff
from delegates.choices import (
    Accreditation,
    AnswerKind,
    CredentialsForm,
    Fulfilment,
    Hosting,
    Position,
    Signatory,
)
from delegates.importing import running
from delegates.importing.confined import lists
from delegates.models import (
    Category,
    Country,
    Delegate,
    Delegation,
    DelegationTask,
    FocalPoint,
    FocalPointInvitation,
    InvitationRequest,
    ListPrinting,
    OwnField,
    OwnFieldChoice,
    Quota,
    Rank,
    RegistrationField,
    RegistrationSettings,
)
from delegates.participants import printings
from delegates.services import delegations, erasure, registering, scopes
from delegates.services.registration import (
    credentials,
    delegation_tasks,
    focal_points,
    invitation_requests,
    messages,
    nominations,
    own_fields,
    registration_fields,
    self_registration,
)
from delegates.services.registration.last_time import people_of_last_time
from delegates.services.registration.nominations import Note
from delegates.services.registration.own_fields import Given
from delegates.services.review import (
    accreditation,
    handing_in,
    proposals,
    quotas,
    replacement,
    turns,
    undoing,
    waiting_list,
)
from tests.upgrade import fill_badges

FOCAL_POINT = "focalpoint@dais.example"


def fill(conference: Conference, by: User) -> None:
    focal_point = User.objects.get(email=FOCAL_POINT)
    ask_for_more(conference, by)
    own = ask_own_fields(conference, by)
    invite(conference, by)
    answer_requests(conference, by)
    give_roles(conference, by)
    take_over_from_last_time(of(conference, "HU"), by, focal_point)
    set_tasks(conference, by)
    hand_in_papers(of(conference, "SN"), by, focal_point)
    talk(of(conference, "SN"), by, focal_point)
    register(of(conference, "PT"), own, by, focal_point)
    go_beyond_places(of(conference, "KR"), by, focal_point)
    decide(of(conference, "PT"), by, focal_point)
    propose(of(conference, "PT"), own, by, focal_point)
    upload_a_list(of(conference, "PT"), focal_point)
    print_list(conference, by)
    erase(of(conference, "PT"), conference, by)
    set_up_second_factors(conference, by)
    send_mails(conference, by)
    ListColumns.objects.create(user=by, list_name="delegates.delegate", added=["hotel"])
    turns.take_next(conference=conference, by=by, at=timezone.now())


def of(conference: Conference, country: str) -> Delegation:
    here = Delegation.objects.for_conference(conference)
    return here.get(country__iso2=country, is_mission=False)


def first_category(conference: Conference) -> Category:
    found = Category.objects.for_conference(conference).order_by("pk").first()
    assert found is not None
    return found


def words(text: str) -> LazyI18nString:
    return LazyI18nString({"en": text})


def ask_for_more(conference: Conference, by: User) -> None:
    """The usual fields are asked already; one of some kinds, categories and ranks."""
    RegistrationSettings.objects.for_conference(conference).update(takes_requests=True)
    asked = RegistrationField.objects.create(
        conference=conference, column="hotel", is_required=False, matters=False
    )
    delegation = of(conference, "PT")
    category = first_category(conference)
    rank = Rank.objects.for_conference(conference).order_by("pk").last()
    registration_fields.ask_of(
        field=asked,
        kinds=[delegation.kind],
        categories=[category],
        ranks=[rank] if rank else [],
        by=by,
        at=timezone.now(),
    )


def ask_own_fields(conference: Conference, by: User) -> dict[str, OwnField]:
    asked: dict[str, dict[str, Any]] = {
        "text": {"answer": AnswerKind.TEXT, "is_searched": True, "matters": True},
        "choice": {"answer": AnswerKind.CHOICE, "matters": True},
        "yes": {"answer": AnswerKind.YES_OR_NO},
        "letter": {"answer": AnswerKind.FILE},
    }
    found = {
        name: OwnField.objects.create(
            conference=conference, name=words(f"Own field: {name}"), order=order, **told
        )
        for order, (name, told) in enumerate(asked.items())
    }
    for order, size in enumerate(("Small", "Large")):
        OwnFieldChoice.objects.create(
            conference=conference, field=found["choice"], name=words(size), order=order
        )
    kind = of(conference, "PT").kind
    own_fields.ask_of(field=found["letter"], kinds=[kind], by=by, at=timezone.now())
    return found


def invite(conference: Conference, by: User) -> None:
    """Noted, invited, one who made an account, one who declined, revoked before and after."""
    at, delegation = timezone.now(), of(conference, "SN")

    def noted(name: str, of_delegation: Delegation = delegation) -> FocalPointInvitation:
        email = f"{name.lower()}@mission.example"
        return focal_points.note(delegation=of_delegation, email=email, name=name, by=by, at=at)

    noted("Noted")
    asked = noted("Asked")
    focal_points.invite(invitation=asked, by=by, at=at)
    for what in ("Joined", "Left", "Declined", "Revoked"):
        invitation = noted(what)
        focal_points.invite(invitation=invitation, by=by, at=at)
        invitation.refresh_from_db()
        if what in {"Joined", "Left"}:
            user = focal_points.join(
                invitation=invitation, name=what, password="Of-nobody-9821", language="fr", at=at
            )
            assert user is not None
            if what == "Left":
                point = delegation.focal_points.get(user=user)
                focal_points.revoke(focal_point=point, by=by, at=at)
        elif what == "Declined":
            user = User.objects.create_user(invitation.email, name=what)
            focal_points.decline(invitation=invitation, by=user, at=at)
        else:
            focal_points.revoke_invitation(invitation=invitation, by=by, at=at)
    for country, follow in (("FR", deciding.send), ("ES", deciding.discard), ("DE", None)):
        one = noted("Many", of(conference, country))
        batch = focal_points.invite_many(invitations=[one], conference=conference, by=by, at=at)
        if follow is not None:
            follow(batch=batch, by=by, at=at)


def answer_requests(conference: Conference, by: User) -> None:
    """One waits, one is accepted, one declined with a reason, one is declined and erased since."""
    at = timezone.now()
    iceland = Country.objects.get(iso2="IS")
    for name in ("Waiting", "Accepted", "Declined", "Erased"):
        invitation_requests.receive(
            conference=conference,
            form_key=uuid.uuid4(),
            at=at,
            country=iceland if name == "Accepted" else None,
            organization="" if name == "Accepted" else f"Institute of {name} Things",
            name=name,
            function="Director",
            email=f"{name.lower()}@institute.example",
            phone="+212 5 00 00 00 00",
            reason="We work on borders.",
            language="en",
        )
    rows = {row.name: row for row in InvitationRequest.objects.for_conference(conference)}
    invitation_requests.accept(request=rows["Accepted"], by=by, at=at)
    for name in ("Declined", "Erased"):
        invitation_requests.decline(
            request=rows[name], reason=f"Why not: {name}", answer="Not this time.", by=by, at=at
        )
    invitation_requests.erase(request=rows["Erased"], by=by, at=at)


def give_roles(conference: Conference, by: User) -> None:
    """An officer for some kinds and categories, a liaison officer, an officer who is invited."""
    at = timezone.now()
    delegation = of(conference, "PT")
    category = first_category(conference)
    asked: tuple[tuple[str, Role, list[Any]], ...] = (
        ("officer", Role.REGISTRATION_OFFICER, [delegation.kind, category]),
        ("liaison", Role.LIAISON_OFFICER, [delegation]),
        ("security", Role.SECURITY_OFFICER, [delegation.kind]),
    )
    for name, role, to in asked:
        user = User.objects.create_user(f"{name}@dais.example", name=name, phone="+212 6 11")
        (invitation,) = staff.invite(
            conference=conference, email=user.email, roles=[role], by=fresh(by), at=at
        )
        limited = scopes.limit(holder=invitation, to=to, by=fresh(by), at=at)
        assert isinstance(limited, StaffInvitation)
        if name != "security":
            staff.accept(invitation=limited, by=user, at=at)
    assert StaffRole.objects.filter(conference=conference, scope__isnull=False).count() == 2


def fresh(user: User) -> User:
    """The staff roles of a user are read once."""
    return User.objects.get(pk=user.pk)


def take_over_from_last_time(delegation: Delegation, by: User, focal_point: User) -> None:
    """Of whichever has people of last time; it writes in French, and registers for longer."""
    at = timezone.now()
    standing = FocalPoint.objects.standing().filter(user=focal_point)
    own = [point.delegation for point in standing.select_related("delegation")]
    for each in own:
        delegations.confirm(delegation=each, by=by, at=at)
        each.refresh_from_db()
    each, last = next((row, found) for row in own if (found := people_of_last_time(row)))
    chosen = [last[0].people[0].pk]
    self_registration.take_over(delegation=each, chosen=chosen, by=focal_point, at=at)
    until = at + dt.timedelta(days=30)
    delegations.reopen(delegation=delegation, until=until, by=by, at=at)
    delegation.refresh_from_db()
    delegation.correspondence_language = "fr"
    delegations.change(
        delegation=delegation, fields=["correspondence_language"], by=by, at=timezone.now()
    )


def set_tasks(conference: Conference, by: User) -> None:
    """One of a kind, one of all that is ticked, and reminders that nobody has sent yet."""
    at = timezone.now()
    delegation = of(conference, "SN")
    soon, late = at + dt.timedelta(days=400), at - dt.timedelta(days=3)
    due: dict[str, Any] = {"conference": conference}
    photos = DelegationTask.objects.create(
        name=words("Photos"), due_at=soon, fulfilment=Fulfilment.PHOTOS, **due
    )
    hotel = DelegationTask.objects.create(name=words("Hotel"), due_at=late, **due)
    delegation_tasks.ask_of(task=photos, kinds=[delegation.kind], by=by, at=at)
    delegation_tasks.tick(delegation=delegation, task=hotel, is_done=True, by=by, at=at)
    delegation_tasks.remind(
        delegations=[delegation, of(conference, "PT")], conference=conference, by=by, at=at
    )


def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (413, 531), (120, 130, 150)).save(drawn, "JPEG", quality=20)
    return drawn.getvalue()


def hand_in_papers(delegation: Delegation, by: User, focal_point: User) -> None:
    """Notes verbales as a PDF, as a picture, on paper, and one whose file was taken away."""
    at = timezone.now()
    pdf = Paper('<html lang="fr"><body><h1>Note verbale</h1></body></html>', "").drawn()
    files = {
        "NV/1": nominations.kept(io.BytesIO(pdf), len(pdf)),
        "NV/2": nominations.kept(io.BytesIO(picture()), len(picture())),
        "NV/3": nominations.kept(io.BytesIO(picture()), len(picture())),
    }
    kept = {
        reference: nominations.hand_in(
            delegation=delegation,
            note=Note(reference, at.date(), file, uuid.uuid4()),
            by=focal_point,
            at=at,
        )
        for reference, file in files.items()
    }
    nominations.enter(delegation=delegation, note=Note("NV/4", at.date()), by=by, at=at)
    nominations.verify(nomination=kept["NV/1"], by=by, at=at)
    nominations.receive(nomination=kept["NV/2"], by=by, at=at)
    nominations.remove_file(nomination=kept["NV/3"], by=by, at=at)
    noted = {
        "form": CredentialsForm.ORIGINAL,
        "signatory": Signatory.FOREIGN_MINISTER,
        "has_full_powers": True,
        "received_on": at.date(),
        "examined_on": at.date(),
    }
    credentials.note(delegation=delegation, noted=noted, by=by, at=at)


def talk(delegation: Delegation, by: User, focal_point: User) -> None:
    """The focal point has read the answer; one message is erased."""
    at = timezone.now()
    said = [
        messages.write(
            delegation=delegation,
            text=text,
            is_from_secretariat=author == by,
            form_key=uuid.uuid4(),
            by=author,
            at=at,
        )
        for author, text in (
            (focal_point, "Where do we park?"),
            (by, "Behind the hall."),
            (focal_point, "Thank you."),
        )
    ]
    messages.read(delegation=delegation, shown=said[:2], by=focal_point)
    messages.erase(message=said[2], by=by, at=at)


def person(delegation: Delegation, family_name: str, **fields: Any) -> Delegate:
    """One of the invented people; whoever enters them is somebody else."""
    told: dict[str, Any] = {
        "given_name": "Invented",
        "function": "Counsellor",
        "gender": "female",
        "email": f"{family_name.lower()}@mission.example",
        "photo": ContentFile(picture(), name="photo.jpg"),
    }
    return Delegate(
        conference=delegation.conference,
        delegation=delegation,
        family_name=family_name,
        **told | fields,
    )


NAMES = (
    *("Head", "Approved", "Rejected", "Withdrawn", "Gone", "Returned", "Undone", "Restored"),
    *("Replaced", "Held", "Proposed", "Refused", "Taken", "Erased", "Draft"),
)


def register(delegation: Delegation, own: dict[str, OwnField], by: User, focal_point: User) -> None:
    """Everybody but a draft and a spouse is handed in, with answers, needs, flights and a head."""
    small = own["choice"].choices.get(order=0)
    for name in NAMES:
        letter = own_fields.store(ContentFile(picture(), name="letter.jpg"))  # type: ignore[arg-type]
        at = timezone.now()
        added = self_registration.add(
            delegate=person(delegation, name, form_key=uuid.uuid4()),
            answers={
                own["text"]: Given(text=f"Answer of {name}"),
                own["choice"]: Given(choice=small),
                own["yes"]: Given(text="yes"),
                own["letter"]: Given(file=letter),
            }
            if name in {"Head", "Erased"}
            else {},
            by=focal_point,
            at=at,
        )
        if name in {"Head", "Erased"}:
            needs = {"dietary": f"No fish for {name}", "access": "A ramp"}
            self_registration.say_needs(delegate=added, **needs, by=focal_point, at=at)
    head = called(delegation, "Head")
    later = timezone.now()
    flight = {
        "arrival_at": later + dt.timedelta(days=3),
        "arrival_place": "Rabat-Salé",
        "arrival_number": "AT 981",
        "rank_represented": "Minister of Foreign Affairs",
        "hotel": "Hotel of the Park",
        "languages": "pt en",
    }
    self_registration.change(delegate=head, fields=flight, by=focal_point, at=later)
    self_registration.name_head(delegation=delegation, delegate=head, by=focal_point, at=later)
    spouse = person(delegation, "Spouse", position=Position.SPOUSE, spouse_of=head)
    self_registration.add(delegate=spouse, by=focal_point, at=later)
    typed = {"given_name": "Half", "family_name": "Typed"}
    for row in (None, called(delegation, "Draft")):
        self_registration.keep_typed(
            delegation=delegation, delegate=row, typed=typed, by=focal_point, at=later
        )
    handed_in = [called(delegation, name) for name in NAMES if name != "Draft"]
    handing_in.submit_many(delegates=handed_in, by=by, at=timezone.now())
    self_registration.hand_in(delegation=delegation, by=focal_point, at=timezone.now())


def called(delegation: Delegation, family_name: str) -> Delegate:
    """As they are stored now."""
    rows = Delegate.with_drafts.filter(delegation=delegation, family_name=family_name)
    return rows.select_related("delegation", "conference").get()


def go_beyond_places(delegation: Delegation, by: User, focal_point: User) -> None:
    """One has a place beyond the quota, one had, one is offered the place of who withdrew, others
    wait. Quotas of each sort.
    """
    conference, at = delegation.conference, timezone.now()
    category = first_category(conference)
    for said in (
        {"kind": delegation.kind, "places": 40, "hosted": 2},
        {"category": category, "places": 400, "is_each": False},
        {"position": Position.INTERPRETER, "places": 3},
    ):
        quotas.save(quota=Quota(conference=conference, **said), by=by, at=at)
    first, second, *_others = (
        Delegate.objects.filter(delegation=delegation).expected().order_by("pk")
    )
    registering.change(delegate=first, fields={"hosting": Hosting.HOSTED}, by=by, at=at)
    for name in ("Beyond", "Formerly", "Offered", "Waiting", "Last"):
        self_registration.add(delegate=person(delegation, name), by=focal_point, at=timezone.now())
    self_registration.hand_in(delegation=delegation, by=focal_point, at=timezone.now())
    for name in ("Beyond", "Formerly"):
        handing_in.give_place(
            delegate=called(delegation, name),
            reason=f"Beyond the quota: {name}",
            by=by,
            at=timezone.now(),
        )
    # The trail says the reason of a place; of who has none any more the history alone.
    accreditation.approve(delegate=called(delegation, "Beyond"), by=by, at=timezone.now())
    accreditation.withdraw(
        delegate=called(delegation, "Formerly"), reason="Fell ill", by=by, at=timezone.now()
    )
    for row in (first, second):
        accreditation.withdraw(delegate=row, reason="Called home", by=by, at=timezone.now())
    handing_in.take_back(delegate=called(delegation, "Last"), by=by, at=timezone.now())
    while waiting_list.offer(conference=conference, at=timezone.now()):
        pass
    assert Delegate.objects.filter(delegation=delegation, offered_until__isnull=False).count() == 1


def decide(delegation: Delegation, by: User, focal_point: User) -> None:
    """Every decision, with reasons on the trail and beside it, taken back and not."""

    def one(name: str) -> dict[str, Any]:
        return {"delegate": called(delegation, name), "at": timezone.now()}

    for name in ("Head", "Approved", "Undone", "Proposed", "Refused", "Taken", "Replaced"):
        accreditation.approve(by=by, **one(name))
    accreditation.reject(reason="Not known to us", by=by, **one("Rejected"))
    accreditation.withdraw(reason="Does not travel", by=by, **one("Withdrawn"))
    self_registration.withdraw(reason="Has left the ministry", by=focal_point, **one("Gone"))
    accreditation.return_(
        fields=["function", "photo"], reason="Whose photo is it?", by=by, **one("Returned")
    )
    undoing.undo_approval(by=by, **one("Undone"))
    accreditation.reject(reason="By mistake", by=by, **one("Restored"))
    accreditation.restore(by=by, **one("Restored"))
    for former, new in (("Replaced", "Newcomer"), ("Held", "Successor"), ("Head", "Refusal")):
        replacement.enter(
            former=called(delegation, former),
            delegate=person(delegation, new),
            by=by,
            at=timezone.now(),
        )
    accreditation.approve(by=by, **one("Newcomer"))
    accreditation.reject(reason="Who leads stays", by=by, **one("Refusal"))


def propose(delegation: Delegation, own: dict[str, OwnField], by: User, focal_point: User) -> None:
    """A change that waits, with another head; one that was taken and one refused with a reason."""
    large = own["choice"].choices.get(order=1)
    for name in ("Proposed", "Refused", "Taken"):
        change = self_registration.change(
            delegate=called(delegation, name),
            fields={"function": f"Director, says {name}"},
            answers={own["choice"]: Given(choice=large), own["text"]: Given(text="Otherwise")},
            by=focal_point,
            at=timezone.now(),
        )
        assert change is not None
        if name == "Refused":
            proposals.refuse(proposal=change, reason="Not on paper", by=by, at=timezone.now())
        elif name == "Taken":
            proposals.take(proposal=change, by=by, at=timezone.now())
    self_registration.name_head(
        delegation=delegation,
        delegate=called(delegation, "Proposed"),
        by=focal_point,
        at=timezone.now(),
    )


def upload_a_list(delegation: Delegation, focal_point: User) -> None:
    """One is taken over, another waits for its questions."""
    for text in ("Ana,Listada,Adviser\n", "Invented,Approvedd,Adviser\n"):
        run = lists.upload(
            file=io.BytesIO(f"Given name,Family name,Function\n{text}".encode()),
            file_name="people.csv",
            delegation=delegation,
            by=focal_point,
            at=timezone.now(),
        )
        work_of_lists()
        run.refresh_from_db()
        if "Listada" in text:
            lists.ask_to_take_over(run=run, by=focal_point, at=timezone.now())
            work_of_lists()


def work_of_lists() -> None:
    while leased_work.run_next(running.KINDS, timezone.now):
        pass


def print_list(conference: Conference, by: User) -> None:
    """Two printings; of the second two files, which erasing somebody takes away."""
    for _number in range(2):
        kept = printings.keep(conference=conference, reserved={}, by=by, at=timezone.now())
    for file_format in ("pdf", "xlsx"):
        printings.make_file(printing=kept, language="en", file_format=file_format)


def erase(delegation: Delegation, conference: Conference, by: User) -> None:
    """Somebody who had a badge, stood in a list and was withdrawn for a reason, with all there was
    of them. Afterwards the last printing has a file again.
    """
    erased = called(delegation, "Erased")
    accreditation.approve(delegate=erased, by=by, at=timezone.now())
    order = PrintOrder(conference, [erased.pk], Purpose.FIRST, language="en")
    fill_badges.drawn(jobs.send(order=order, by=by, at=timezone.now()))
    printings.keep(conference=conference, reserved={}, by=by, at=timezone.now())
    accreditation.withdraw(
        delegate=called(delegation, "Erased"),
        reason="Whose reason is erased",
        by=by,
        at=timezone.now(),
    )
    erasure.erase(delegate=called(delegation, "Erased"), by=by, at=timezone.now())
    last = ListPrinting.objects.for_conference(conference).order_by("number").last()
    assert last
    assert last.entries.filter(delegate=None).exists()
    printings.make_file(printing=last, language="en", file_format="pdf")


def set_up_second_factors(conference: Conference, by: User) -> None:
    """An app and recovery codes, sealed; a key, of which there is no secret; two desks."""
    officer, at = User.objects.get(email="officer@dais.example"), timezone.now()
    with second_factors.of(officer):
        TOTP.activate(officer, generate_totp_secret())
        RecoveryCodes.activate(officer)
    Authenticator.objects.create(
        user=officer,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Key 1", "credential": {}, second_factors.SIGNS_IN: False},
    )
    for name in ("Hall", "Gate"):
        desk, _token = desks.unlock(conference=conference, name=name, by=by, at=at)
    desks.lock(browser=desk, by=by, at=at)


def send_mails(conference: Conference, by: User) -> None:
    """What waited is sent, but one to no address at all, which fails, and one that is cancelled.
    Two are written afterwards, one with a file.
    """
    at = timezone.now()
    composed = compose("new_message", "en", {"delegation": "", "title": "", "url": ""})
    concerns = [of(conference, "SN")]
    unsendable = writing.write(
        writing.Letter("nobody", composed, concerns), conference=conference, at=at
    )
    with_file = writing.Letter(
        "nobody@mission.example",
        composed,
        concerns,
        attachments=[writing.Attachment("letter.jpg", "image/jpeg", picture())],
    )
    cancelled = writing.write(with_file, conference=conference, at=at)
    deciding.cancel(mail=cancelled, by=by, at=at)
    in_memory = "django.core.mail.backends.locmem.EmailBackend"
    with (
        override_settings(EMAIL_HOST="mail.example", EMAIL_BACKEND=in_memory),
        sending.kind() as kind,
    ):
        while leased_work.run_next([kind], timezone.now):
            pass
    unsendable.refresh_from_db()
    assert unsendable.state == WorkState.FAILED, unsendable.state
    writing.write(with_file, conference=conference, at=timezone.now())
    late = FocalPointInvitation.objects.open().get(name="Noted")
    focal_points.invite(invitation=late, by=by, at=timezone.now())
    states = set(Mail.objects.filter(conference=conference).values_list("state", flat=True))
    assert states == {*WorkState} - {WorkState.RUNNING}, states


def require_rows() -> None:
    """Of every table but those of which a server leaves nothing."""
    empty = {
        model._meta.label
        for label in ("delegates", "conference", "mfa")
        for model in apps.get_app_config(label).get_models()
        if not model._base_manager.exists()
    }
    assert empty <= {"conference.PublishedChange"}, empty
    states = Delegate.with_drafts.order_by().values_list("accreditation", flat=True)
    assert set(states.distinct()) == set(Accreditation)
