"""Who acts in the load: a subject per role, and the team of every contract."""

from collections.abc import Mapping

OFFICER, HEAD, LEADER, FINANCE = "customer.officer", "customer.head", "customer.leader", "customer.finance"
COMPANY, MANAGER, ENGINEER, DESK = "contractor.company", "contractor.manager", "contractor.engineer", "contractor.desk"
ADMIN = "admin"

SUBJECTS: Mapping[str, str] = {
    ADMIN: "admin-1",
    OFFICER: "officer-1",
    HEAD: "head-1",
    LEADER: "leader-1",
    FINANCE: "finance-1",
    COMPANY: "company-1",
    MANAGER: "sm-1",
    ENGINEER: "vc-1",
    DESK: "sd-1",
}

TEAM: Mapping[str, str] = {"vc-1": "VC", "vc-2": "VC", "im-1": "IM", "av-1": "AV"}
"""Person -> post."""
