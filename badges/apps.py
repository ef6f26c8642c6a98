from django.apps import AppConfig


class BadgesConfig(AppConfig):
    name = "badges"
    label = "badges"
    verbose_name = "Badges"

    def ready(self) -> None:
        """The import's report names the live badges that a change makes outdated; an export says
        how it stands with the badge of each; whoever is erased is on no badge.
        """
        # Models cannot be imported before every app is loaded.
        from badges import erasing
        from badges import export_columns as badge_columns
        from badges.snapshot import FURTHER_SHOWN, SHOWN
        from badges.standing.badge_states import holders_of_live_badges, printed_since
        from delegates import shown
        from delegates.columns import export_only
        from delegates.services import erasure

        erasure.register(erasing.PLACES)
        export_only.contribute(badge_columns.COLUMNS)
        shown.answer(shown.Answer(SHOWN, holders_of_live_badges, printed_since, FURTHER_SHOWN))
