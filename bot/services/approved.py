"""What is done when a second person has approved it, by kind."""

from collections.abc import Mapping

from bot.domain.staff.approval import Approval, Kind, Said
from bot.ports.runtime import Runtime
from bot.services import approvals, flow_proposals, fraud_proposals, staff_refunds
from bot.services.approvals import Deciding, Executor

EXECUTORS: Mapping[Kind, Executor] = {
    "refund": staff_refunds.execute,
    "fraud.publish": fraud_proposals.execute,
    "flow.publish": flow_proposals.execute,
}
"""Every kind, and who does it."""


def decide(runtime: Runtime, approval: str, said: Said, deciding: Deciding) -> Approval:
    """Decide one of any kind; raises as `approvals.decide` and the executors do."""
    kind = approvals.shown(runtime.records, approval, deciding.person).kind
    return approvals.decide(runtime, approval, said, deciding, execute=EXECUTORS[kind])
