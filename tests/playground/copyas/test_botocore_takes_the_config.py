"""botocore reads both files and makes the attempts; what the notes say of its fixed numbers is what it has."""

import configparser
import random

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.retries import quota, standard
from hypothesis import given
from hypothesis import settings as examples

from playground.copyas import aws_sdk
from tests.playground.copyas.conftest import any_settings


def files(settings) -> tuple[str, str]:
    shared, python = aws_sdk.copy(settings).files
    return shared.text, python.text


def config_of(settings) -> Config:
    names: dict = {}
    exec(files(settings)[1], names)
    return names["config"]


class Down:
    """A service that always answers 500."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, request, **_) -> AWSResponse:
        self.asked += 1
        return AWSResponse(request.url, 500, {}, RawBody())


class RawBody:
    def stream(self, **_):
        yield b""


def attempts_made(monkeypatch, client) -> int:
    down = Down()
    client.meta.events.register("before-send.*", down)
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    with pytest.raises(client.exceptions.ClientError):
        client.get_caller_identity()
    return down.asked


@pytest.fixture
def new_client(monkeypatch, tmp_path):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")

    def build(**options):
        return botocore.session.Session(profile=options.pop("profile", None)).create_client(
            "sts", "eu-west-1", **options
        )

    return build


@pytest.mark.parametrize("attempts", [1, 2, 4])
def test_botocore_makes_so_many_attempts_by_the_python_file(set_up, monkeypatch, new_client, attempts):
    config = config_of(set_up(retry__max_attempts=attempts))
    assert attempts_made(monkeypatch, new_client(config=config)) == attempts


@pytest.mark.parametrize("attempts", [1, 2, 4])
def test_botocore_makes_so_many_attempts_by_the_shared_file(set_up, monkeypatch, new_client, tmp_path, attempts):
    path = tmp_path / "config"
    secrets = "aws_access_key_id = nobody\naws_secret_access_key = nothing\n"
    path.write_text(files(set_up(retry__max_attempts=attempts))[0] + secrets)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))
    assert attempts_made(monkeypatch, new_client(profile="shop")) == attempts


def test_the_time_for_one_attempt_is_passed_on(set_up):
    config = config_of(set_up(timeout__enabled=True, timeout__attempt_s=0.25))
    assert (config.connect_timeout, config.read_timeout) == (0.25, 0.25)


@given(settings=any_settings())
@examples(max_examples=60)
def test_both_files_are_read_and_agree(settings):
    shared, _ = files(settings)
    parser = configparser.ConfigParser()
    parser.read_string(shared)
    profile = parser["profile shop"]
    retries = config_of(settings).retries
    assert retries == {"mode": profile["retry_mode"], "total_max_attempts": int(profile["max_attempts"])}


def test_the_fixed_numbers_in_the_notes_are_botocores():
    backoff = standard.ExponentialBackoff
    scales = backoff._DEFAULT_BACKOFF_CONFIG
    assert scales["non_throttling_base_scale"] == aws_sdk.FIRST_DELAY_S
    assert scales["throttling_base_scale"] == aws_sdk.THROTTLED_DELAY_S
    assert backoff._MAX_BACKOFF == aws_sdk.LONGEST_DELAY_S
    assert quota.RetryQuota.INITIAL_CAPACITY == aws_sdk.CAPACITY
    checker = standard.RetryQuotaChecker
    assert (checker._RETRY_COST, checker._THROTTLING_RETRY_COST) == (aws_sdk.COST, aws_sdk.THROTTLED_COST)
    assert standard.TransientRetryableChecker._TRANSIENT_STATUS_CODES == [500, 502, 503, 504]


def test_its_jitter_is_full(monkeypatch):
    monkeypatch.setattr(random, "random", lambda: 0.5)
    backoff = standard.ExponentialBackoff(random=random.random)
    context = standard.RetryContext(attempt_number=3)
    assert backoff.delay_amount(context) == pytest.approx(0.5 * aws_sdk.FIRST_DELAY_S * 4)
