from django.db import migrations

from conference.database.composite_keys import AddCompositeKey, AddLentColumns


class Migration(migrations.Migration):
    """Kinds are of the conference that uses them; delegations carry what constraints need of them."""

    dependencies = [("delegates", "0011_delegations_have_a_kind")]
    operations = [
        AddCompositeKey("delegationkind", "split_from"),
        AddCompositeKey("usualkind", "kind"),
        AddCompositeKey("categoryrule", "kind"),
        AddCompositeKey("delegation", "kind"),
        AddLentColumns("delegation", "kind", ["admits", "is_mission"]),
    ]
