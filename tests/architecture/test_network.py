"""No test reaches beyond this machine; this one proves it."""

import socket
import urllib.request

import pytest
from pytest_socket import SocketConnectBlockedError

OUTSIDE = "192.0.2.1"  # kept free for examples (RFC 5737)
pytestmark = pytest.mark.filterwarnings("ignore:A test tried to use socket")


def test_a_socket_to_the_outside_is_refused() -> None:
    with socket.socket() as outside, pytest.raises(SocketConnectBlockedError):
        outside.connect((OUTSIDE, 80))


def test_a_request_to_the_outside_is_refused() -> None:
    with pytest.raises(SocketConnectBlockedError):
        urllib.request.urlopen(f"http://{OUTSIDE}/", timeout=1)


def test_this_machine_may_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
