import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conference", "0048_who_reads_the_mail_of_an_address"),
        ("delegates", "0101_ministers_hand_in_no_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="delegate",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="delegate",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="delegate",
            name="delegate_says_nothing_once_erased",
        ),
        migrations.AddField(
            model_name="delegate",
            name="place_reason",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                verbose_name="reason of the place beyond the quota",
            ),
        ),
        migrations.AddField(
            model_name="delegateevent",
            name="place_reason",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                verbose_name="reason of the place beyond the quota",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "delegates_delegateevent" ("accreditation", "arrival_aircraft", "arrival_at", "arrival_carrier", "arrival_number", "arrival_place", "category_id", "conference_id", "created_at", "decided_at", "decided_by_id", "decision_reason", "delegation_id", "department", "departure_aircraft", "departure_at", "departure_carrier", "departure_number", "departure_place", "display_name", "email", "erased_at", "family_name", "function", "gender", "given_name", "honorific", "hosting", "hotel", "id", "in_office_since", "is_category_set_by_hand", "languages", "listing", "ministry", "name_suffix", "nationality_id", "offered_until", "order", "own_family_name", "own_given_name", "own_name", "own_name_language", "patronymic", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "photo", "place_reason", "position", "publication", "rank_id", "rank_represented", "reference", "returned_fields", "spouse_of_id", "waiting_since") VALUES (NEW."accreditation", NEW."arrival_aircraft", NEW."arrival_at", NEW."arrival_carrier", NEW."arrival_number", NEW."arrival_place", NEW."category_id", NEW."conference_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."delegation_id", NEW."department", NEW."departure_aircraft", NEW."departure_at", NEW."departure_carrier", NEW."departure_number", NEW."departure_place", NEW."display_name", NEW."email", NEW."erased_at", NEW."family_name", NEW."function", NEW."gender", NEW."given_name", NEW."honorific", NEW."hosting", NEW."hotel", NEW."id", NEW."in_office_since", NEW."is_category_set_by_hand", NEW."languages", NEW."listing", NEW."ministry", NEW."name_suffix", NEW."nationality_id", NEW."offered_until", NEW."order", NEW."own_family_name", NEW."own_given_name", NEW."own_name", NEW."own_name_language", NEW."patronymic", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."photo", NEW."place_reason", NEW."position", NEW."publication", NEW."rank_id", NEW."rank_represented", NEW."reference", NEW."returned_fields", NEW."spouse_of_id", NEW."waiting_since"); RETURN NULL;',
                    hash="344dc94b7936427b60b23d1063b844fe4e8e4e19",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f34e0",
                    table="delegates_delegate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."accreditation" IS DISTINCT FROM (NEW."accreditation") OR OLD."arrival_aircraft" IS DISTINCT FROM (NEW."arrival_aircraft") OR OLD."arrival_at" IS DISTINCT FROM (NEW."arrival_at") OR OLD."arrival_carrier" IS DISTINCT FROM (NEW."arrival_carrier") OR OLD."arrival_number" IS DISTINCT FROM (NEW."arrival_number") OR OLD."arrival_place" IS DISTINCT FROM (NEW."arrival_place") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decision_reason" IS DISTINCT FROM (NEW."decision_reason") OR OLD."delegation_id" IS DISTINCT FROM (NEW."delegation_id") OR OLD."department" IS DISTINCT FROM (NEW."department") OR OLD."departure_aircraft" IS DISTINCT FROM (NEW."departure_aircraft") OR OLD."departure_at" IS DISTINCT FROM (NEW."departure_at") OR OLD."departure_carrier" IS DISTINCT FROM (NEW."departure_carrier") OR OLD."departure_number" IS DISTINCT FROM (NEW."departure_number") OR OLD."departure_place" IS DISTINCT FROM (NEW."departure_place") OR OLD."display_name" IS DISTINCT FROM (NEW."display_name") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."erased_at" IS DISTINCT FROM (NEW."erased_at") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."function" IS DISTINCT FROM (NEW."function") OR OLD."gender" IS DISTINCT FROM (NEW."gender") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."honorific" IS DISTINCT FROM (NEW."honorific") OR OLD."hosting" IS DISTINCT FROM (NEW."hosting") OR OLD."hotel" IS DISTINCT FROM (NEW."hotel") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."in_office_since" IS DISTINCT FROM (NEW."in_office_since") OR OLD."is_category_set_by_hand" IS DISTINCT FROM (NEW."is_category_set_by_hand") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."listing" IS DISTINCT FROM (NEW."listing") OR OLD."ministry" IS DISTINCT FROM (NEW."ministry") OR OLD."name_suffix" IS DISTINCT FROM (NEW."name_suffix") OR OLD."nationality_id" IS DISTINCT FROM (NEW."nationality_id") OR OLD."offered_until" IS DISTINCT FROM (NEW."offered_until") OR OLD."order" IS DISTINCT FROM (NEW."order") OR OLD."own_family_name" IS DISTINCT FROM (NEW."own_family_name") OR OLD."own_given_name" IS DISTINCT FROM (NEW."own_given_name") OR OLD."own_name" IS DISTINCT FROM (NEW."own_name") OR OLD."own_name_language" IS DISTINCT FROM (NEW."own_name_language") OR OLD."patronymic" IS DISTINCT FROM (NEW."patronymic") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."photo" IS DISTINCT FROM (NEW."photo") OR OLD."place_reason" IS DISTINCT FROM (NEW."place_reason") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."publication" IS DISTINCT FROM (NEW."publication") OR OLD."rank_id" IS DISTINCT FROM (NEW."rank_id") OR OLD."rank_represented" IS DISTINCT FROM (NEW."rank_represented") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."returned_fields" IS DISTINCT FROM (NEW."returned_fields") OR OLD."spouse_of_id" IS DISTINCT FROM (NEW."spouse_of_id") OR OLD."waiting_since" IS DISTINCT FROM (NEW."waiting_since"))',
                    func='INSERT INTO "delegates_delegateevent" ("accreditation", "arrival_aircraft", "arrival_at", "arrival_carrier", "arrival_number", "arrival_place", "category_id", "conference_id", "created_at", "decided_at", "decided_by_id", "decision_reason", "delegation_id", "department", "departure_aircraft", "departure_at", "departure_carrier", "departure_number", "departure_place", "display_name", "email", "erased_at", "family_name", "function", "gender", "given_name", "honorific", "hosting", "hotel", "id", "in_office_since", "is_category_set_by_hand", "languages", "listing", "ministry", "name_suffix", "nationality_id", "offered_until", "order", "own_family_name", "own_given_name", "own_name", "own_name_language", "patronymic", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "photo", "place_reason", "position", "publication", "rank_id", "rank_represented", "reference", "returned_fields", "spouse_of_id", "waiting_since") VALUES (NEW."accreditation", NEW."arrival_aircraft", NEW."arrival_at", NEW."arrival_carrier", NEW."arrival_number", NEW."arrival_place", NEW."category_id", NEW."conference_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."delegation_id", NEW."department", NEW."departure_aircraft", NEW."departure_at", NEW."departure_carrier", NEW."departure_number", NEW."departure_place", NEW."display_name", NEW."email", NEW."erased_at", NEW."family_name", NEW."function", NEW."gender", NEW."given_name", NEW."honorific", NEW."hosting", NEW."hotel", NEW."id", NEW."in_office_since", NEW."is_category_set_by_hand", NEW."languages", NEW."listing", NEW."ministry", NEW."name_suffix", NEW."nationality_id", NEW."offered_until", NEW."order", NEW."own_family_name", NEW."own_given_name", NEW."own_name", NEW."own_name_language", NEW."patronymic", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."photo", NEW."place_reason", NEW."position", NEW."publication", NEW."rank_id", NEW."rank_represented", NEW."reference", NEW."returned_fields", NEW."spouse_of_id", NEW."waiting_since"); RETURN NULL;',
                    hash="17efa11b4bf9f3b3f8d56342143ea2bde73da815",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e5f27",
                    table="delegates_delegate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="delegate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at", None),
                    models.Q(
                        ("accreditation", "withdrawn"),
                        ("decision_reason", ""),
                        ("display_name", ""),
                        ("email", ""),
                        ("family_name", ""),
                        ("given_name", ""),
                        ("own_name", ""),
                        ("phone", ""),
                        ("photo", ""),
                        ("place_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="delegate_says_nothing_once_erased",
                violation_error_message="This person is erased.",
            ),
        ),
    ]
