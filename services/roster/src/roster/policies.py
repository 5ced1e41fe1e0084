"""What roster does when others tell something: it adopts the contract's terms, and otherwise only looks on.

Open tickets and faults stand on the handover sheet (交接清单); they are views (`projections.open_work`), not commands.
"""

from common.service import Policy
from common.terms import ADOPT_TERMS

POLICIES: tuple[Policy, ...] = (ADOPT_TERMS,)
