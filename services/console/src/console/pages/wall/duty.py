"""On duty now against the minimum per post; a gap counts up; the next change."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from console.shell import shown
from console.shell.here import Here
from console.shell.still import box, status, text

Json = dict[str, Any]


@dataclass(frozen=True)
class Post:
    """One post at this moment. `next_at` is when the planned number changes next, today or tomorrow."""

    words: str
    required: int
    present: int
    short_since: str | None
    next_at: str | None
    next_planned: int | None


async def load(here: Here) -> list[Post]:
    """Roster's own three lines for today and tomorrow, each read at the moment it answered."""
    today = here.contract.today
    ends = today + timedelta(days=1)
    found = await here.remote.get("roster", "/coverage", starts=today.isoformat(), ends=ends.isoformat())
    return [_post(here, one, datetime.fromisoformat(found["as_of"])) for one in found["posts"]]


def show(here: Here, posts: list[Post]) -> None:
    """A tile for each post: present of required, large; red and counting while somebody is missing."""
    if not posts:
        text("p", here.say("wall.no_roster"), "wb-empty")
        return
    with box("div", "wb-posts"):
        for post in posts:
            _tile(here, post)


def _post(here: Here, one: Json, now: datetime) -> Post:
    lasting = [gap["opened_at"] for gap in one["gaps"] if gap["closed_at"] is None]
    changes = [step for step in one["planned"] if datetime.fromisoformat(step["at"]) > now]
    return Post(
        words=shown.label(one["post"], here.language),
        required=_at(one["required"], now),
        present=_at(one["present"], now),
        short_since=min(lasting, default=None),
        next_at=changes[0]["at"] if changes else None,
        next_planned=changes[0]["value"] if changes else None,
    )


def _at(steps: list[Json], now: datetime) -> int:
    """The value of a step line at a moment."""
    value = 0
    for step in steps:
        if datetime.fromisoformat(step["at"]) <= now:
            value = int(step["value"])
    return value


def _tile(here: Here, post: Post) -> None:
    short = post.present < post.required
    with box("div", "wb-post is-short" if short else "wb-post"):
        text("span", post.words)
        text("b", f"{post.present} / {post.required}")
        if short:
            with box("span", "wb-short"):
                status(here.say("wall.missing", count=post.required - post.present), "bad")
                if post.short_since:
                    text("small", "", "wb-counting").props["data-since"] = post.short_since
        elif post.required:
            status(here.say("wall.enough"), "good")
        else:
            status(here.say("wall.not_required"), "off")
        if post.next_at:
            text("small", here.say("wall.next", at=_when(here, post.next_at), count=post.next_planned))


def _when(here: Here, at: str) -> str:
    moment = datetime.fromisoformat(at)
    words = shown.clock(moment)
    return words if moment.date() == here.contract.today else here.say("wall.tomorrow", at=words)
