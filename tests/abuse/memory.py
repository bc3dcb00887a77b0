"""Crowds of connections against a server whose memory is limited.

Usage: memory.py BINARY [THREADS MEGABYTES]. For each number of I/O threads and each limit (ulimit
-v), 9,000 connections to 127.0.0.1 are opened and closed six times in a row, three times without
sending anything and three times with a part of a large request each. The server must live, be healthy
within 5 seconds after a crowd has left, keep the flow that was created at the beginning, and end as
it should. All limits together take about three minutes. The binary must be one without sanitizers,
which need all addresses.
"""
import collections
import json
import resource
import socket
import subprocess
import sys
import tempfile
import time

CONNECTIONS = 9000
THREADS = (1, 2, 3, 4)
MEGABYTES = (60, 90, 150, 250, 400)
HEALTHY_WITHIN = 5  # seconds
IN_A_ROW = 100  # good answers, by which a server counts as healthy
FLOW = b'{"name":"kept","source":{"protocol":"rtp","whitelistCidr":"10.0.0.0/8"}}'
PART_OF_A_REQUEST = (b"POST /v1/flows HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
                     b'{"name":"' + b"x" * 60_000)


def ask(port, method, path, body=b""):
    """The status and the body of the answer; 0 if there is none."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
            client.sendall(f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                           f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
            answer = b""
            while piece := client.recv(65536):
                answer += piece
    except ConnectionError:
        return 0, b""
    return int(answer[9:12] or 0), answer.partition(b"\r\n\r\n")[2]


def what_came(client):
    client.setblocking(False)
    try:
        return client.recv(12).decode() or "closed"
    except BlockingIOError:
        return "no answer yet"
    except ConnectionError:
        return "reset"


def crowd(port, request):
    """Opens all connections, sends the request on each, and closes them. Counts what came back."""
    clients = []
    try:
        for _ in range(CONNECTIONS):
            client = socket.create_connection(("127.0.0.1", port), timeout=10)
            clients.append(client)
            try:
                client.sendall(request)
            except ConnectionError:
                pass  # refused before all of it was sent
        return collections.Counter(what_came(client) for client in clients)
    finally:
        for client in clients:
            client.close()


def time_until_healthy(port):
    """Until the first of many good answers in a row: other threads can still be busy with what the
    crowd has sent, and need the memory again."""
    begin = healthy_since = time.monotonic()
    good = 0
    while good < IN_A_ROW:
        status = ask(port, "GET", "/v1/flows")[0]
        if status == 200:
            good += 1
            continue
        good = 0
        time.sleep(0.01)
        healthy_since = time.monotonic()
        waited = healthy_since - begin
        assert waited < HEALTHY_WITHIN, f"still {status} after {waited:.1f} s"
    return healthy_since - begin


def abuse(binary, threads, megabytes, log):
    size = megabytes * 1000 * 1024  # as `ulimit -v` counts
    server = subprocess.Popen(
        ["timeout", "120", binary, "--port", "0", "--threads", str(threads), "--log-level", "warn"],
        stdout=subprocess.PIPE, stderr=log,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)))
    try:
        endpoint = json.loads(server.stdout.readline())["endpoint"]
        port = int(endpoint.rsplit(":", 1)[1])
        assert ask(port, "POST", "/v1/flows", FLOW)[0] == 201
        slowest = 0
        answers = collections.Counter()
        for _ in range(3):
            for request in (b"", PART_OF_A_REQUEST):
                answers += crowd(port, request)
                assert server.poll() is None, f"the server has ended: {server.returncode}"
                slowest = max(slowest, time_until_healthy(port))
        assert b'"name":"kept"' in ask(port, "GET", "/v1/flows")[1], "the flow is gone"
        assert ask(port, "POST", "/v1/flows", FLOW)[0] == 201
        assert answers["HTTP/1.1 503"] > 0, "nothing was refused: the limit was not reached"
        print(f"{threads} threads, {megabytes} MB: {dict(answers)}, "
              f"healthy after {slowest:.2f} s at most", flush=True)
    finally:
        server.terminate()
        status = server.wait()
    assert status == 0, f"the server ended with {status}"
    log.seek(0)
    assert b"connections can be open at once" in log.read(), "the log does not tell the limit"


def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (2 * CONNECTIONS, 2 * CONNECTIONS))
    chosen = [int(number) for number in sys.argv[2:]]
    for threads in chosen[:1] or THREADS:
        for megabytes in chosen[1:] or MEGABYTES:
            with tempfile.TemporaryFile() as log:
                abuse(sys.argv[1], threads, megabytes, log)


main()
