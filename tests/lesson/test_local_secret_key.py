import stat
from concurrent.futures import ThreadPoolExecutor

from lesson.secret_key import local_secret_key


def test_the_key_is_made_once_and_kept(tmp_path):
    key = local_secret_key(tmp_path)
    assert len(key) >= 50
    assert local_secret_key(tmp_path) == key


def test_only_its_owner_can_read_it(tmp_path):
    local_secret_key(tmp_path)
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_servers_that_start_together_agree_on_one_key(tmp_path):
    with ThreadPoolExecutor(8) as servers:
        keys = set(servers.map(local_secret_key, [tmp_path] * 32))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
