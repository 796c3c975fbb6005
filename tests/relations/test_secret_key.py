"""The secret key of an installation that sets none in the environment."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from api.secret_key import stored_secret_key


def test_a_key_is_made_once_and_kept(tmp_path):
    path = tmp_path / "secret_key"
    key = stored_secret_key(path, may_create=True)
    assert len(key) == 50
    assert stored_secret_key(path, may_create=True) == key
    assert stored_secret_key(path, may_create=False) == key


def test_two_installations_have_different_keys(tmp_path):
    keys = {stored_secret_key(tmp_path / name, may_create=True) for name in "ab"}
    assert len(keys) == 2


def test_a_key_is_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "secret_key"
    stored_secret_key(path, may_create=True)
    assert path.stat().st_mode & 0o777 == 0o600


def test_no_key_is_made_where_machines_share_one(tmp_path):
    path = tmp_path / "secret_key"
    with pytest.raises(ImproperlyConfigured, match="Set SECRET_KEY"):
        stored_secret_key(path, may_create=False)
    assert not path.exists()
