import urllib.request

import psycopg
import pytest
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.conf import settings

from tests.site import START_S_MAX

pytestmark = pytest.mark.scaling


def status(site, path):
    with urllib.request.urlopen(site.url + path, timeout=START_S_MAX) as response:
        return response.status


def test_two_processes_serve_one_site(start_site, postgresql_url, redis_url):
    shared = {"DATABASE_URL": postgresql_url, "REDIS_URL": redis_url}
    sites = [start_site(**shared), start_site(**shared)]
    assert [status(site, "/practice/") for site in sites] == [200, 200]
    with psycopg.connect(postgresql_url) as connection:
        assert connection.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
    for site in sites:
        site.no_traceback_was_logged()


async def test_a_message_to_a_group_reaches_the_other_process(redis_url):
    here, there = (RedisPubSubChannelLayer(hosts=[redis_url], prefix="faultline") for _ in range(2))
    channel = await there.new_channel()
    await there.group_add("room", channel)
    await here.group_send("room", {"type": "hello"})
    assert await there.receive(channel) == {"type": "hello"}
    await here.flush()
    await there.flush()


def test_without_variables_nothing_shared_is_used():
    assert settings.CHANNEL_LAYERS["default"]["BACKEND"] == "channels.layers.InMemoryChannelLayer"
    assert settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
