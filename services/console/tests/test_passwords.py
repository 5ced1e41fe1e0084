"""Annex A6 §1 and §3, worked out by hand: under, on and over each limit."""

import pytest

from console.accounts import credentials
from console.accounts.passwords import generated, weaknesses
from console.testing import RunningConsole
from console.testing.people import account, newcomer

GOOD = "Vq7!tRw2-Zp9x_Lm4B"


def found(password: str) -> list[str]:
    return weaknesses(password, login="zhang.wei", name="Zhang Wei 张伟", contracts=["bj-2026", "*"])


def test_eighteen_characters_of_four_kinds_are_enough() -> None:
    assert len(GOOD) == 18
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("password", "told"),
    [
        (GOOD[:-1], "password_too_short"),
        (GOOD.lower(), "password_kinds"),
        (GOOD.upper(), "password_kinds"),
        ("Vq!tRw-Zpx_LmBsnKd", "password_kinds"),
        ("Vq7tRw2Zp9xLm4BsnK", "password_kinds"),
        ("Vq7!tRw2-Zhang-9x4B", "password_names_you"),
        ("Vq7!tRw2-zh@ng-9x4B", "password_names_you"),
        ("Vq7!tRw2-Zp9x-张伟B", "password_names_you"),
        ("Vq7!tRw2-2026-9x_Lm", "password_names_you"),
        ("Vq7!tRw2-Zp-6789_Lm", "password_sequence"),
        ("Vq7!tRw2-Zp-9876_Lm", "password_sequence"),
        ("Vq7!tRw2-Zp-aBcD_Lm", "password_sequence"),
        ("Vq7!tRw2-Zp-qwer_Lm", "password_sequence"),
        ("Vq7!tRw2-Zp-7777_Lm", "password_sequence"),
        ("Aa1!Aa1!Aa1!Aa1!Aa1!", "password_repeats"),
        ("Vq7!tRw2xVq7!tRw2x", "password_repeats"),
        ("Vq!tRw-19900214_Lm", "password_date_or_number"),
        ("Vq!tRw-1990-02-14_Lm", "password_date_or_number"),
        ("Vq!tRw-1" + "3806159274_Lm", "password_date_or_number"),
        ("Vq7!P@ssw0rd-Zp9x_L", "password_common"),
        ("Vq7!tRw2-Yingji_9xL", "password_common"),
        ("Vq7!tRw2-Zp9x_Lm4\tB", "password_unprintable"),
        ("Vq7!tRw2-Zp9x_Lm4B" * 8, "password_too_long"),
    ],
)
def test_what_can_be_guessed_is_refused_with_its_reason(password: str, told: str) -> None:
    assert told in found(password)


@pytest.mark.parametrize(
    "edge",
    ["Vq7!tRw2-Zp-678_Lmk", "Vq7!tRw2-Zp-abc_Lmk", "Vq7!tRw2-Zp-777_Lmk", "Vq!tRw-19901350_Lm", "Vq!tRw-1" + "380615927_Lm"],
)
def test_just_short_of_a_run_a_day_or_a_number_is_no_weakness(edge: str) -> None:
    assert found(edge) == []


def test_passwords_made_here_keep_the_rules_and_are_never_the_same() -> None:
    made = {generated() for _ in range(200)}
    assert len(made) == 200
    assert all(found(one) == [] for one in made)


async def test_a_password_is_kept_as_argon2id_with_a_salt_of_its_own_and_its_past_as_digests(console: RunningConsole) -> None:
    _, password = await account(console, "zhang", "customer.officer")
    kept = await console.desk.pool.fetch(
        "select password from accounts union all select encode(digest, 'hex') from past_passwords"
    )
    assert len(kept) == 3
    assert kept[0][0].startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert all(password not in one[0] for one in kept)


async def test_no_earlier_password_serves_again_however_long_ago(console: RunningConsole) -> None:
    id_, one_time = await newcomer(console, "zhang", "customer.officer")
    earlier = [generated() for _ in range(3)]
    for password in earlier:
        assert await credentials.change(console.desk, id_, password, "") == []
    for password in (*earlier, one_time or ""):
        assert await credentials.change(console.desk, id_, password, "") == ["password_used_before"]
