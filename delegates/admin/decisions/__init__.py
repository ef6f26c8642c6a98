"""What is decided on people, on whole delegations, and on where somebody belongs."""

from delegates.admin.decisions.delegations import ON_DELEGATIONS
from delegates.admin.decisions.people import APPROVE, ON_DELEGATES, PERMISSION, UNDO

__all__ = ["APPROVE", "ON_DELEGATES", "ON_DELEGATIONS", "PERMISSION", "UNDO"]
