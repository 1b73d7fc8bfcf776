"""Two implementations read the file: grpc-js checks every field of it, gRPC's own core retries by it."""

import json
import shutil
import subprocess
from concurrent import futures

import grpc
import pytest

from playground.copyas import grpc as grpc_target
from playground.knobs import Settings
from tests.playground.copyas.conftest import NAMED
from tests.site import ROOT

VALIDATOR = """
const { validateServiceConfig } = require("./node_modules/@grpc/grpc-js/build/src/service-config.js");
let text = "";
process.stdin.on("data", (chunk) => (text += chunk));
process.stdin.on("end", () => {
  const verdicts = JSON.parse(text).map((config) => {
    try {
      return { read: validateServiceConfig(config) };
    } catch (error) {
      return { error: error.message };
    }
  });
  console.log(JSON.stringify(verdicts));
});
"""


def config_of(settings) -> dict:
    (file,) = grpc_target.copy(settings).files
    return json.loads(file.text)


def verdicts(configs: list[dict]) -> list[dict]:
    node = shutil.which("node")
    assert node, "make setup brings node along"
    run = subprocess.run([node, "-e", VALIDATOR], input=json.dumps(configs), capture_output=True, text=True, cwd=ROOT,
                         check=True, timeout=60)  # fmt: skip
    return json.loads(run.stdout)


def test_grpc_js_reads_every_one_of_them():
    configs = [config_of(Settings(given)) for given in NAMED.values()]
    found = verdicts([*configs, {"methodConfig": [{"name": [{}], "retryPolicy": {"maxAttempts": 1}}]}])
    assert "maxAttempts" in found.pop()["error"]
    assert [verdict.get("error") for verdict in found] == [None] * len(configs)
    for config, verdict in zip(configs, found, strict=True):
        read = verdict["read"]["methodConfig"][0]
        assert {"retryPolicy", "hedgingPolicy"} & set(read) == {"retryPolicy", "hedgingPolicy"} & set(
            config["methodConfig"][0]
        )


def test_hedging_takes_the_place_of_retries(set_up):
    (method,) = config_of(set_up(hedging__enabled=True, hedging__max=2))["methodConfig"]
    assert "retryPolicy" not in method
    assert method["hedgingPolicy"]["maxAttempts"] == 3
    notes = grpc_target.copy(set_up(hedging__enabled=True)).notes
    assert any(note.kind == "missing" and note.names("retry.max_attempts") for note in notes)


# -- the core that C++, Python, C#, Ruby and PHP share -----------------------------------------------------------------


class Payment(grpc.GenericRpcHandler):
    """Answers every call with the same status, and counts."""

    def __init__(self, code) -> None:
        self.code = code
        self.asked = 0

    def service(self, handler_call_details):
        return grpc.unary_unary_rpc_method_handler(self.refuse)

    def refuse(self, request, context):
        self.asked += 1
        context.abort(self.code, "not now")


@pytest.fixture
def attempts_of():
    """How many attempts gRPC makes, by this config, at a service that answers `code`."""
    servers = []

    def count(config: dict, code=grpc.StatusCode.UNAVAILABLE, calls: int = 1) -> int:
        payment = Payment(code)
        server = grpc.server(futures.ThreadPoolExecutor(2), handlers=[payment])
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        servers.append(server)
        options = [("grpc.service_config", json.dumps(config)), ("grpc.use_local_subchannel_pool", 1)]
        with grpc.insecure_channel(f"127.0.0.1:{port}", options) as channel:
            charge = channel.unary_unary("/shop.Payment/Charge")
            for _ in range(calls):
                with pytest.raises(grpc.RpcError) as failure:
                    charge(b"", timeout=20)
                assert failure.value.code() is code
        return payment.asked

    yield count
    for server in servers:
        server.stop(None)


@pytest.mark.parametrize("attempts", [1, 2, 4])
def test_grpc_makes_so_many_attempts(set_up, attempts_of, attempts):
    settings = set_up(retry__max_attempts=attempts, retry__first_delay_s=0.01)
    assert attempts_of(config_of(settings)) == attempts


def test_grpc_makes_five_at_most_as_the_note_says(set_up, attempts_of):
    settings = set_up(retry__max_attempts=9, retry__first_delay_s=0.01)
    assert attempts_of(config_of(settings)) == 5
    assert any(
        note.names("retry.max_attempts") and "at most 5" in note.text for note in grpc_target.copy(settings).notes
    )


def test_grpc_retries_on_what_was_asked_for(set_up, attempts_of):
    settings = set_up(retry__on=["conflict"], retry__first_delay_s=0.01)
    assert attempts_of(config_of(settings), grpc.StatusCode.ABORTED) == 3
    assert attempts_of(config_of(settings), grpc.StatusCode.UNAVAILABLE) == 1


def test_grpc_stops_retrying_at_half_the_tokens(set_up, attempts_of):
    """As the published result says: of ten tokens, from full, retries stop at the fifth failure."""
    settings = set_up(retry__max_attempts=5, retry__first_delay_s=0.01, retry_budget__enabled=True,
                      retry_budget__kind="throttle", retry_budget__capacity=10, retry_budget__ratio=0.1)  # fmt: skip
    assert attempts_of(config_of(settings), calls=3) == 5 + 1 + 1


def test_grpc_refuses_a_config_that_is_wrong(attempts_of):
    """So the others were not just ignored."""
    broken = {"methodConfig": [{"name": [{"service": "shop.Payment"}], "retryPolicy": {"maxAttempts": "many"}}]}
    with pytest.raises((AssertionError, grpc.RpcError)):
        attempts_of(broken, grpc.StatusCode.ABORTED)
