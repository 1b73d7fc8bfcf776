import socket

import pytest

from lesson import serve


@pytest.fixture
def arguments(monkeypatch):
    def given(*words):
        monkeypatch.setattr("sys.argv", ["serve", *words])
        return serve.daphne_arguments(serve.parse())

    return given


def value_of(option, arguments):
    return arguments[arguments.index(option) + 1]


def test_by_default_only_this_machine_can_reach_the_site(arguments):
    assert value_of("--bind", arguments()) == "127.0.0.1"


def test_dead_peers_and_oversized_messages_are_bounded(arguments):
    given = arguments("--port", "9000")
    assert value_of("--port", given) == "9000"
    assert value_of("--ping-interval", given) == "10"
    assert value_of("--ping-timeout", given) == "10"
    assert value_of("--websocket-max-message-size", given) == "16384"
    assert value_of("--websocket-max-frame-size", given) == "16384"


def test_an_inherited_socket_replaces_host_and_port(arguments):
    given = arguments("--fd", "3")
    assert value_of("--fd", given) == "3"
    assert "--port" not in given


def test_a_proxy_is_believed_only_when_asked_to(arguments):
    assert "--proxy-headers" not in arguments()
    assert value_of("--proxy-headers-host", arguments("--behind-proxy")) == "X-Real-IP"


def test_opened_to_the_network_the_site_answers_to_this_machine_s_names():
    names = serve.own_names()
    assert {"localhost", "127.0.0.1", "[::1]", socket.gethostname()} <= set(names)


def test_the_printed_address_can_be_opened():
    assert serve.addresses("127.0.0.1", 8000) == ["http://127.0.0.1:8000/"]
    assert serve.addresses("0.0.0.0", 8000)[0] == "http://127.0.0.1:8000/"
