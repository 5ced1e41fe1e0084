import pytest

from common.groups import Groups, Share, addresses
from common.settings import Settings

TABLE = Groups.parse("north=bj-*,tj-2026 south=tj-*")


@pytest.mark.parametrize(
    ("contract", "group"),
    [("bj-2026", "north"), ("bj-", "north"), ("bj", None), ("tj-2026", "north"), ("tj-2027", "south"), ("sh-1", None)],
)
def test_a_contract_is_in_the_group_of_the_first_pattern_that_fits(contract: str, group: str | None) -> None:
    assert TABLE.of(contract) == group
    assert [name for name in sorted(TABLE.names) if Share(name, TABLE).holds(contract)] == ([group] if group else [])


def test_without_a_group_a_process_holds_everything() -> None:
    assert Share().holds("anything")
    assert Share("", TABLE).holds("sh-1")


@pytest.mark.parametrize("text", ["north", "north=", "=bj-*", "North=bj-*", "north=BJ", "north=bj-*,"])
def test_a_table_that_says_nothing_clear_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not like"):
        Groups.parse(text)


def test_addresses_are_one_or_one_for_each_group() -> None:
    assert addresses("http://tickets:8002/") == {"": "http://tickets:8002"}
    assert addresses("north=http://a:1 south=http://b:2/") == {"north": "http://a:1", "south": "http://b:2"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"group": "west"},
        {"tickets_url": "north=http://a:1"},
        {"tickets_url": "north=http://a:1 south=http://b:2 west=http://c:3"},
        {"tickets_url": "north=http://a:1 http://b:2"},
        {"groups": "north"},
    ],
)
def test_settings_that_do_not_fit_the_table_stop_the_start(wrong: dict[str, str]) -> None:
    given = {"groups": "north=bj-* south=tj-*", **wrong}
    with pytest.raises(ValueError, match="validation error"):
        Settings.model_validate(given)
