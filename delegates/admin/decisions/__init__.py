"""What is decided on people, on whole delegations, and on where somebody belongs."""

from delegates.admin.decisions.delegations import INVITE, ON_DELEGATIONS
from delegates.admin.decisions.people import APPROVE, ON_DELEGATES, PERMISSION, UNDO

__all__ = ["APPROVE", "INVITE", "ON_DELEGATES", "ON_DELEGATIONS", "PERMISSION", "UNDO"]
