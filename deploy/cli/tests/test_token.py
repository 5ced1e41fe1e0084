from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from orjson import loads

from watchbill.place import Place
from watchbill.secret import ensure_keys, jwks_file, key_file, passwords
from watchbill.token import token
from watchbill.words import Stop


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path / "data", tmp_path / "data", None)
    made.create()
    return made


def test_a_token_is_verified_by_the_published_keys_and_names_its_roles(place: Place) -> None:
    ensure_keys(place)
    keys = KeySet.import_key_set(loads(jwks_file(place).read_bytes()))
    claims = jwt.decode(token(place, ["customer.officer"], "bj-2026"), keys, algorithms=["Ed25519", "EdDSA"]).claims
    assert claims["contracts"] == {"bj-2026": ["customer.officer"]}
    assert claims["sub"] == "customer-officer"
    assert claims["dev"] is True


def test_the_published_keys_hold_no_private_half_and_stay_the_same(place: Place) -> None:
    ensure_keys(place)
    first = jwks_file(place).read_bytes()
    ensure_keys(place)
    assert jwks_file(place).read_bytes() == first
    assert all("d" not in key for key in loads(first)["keys"])
    assert len(loads(first)["keys"]) == 7


def test_what_is_secret_is_readable_by_its_owner_only(place: Place) -> None:
    ensure_keys(place)
    passwords(place)
    for path in (key_file(place, "dev"), key_file(place, "roster"), place.secrets):
        assert path.stat().st_mode & 0o077 == 0


def test_passwords_are_made_once(place: Place) -> None:
    assert passwords(place) == passwords(place)
    assert len(set(passwords(place).roles.values())) == 12


def test_without_a_key_one_sentence_says_what_to_do(place: Place) -> None:
    with pytest.raises(Stop) as refused:
        token(place, ["viewer"])
    assert "make run" in refused.value.sentence.en
