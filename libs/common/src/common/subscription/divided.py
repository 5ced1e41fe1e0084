"""Sources where contracts are divided among groups (`common.groups`): on the source's side, on the consumer's, or on both."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence

from common.feed import LIMIT
from common.groups import Groups, Share
from common.lane import Head, Page
from common.subscription.source import Source, SourceAway


class Part:
    """The lanes of some contracts of a service, read from one feed.

    `alike`: the feed has these lanes and no others, and its consumers count no others, so that digests can be compared.
    Otherwise every lane is compared by itself.
    """

    def __init__(self, feed: Source, holds: Callable[[str], bool], *, alike: bool) -> None:
        self.name = feed.name
        self.holds = holds
        self._feed = feed
        self._alike = alike

    @property
    def parts(self) -> Sequence[Source]:
        return (self,)

    async def page(self, contract: str, after: int, limit: int = LIMIT) -> Page:
        return await self._feed.page(contract, after, limit)

    async def pages(self, wanted: Mapping[str, int]) -> Mapping[str, Page]:
        return await self._feed.pages(wanted)

    async def heads(self, buckets: Sequence[str] | None = None) -> AsyncIterator[Head]:
        async for head in self._feed.heads(buckets):
            if self.holds(head.contract):
                yield head

    async def digests(self) -> Mapping[str, str] | None:
        return await self._feed.digests() if self._alike else None


class Divided:
    """A service in several groups. Each is asked and waited for by itself; a group that is away holds its own lanes only."""

    def __init__(self, name: str, groups: Groups, feeds: Mapping[str, Source]) -> None:
        self.name = name
        self._groups = groups
        self._parts = {group: Part(feed, Share(group, groups).holds, alike=False) for group, feed in feeds.items()}

    @property
    def parts(self) -> Sequence[Source]:
        return tuple(self._parts.values())

    def holds(self, contract: str) -> bool:
        return self._groups.of(contract) is not None

    async def page(self, contract: str, after: int, limit: int = LIMIT) -> Page:
        return await self._part(contract).page(contract, after, limit)

    async def pages(self, wanted: Mapping[str, int]) -> Mapping[str, Page]:
        pages: dict[str, Page] = {}
        for part in self.parts:
            if mine := {contract: after for contract, after in wanted.items() if part.holds(contract)}:
                pages |= await part.pages(mine)
        return pages

    async def heads(self, buckets: Sequence[str] | None = None) -> AsyncIterator[Head]:
        for part in self.parts:
            async for head in part.heads(buckets):
                yield head

    async def digests(self) -> None:
        return None

    def _part(self, contract: str) -> Source:
        group = self._groups.of(contract)
        if group is None:
            raise SourceAway(f"no group of {self.name} holds {contract}")
        return self._parts[group]
