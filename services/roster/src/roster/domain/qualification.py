"""What a post asks of a person (A2 §二.1) and what a person brings."""

from dataclasses import dataclass
from typing import Literal

from common.terms.pack import Post

Education = Literal["secondary", "college", "bachelor", "master", "doctor"]
EDUCATION_ZH: dict[Education, str] = {
    "secondary": "中专或高中",
    "college": "大专",
    "bachelor": "本科",
    "master": "硕士",
    "doctor": "博士",
}
"""Degrees (学历), lowest first."""


@dataclass(frozen=True, slots=True)
class Qualification:
    """Years of experience in the industry (行业) and in the specialty (专业), and the highest degree."""

    industry_years: int
    specialty_years: int
    education: Education | None = None


def shortfall(qualification: Qualification, post: Post) -> str | None:
    """What is missing for the post: `years`, `education`, or `None`. The minimum itself is enough (不低于).

    Years in the specialty are years in the industry as well, not the other way round (D-9 of reading.md).
    """
    years = qualification.specialty_years
    if post.experience != "specialty":
        years = max(years, qualification.industry_years)
    if post.min_years is not None and years < post.min_years:
        return "years"
    if post.education_min is not None and not reaches(qualification.education, post.education_min):
        return "education"
    return None


def reaches(education: Education | None, minimum: str) -> bool:
    """Whether a degree is at least `minimum`, given as its code or as its Chinese name."""
    ranks = list(EDUCATION_ZH)
    named = [code for code, zh in EDUCATION_ZH.items() if minimum in (code, zh)]
    return education is not None and bool(named) and ranks.index(education) >= ranks.index(named[0])
