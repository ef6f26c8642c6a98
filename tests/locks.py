"""Every row lock of the source, and the race that is lost without it.

A lock is found where `select_for_update` is called, and known by module and function; where a
function takes several, by their order. Each names a test that races it through `tests.races`:
`tests/architecture/test_locks.py` asks for one, `tests/mutations.py` sees each fail.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conference import embedded

PACKAGES = ("conference", "delegates", "sessions", "badges")
CALL = "select_for_update"

DELEGATES = "tests/delegates/services/test_races.py::test"
PARTICIPANTS = "tests/delegates/participants/test_races.py::test"
IMPORTING = "tests/delegates/importing/test_races.py::test"
SESSIONS = "tests/sessions/services/test_races.py::test"
BADGES = "tests/badges/services/test_races.py::test"
BACKGROUND = "tests/conference/services/test_background_jobs.py::test"
FOCAL_POINTS = "tests/delegates/services/registration/test_focal_points.py::test"
OUTBOX = "tests/conference/outbox/test_deciding.py::test"
LEASES = "tests/conference/test_leases.py::test"

RACES = {
    "badges.services.designs:use": (
        f"{BADGES}_of_two_who_put_versions_to_use_the_second_is_told_of_the_first"
    ),
    "badges.services.designs:save_version": f"{BADGES}_two_who_save_a_design_make_two_versions",
    "badges.services.types:open_zones": (
        f"{BADGES}_of_two_who_tick_zones_of_a_type_the_second_replaces_the_first"
    ),
    "badges.services.printing.generations:lock_counter": (
        f"{BADGES}_of_two_who_send_the_same_people_the_second_sends_nobody"
    ),
    "badges.services.printing.job_steps:lock_job": (
        f"{BADGES}_of_two_workers_who_finish_the_last_chunks_one_makes_the_assembly"
    ),
    "badges.services.printing.jobs:held": (
        f"{BADGES}_job_that_is_published_meanwhile_cannot_be_cancelled"
    ),
    "badges.holders.kind:_lock": (
        f"{BADGES}_who_is_withdrawn_while_the_files_are_published_is_issued_no_badge"
    ),
    "conference.site.conferences.copying:copy": (
        "tests/conference/site/conferences/test_copying.py"
        "::test_row_that_is_added_meanwhile_is_not_half_copied"
    ),
    "conference.accounts.desks:lock": (
        "tests/conference/accounts/test_races.py::test_browser_that_two_lock_is_locked_once"
    ),
    "conference.accounts.second_factors:_of_app": (
        "tests/conference/accounts/test_races.py"
        "::test_of_two_who_type_the_same_code_of_an_app_one_is_let_in"
    ),
    "conference.accounts.second_factors:_seal_anew": (
        "tests/conference/accounts/test_races.py"
        "::test_second_factor_that_is_sealed_anew_by_two_is_whole"
    ),
    "conference.services.accounts:choose_password": (
        "tests/conference/accounts/test_races.py::test_code_sets_one_password"
    ),
    "conference.accounts.codes:confirm": (
        "tests/conference/accounts/test_races.py"
        "::test_right_code_that_comes_while_the_fifth_wrong_one_is_counted_opens_nothing"
    ),
    "conference.admin.base:RecordAdmin.get_object": (
        "tests/conference/admin/test_races.py::test_record_is_held_before_it_is_compared"
    ),
    "conference.admin.deciding:DecidingAdmin.hold": (
        "tests/conference/admin/test_races.py"
        "::test_decision_that_somebody_makes_meanwhile_is_not_overruled_by_who_read_before_it"
    ),
    "conference.models.leases:LeasedWork.require_lease": (
        f"{LEASES}_lease_that_another_worker_takes_meanwhile_is_not_held"
    ),
    "conference.models.leases:LeasedWorkQuerySet.first_free": (
        f"{LEASES}_two_workers_never_claim_the_same_row"
    ),
    "conference.models.leases:LeasedWorkQuerySet.renew": (
        f"{LEASES}_sign_of_life_does_not_wait_for_who_holds_the_row"
    ),
    "delegates.services.registration.invitation_requests:receive": (
        "tests/delegates/services/registration/test_invitation_requests.py"
        "::test_form_that_is_sent_twice_at_once_makes_one_row_and_one_mail"
    ),
    "delegates.services.registration.focal_points:_made_good": (
        f"{FOCAL_POINTS}_invitation_that_is_answered_meanwhile_is_not_sent_again"
    ),
    "delegates.services.registration.focal_points:_locked": (
        f"{FOCAL_POINTS}_invitation_that_is_revoked_meanwhile_is_not_accepted"
    ),
    "delegates.services.registration.focal_points:empty": (
        f"{FOCAL_POINTS}_who_is_invited_again_meanwhile_is_not_forgotten"
    ),
    "delegates.services.registration.focal_points:revoke_invitation": (
        f"{FOCAL_POINTS}_invitation_that_is_accepted_meanwhile_is_not_revoked"
    ),
    "conference.outbox.deciding:cancel": f"{OUTBOX}_mail_is_decided_on_once",
    "conference.outbox.deciding:send_again": f"{OUTBOX}_mail_is_sent_again_once",
    "conference.outbox.deciding:_undecided": f"{OUTBOX}_mailing_is_decided_on_once",
    "conference.outbox.erasing:erase_all": (
        f"{OUTBOX}_mail_that_is_written_on_meanwhile_is_erased_all_the_same"
    ),
    "conference.services.background_jobs:cancel": (
        f"{BACKGROUND}_job_that_ends_meanwhile_cannot_be_cancelled"
    ),
    "conference.services.background_jobs:expire": (
        f"{BACKGROUND}_job_that_somebody_holds_is_not_waited_for"
    ),
    "conference.services.conferences:change_state": (
        "tests/conference/services/test_races.py"
        "::test_of_two_who_open_a_conference_the_second_is_told_that_it_is_open"
    ),
    "conference.services.sealing:_seal_anew": (
        "tests/conference/services/test_sealing.py"
        "::test_secret_that_changes_meanwhile_is_sealed_as_it_is_then"
    ),
    "conference.services.staff:_locked": (
        "tests/conference/services/test_staff.py::test_invitation_is_answered_once_by_two_clicks"
    ),
    "conference.services.staff:_require_another_organizer": (
        "tests/conference/services/test_staff.py::test_two_organizers_cannot_take_each_other_away"
    ),
    "delegates.importing.known.whole:known_in#2": (
        f"{IMPORTING}_delegate_who_is_changed_meanwhile_is_compared_as_changed"
    ),
    "delegates.importing.known.whole:known_in": (
        f"{IMPORTING}_delegation_that_is_withdrawn_meanwhile_gets_nobody_new"
    ),
    "delegates.services.review.admission:_held": (
        f"{DELEGATES}_of_two_who_are_submitted_for_the_last_place_the_second_waits"
    ),
    "delegates.services.review.admission:hold_all": (
        f"{DELEGATES}_who_asks_for_places_again_and_again_meets_nobody_on_the_way"
    ),
    "delegates.services.review.waiting_list:_held": (
        f"{DELEGATES}_who_withdraws_while_a_place_is_offered_is_offered_none"
    ),
    "delegates.services.registration.self_registration:hand_in": (
        "tests/delegates/services/registration/test_self_registration.py"
        "::test_whom_an_officer_hands_in_meanwhile_holds_up_nobody_else"
    ),
    "delegates.services.review.turns:_take": (
        "tests/delegates/services/review/test_turns.py"
        "::test_two_officers_who_take_the_next_at_once_never_get_the_same"
    ),
    "delegates.services.review.held:held": (
        f"{DELEGATES}_of_two_who_approve_a_delegate_the_second_is_told_that_it_is_done"
    ),
    "delegates.services.categories:apply_rules": (
        f"{DELEGATES}_of_two_who_change_a_rule_each_the_second_applies_both"
    ),
    "delegates.services.categories:apply_rules#2": (
        f"{DELEGATES}_head_appointed_while_the_rules_are_applied_has_the_heads_category"
    ),
    "delegates.services.categories:open_zones": (
        f"{DELEGATES}_of_two_who_tick_zones_the_second_replaces_the_first"
    ),
    "delegates.services.registration.registration_fields:ask_of": (
        f"{DELEGATES}_of_two_who_tick_kinds_of_a_field_the_second_replaces_the_first"
    ),
    "delegates.background.decisions:ask": (
        "tests/delegates/background/test_races.py"
        "::test_nobody_is_erased_while_a_decision_on_many_is_asked_whose_reason_may_name_them"
    ),
    "delegates.erasing:from_imports": (
        f"{DELEGATES}_whose_file_begins_to_be_imported_meanwhile_is_not_erased_beside_it"
    ),
    "delegates.services.erasure:erase": (
        f"{PARTICIPANTS}_who_is_erased_while_the_list_is_printed_is_not_in_it"
    ),
    "delegates.services.conferences:install_defaults": (
        f"{DELEGATES}_of_two_who_install_the_defaults_the_second_is_told_that_they_are_there"
    ),
    "delegates.services.delegations:_held": (
        f"{DELEGATES}_two_who_change_other_fields_of_a_delegation_keep_both"
    ),
    "delegates.services.delegations:_refresh": (
        f"{DELEGATES}_delegate_who_is_renamed_while_the_delegation_changes_is_found_by_the_new_name"
    ),
    "delegates.services.delegations:appoint_heads": (
        f"{DELEGATES}_of_two_who_appoint_a_head_the_former_one_has_no_heads_category"
    ),
    "delegates.services.delegations:reorder_all": (
        f"{DELEGATES}_delegation_that_changes_while_all_are_ordered_anew_is_ordered_as_changed"
    ),
    "delegates.services.importing.imports:reported": (
        f"{IMPORTING}_of_two_who_decide_on_an_import_the_second_is_told_that_it_is_decided"
    ),
    "delegates.services.importing.imports:check_again": (
        f"{IMPORTING}_of_two_who_have_a_file_checked_again_the_second_is_told_that_it_is_asked_for"
    ),
    "delegates.services.importing.imports:ask_to_take_back": (
        f"{IMPORTING}_of_two_who_take_an_import_back_the_second_is_told_that_it_is_asked_for"
    ),
    "delegates.services.importing.imports:expire": (
        f"{IMPORTING}_import_that_is_being_applied_does_not_expire"
    ),
    "delegates.services.importing.imports:give_up": (
        f"{IMPORTING}_import_that_was_applied_meanwhile_cannot_be_given_up"
    ),
    "delegates.services.scopes:_held": (
        f"{DELEGATES}_of_two_who_limit_a_role_the_second_leaves_one_scope"
    ),
    "delegates.services.kinds:_hold": (
        f"{DELEGATES}_of_two_who_add_kinds_called_alike_the_second_is_refused"
    ),
    "delegates.services.kinds:held": (
        f"{DELEGATES}_delegation_registered_while_kinds_are_reordered_stands_in_the_new_order"
    ),
    "delegates.services.kinds:save": (
        f"{DELEGATES}_kind_keeps_its_nature_while_its_first_delegation_is_registered"
    ),
    "delegates.services.parties:make_alias_general": (
        "tests/delegates/services/test_party_names.py"
        "::test_two_names_of_one_party_that_are_made_general_at_once_are_both_kept"
    ),
    "delegates.services.parties:take_up": (
        "tests/delegates/services/test_parties_of_one_conference.py"
        "::test_organization_that_two_take_up_is_taken_up_once"
    ),
    "delegates.services.reference_data:_load": (
        "tests/delegates/services/test_reference_data.py"
        "::test_what_is_saved_while_the_files_are_compared_is_an_edit"
    ),
    "delegates.services.registering:held_delegates": (
        f"{DELEGATES}_two_who_change_other_fields_of_a_delegate_keep_both"
    ),
    "delegates.services.registering:held_delegations": (
        f"{DELEGATES}_delegations_are_held_before_delegates"
    ),
    "delegates.services.importing.taking_back:_held": (
        f"{IMPORTING}_delegate_who_is_changed_while_the_import_is_taken_back_stays"
    ),
    "sessions.services.audiences:decide": (
        f"{SESSIONS}_of_two_who_decide_for_whom_a_session_is_calendars_notice_both"
    ),
    "delegates.participants.erasing:blank": (
        f"{PARTICIPANTS}_file_that_was_being_kept_goes_with_who_is_erased"
    ),
    "delegates.participants.printings:keep": (
        f"{PARTICIPANTS}_two_who_print_the_list_have_two_numbers"
    ),
    "delegates.participants.printings:make_file": (
        f"{PARTICIPANTS}_file_with_who_is_being_erased_is_not_kept"
    ),
    "sessions.services.documents:_locked": (
        f"{SESSIONS}_of_two_who_publish_a_document_the_second_is_told_that_it_is_public"
    ),
    "sessions.services.items:_hold": f"{SESSIONS}_two_items_added_at_once_follow_each_other",
    "sessions.services.programme:_locked": (
        f"{SESSIONS}_of_two_who_cancel_a_session_the_second_is_told_that_it_is_cancelled"
    ),
    "sessions.services.releases:hold": (
        f"{SESSIONS}_of_two_who_release_the_second_is_told_of_the_first"
    ),
    "sessions.services.releases:_as_planned": (
        f"{SESSIONS}_what_somebody_changes_while_it_is_released_is_not_released_unseen"
    ),
    "sessions.services.schedule_import:_locked": (
        "tests/sessions/services/test_schedule_races.py::"
        "test_what_somebody_writes_of_a_session_meanwhile_is_not_written_over"
    ),
    "sessions.services.time_zone:_move_what_else_was_entered": (
        f"{SESSIONS}_embargo_that_is_changed_while_the_zone_is_corrected_stays_changed"
    ),
    "sessions.services.time_zone:correct_time_zone": (
        f"{SESSIONS}_of_two_who_correct_the_zone_the_second_begins_where_the_first_ended"
    ),
    "sessions.services.time_zone:_Programme.locked": (
        f"{SESSIONS}_session_that_is_moved_while_the_zone_is_corrected_stays_moved"
    ),
    "sessions.services.time_zone:_Programme.locked#2": (
        f"{SESSIONS}_closure_that_is_moved_while_the_zone_is_corrected_stays_moved"
    ),
}


@dataclass(frozen=True)
class Lock:
    """A call, as it lies in the source; the numbers are those of `ast`."""

    path: Path
    name: str
    call: ast.Call

    @property
    def without(self) -> str:
        """The source of the module if nothing were locked here."""
        source = self.path.read_text()
        assert isinstance(self.call.func, ast.Attribute)
        locked = ast.get_source_segment(source, self.call)
        free = ast.get_source_segment(source, self.call.func.value)
        assert locked
        assert free
        lines = source.splitlines(keepends=True)
        start = sum(map(len, lines[: self.call.lineno - 1])) + self._characters(lines)
        assert source[start:].startswith(locked)
        return source[:start] + free + source[start + len(locked) :]

    def _characters(self, lines: list[str]) -> int:
        """`ast` counts the bytes before the call."""
        line = lines[self.call.lineno - 1].encode()
        return len(line[: self.call.col_offset].decode())


def locks_in(root: Path) -> dict[str, Lock]:
    """By name, `module:function` with a number behind it from a function's second lock on."""
    found: dict[str, Lock] = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            module = ".".join(path.relative_to(root).with_suffix("").parts)
            for function, call in _locks(ast.parse(path.read_text()), ""):
                name = f"{module.removesuffix('.__init__')}:{function}"
                count = sum(lock.name.partition("#")[0] == name for lock in found.values())
                lock = Lock(path, f"{name}#{count + 1}" if count else name, call)
                found[lock.name] = lock
    return found


def _locks(node: ast.AST, function: str) -> Iterator[tuple[str, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _locks(child, f"{function}.{child.name}".lstrip("."))
            continue
        match child:
            case ast.Call(func=ast.Attribute(attr=attribute)) if attribute == CALL:
                yield function, child
        yield from _locks(child, function)


def locks() -> dict[str, Lock]:
    return locks_in(embedded.ROOT)
