"""The story's people: role-numbered ids, invented names, one token subject per role."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from watchbill.instance import Instance


class Person(NamedTuple):
    """Somebody on the approved list. Names are invented; events carry the id only."""

    id: str
    name: str
    posts: tuple[str, ...]
    years: int


POSTS: Mapping[str, tuple[str, int, int]] = {
    "SM": ("驻场经理", 1, 7),
    "VC": ("视频", 4, 5),
    "IM": ("图像", 4, 5),
    "AV": ("音视频", 3, 4),
    "SD": ("服务台", 1, 12),
}
"""Post -> name stem, how many, years of experience."""

TEAM: tuple[Person, ...] = tuple(
    Person(f"{post.lower()}-{number}", f"{stem}{'甲乙丙丁'[number - 1]}", (post,), years)
    for post, (stem, count, years) in POSTS.items()
    for number in range(1, count + 1)
)
NEWCOMER = Person("vc-5", "视频戊", ("VC",), 6)

SUBJECTS: Mapping[str, str] = {
    "admin": "admin-1",
    "auditor": "auditor-1",
    "customer.officer": "officer-1",
    "customer.head": "head-1",
    "customer.leader": "leader-1",
    "customer.finance": "finance-1",
    "contractor.company": "company-1",
    "contractor.manager": "sm-1",
    "contractor.engineer": "vc-1",
    "contractor.desk": "sd-1",
}
"""Role -> who acts in it."""


def tokens(instance: Instance, contract: str) -> Callable[[str], str]:
    """Gives each role's token for one contract; the admin's is for every contract, because a clock belongs to all."""

    def token(role: str) -> str:
        return instance.token(role, contract="*" if role == "admin" else contract, subject=SUBJECTS[role])

    return token
