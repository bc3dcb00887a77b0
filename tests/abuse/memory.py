"""Thousands of connections with large bodies, against a server whose memory is limited.

Usage: memory.py BINARY. For each limit it opens 4,000 connections on 127.0.0.1 that send a part of
a request each, closes them, and expects that the server lives, answers, and ends as it should. Ends
by itself within two minutes. The binary must be one without sanitizers, which need all addresses.
"""
import collections
import json
import resource
import socket
import subprocess
import sys
import time

CONNECTIONS = 4000
REQUEST = (b"POST /v1/flows HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
           b'{"name":"' + b"x" * 60_000)
LIMITS = [(1, 60), (1, 250), (4, 250), (4, 400)]  # threads, megabytes


def ask(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"GET /v1/flows HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return client.recv(12)


def what_came(client):
    client.setblocking(False)
    try:
        return client.recv(12).decode() or "closed"
    except BlockingIOError:
        return "no answer yet"
    except ConnectionError:
        return "reset"


def abuse(binary, threads, megabytes):
    size = megabytes * 1_000_000
    server = subprocess.Popen(
        ["timeout", "60", binary, "--port", "0", "--threads", str(threads), "--log-level", "off"],
        stdout=subprocess.PIPE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)))
    try:
        endpoint = json.loads(server.stdout.readline())["endpoint"]
        port = int(endpoint.rsplit(":", 1)[1])
        clients = []
        for _ in range(CONNECTIONS):
            client = socket.create_connection(("127.0.0.1", port), timeout=10)
            clients.append(client)
            try:
                client.sendall(REQUEST)
            except ConnectionError:
                pass  # refused before all of it was sent
        answers = collections.Counter(what_came(client) for client in clients)
        for client in clients:
            client.close()
        deadline = time.monotonic() + 20
        while (status := ask(port)) == b"HTTP/1.1 503" and time.monotonic() < deadline:
            time.sleep(0.01)  # it has not seen yet that they are gone
        assert status == b"HTTP/1.1 200", status
        assert answers["HTTP/1.1 503"] > 0, "nothing was refused: the limit was not reached"
        print(f"{threads} threads, {megabytes} MB: {dict(answers)}")
    finally:
        server.terminate()
        status = server.wait()
    assert status == 0, f"the server ended with {status}"


def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (2 * CONNECTIONS, 2 * CONNECTIONS))
    for threads, megabytes in LIMITS:
        abuse(sys.argv[1], threads, megabytes)


main()
