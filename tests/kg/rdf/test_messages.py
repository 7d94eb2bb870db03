"""Messages between the owner of a store and its query workers."""

import os
import socket
import threading
import time

import pytest

from kg.rdf.messages import make_room, receive, send


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        make_room(ours)
        yield ours, theirs


@pytest.mark.parametrize("size", [0, 1, 65_536, 262_144, 262_145, 5_000_000])
def test_a_message_arrives_as_it_was_sent(pair, size):
    ours, theirs = pair
    body = os.urandom(size)
    descriptors = len(os.listdir("/proc/self/fd"))
    sender = threading.Thread(target=send, args=(ours, {"form": "query"}, body))
    sender.start()
    header, received = receive(theirs, deadline=time.monotonic() + 10)
    sender.join()
    assert (header["form"], received) == ("query", body)
    assert len(os.listdir("/proc/self/fd")) == descriptors


@pytest.mark.parametrize("size", [0, 100_000, 300_000])
def test_what_is_lent_comes_with_the_message(pair, size):
    ours, theirs = pair
    descriptors = len(os.listdir("/proc/self/fd"))
    reading, writing = os.pipe()
    body, lent = os.urandom(size), []
    sender = threading.Thread(target=send, args=(ours, {}, body), kwargs={"lent": [writing]})
    sender.start()
    assert receive(theirs, lent=lent)[1] == body
    sender.join()
    os.close(writing)
    (copy,) = lent
    os.write(copy, b"through")
    assert os.read(reading, 100) == b"through"
    os.close(copy)
    os.close(reading)
    assert len(os.listdir("/proc/self/fd")) == descriptors


def test_messages_follow_one_another(pair):
    ours, theirs = pair
    for body in (b"short", b"long" * 50_000, b"", b"short again"):
        send(ours, {}, body)
        assert receive(theirs)[1] == body


def test_a_closed_end_is_told(pair):
    ours, theirs = pair
    ours.close()
    with pytest.raises(EOFError):
        receive(theirs)


def test_a_message_cut_short_is_told(pair):
    ours, theirs = pair
    ours.sendall(b"\0\0\0\x20{")
    ours.close()
    with pytest.raises(EOFError):
        receive(theirs)


def test_silence_ends_at_the_deadline(pair):
    with pytest.raises(TimeoutError):
        receive(pair[1], deadline=time.monotonic() + 0.05)
