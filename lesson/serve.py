"""`python -m lesson.serve`: this site under Daphne, with the limits it is meant to run with.

The limits: a dead peer is noticed within 20 s (ping after 10 s of silence, 10 s to answer), and a WebSocket message of
more than 16 KiB ends the connection, for no command of ours comes near that size.
"""

import argparse
import os
import socket

MESSAGE_BYTES_MAX = 16 * 1024
PING_INTERVAL_S = 10
PING_TIMEOUT_S = 10
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  (compared with, never bound by default)


def main() -> None:
    options = parse()
    if options.host in EVERYWHERE:
        os.environ.setdefault("ALLOWED_HOSTS", ",".join(own_names()))
    if options.fd is None:
        print(f"Faultline is at {', '.join(addresses(options.host, options.port))}   (Ctrl-C stops it)", flush=True)
    from daphne import ws_protocol
    from daphne.cli import CommandLineInterface  # only now: importing it installs a reactor

    from lesson.bounded import BoundedSocket

    ws_protocol.WebSocketFactory.protocol = BoundedSocket
    CommandLineInterface().run(daphne_arguments(options))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m lesson.serve", description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 opens the site to the local network")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--fd", type=int, help="an inherited listening socket (systemd, tests) instead of host and port"
    )
    parser.add_argument(
        "--behind-proxy", action="store_true", help="take the client's address from X-Real-IP, which the proxy must set"
    )
    return parser.parse_args()


def daphne_arguments(options: argparse.Namespace) -> list[str]:
    inherited = options.fd is not None
    where = ["--fd", str(options.fd)] if inherited else ["--bind", options.host, "--port", str(options.port)]
    return [
        *(*where, "--verbosity", "0", "--no-server-name"),
        *(["--proxy-headers", "--proxy-headers-host", "X-Real-IP"] if options.behind_proxy else []),
        *("--ping-interval", str(PING_INTERVAL_S), "--ping-timeout", str(PING_TIMEOUT_S)),
        *("--websocket-max-message-size", str(MESSAGE_BYTES_MAX)),
        *("--websocket-max-frame-size", str(MESSAGE_BYTES_MAX)),
        "lesson.asgi:application",
    ]


def own_names() -> list[str]:
    """The names under which others on the local network can reach this machine."""
    name = socket.gethostname()
    return ["localhost", "127.0.0.1", "[::1]", name, f"{name}.local", *own_addresses()]


def own_addresses() -> list[str]:
    """Asks the system which address it would send from; a UDP socket that is only connected sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1: reserved, reached by nobody
            return [probe.getsockname()[0]]
        except OSError:
            return []


def addresses(host: str, port: int) -> list[str]:
    hosts = ["127.0.0.1", *own_addresses()] if host in EVERYWHERE else [host]
    return [f"http://{host}:{port}/" for host in hosts]


if __name__ == "__main__":
    main()
