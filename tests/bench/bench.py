"""Measures the release binary against nginx, which returns the same bodies from memory, or with
--against against another build of the server.

Both have one worker; wrk drives each with 16 connections that are kept alive, in rounds that
alternate, so that a noisy machine is as unkind to one as to the other. Quote the ratios: they are
medians of each round's, and hold elsewhere; the rest is this machine's.
"""

import argparse
import contextlib
import http.client
import json
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

TREE = pathlib.Path(__file__).resolve().parents[2]
BINARY = TREE / "build" / "release" / "mediaconnect-mock"
LOAD = TREE / "tests" / "bench" / "load.lua"
CONNECTIONS = 16
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-east-1/mediaconnect/aws4_request, "
    "SignedHeaders=host, Signature=0"
)
FLOW = {
    "name": "AwardsShow",
    "source": {"name": "main", "protocol": "rtp", "whitelistCidr": "10.24.34.0/23"},
}


def outputs(count):
    return [
        {"name": f"out-{n}", "protocol": "rtp", "destination": f"192.0.2.{n}", "port": 5000}
        for n in range(1, count + 1)
    ]


class Server:
    """A server process, ended when the block is left, and a connection to it. `under` is the command
    of a tool that runs it."""

    def __init__(self, *options, under=(), binary=None):
        self.process = subprocess.Popen(
            [*under, binary or BINARY, "--port", "0", "--log-level", "warn", *options],
            stdout=subprocess.PIPE, text=True,
        )
        self.url = json.loads(self.process.stdout.readline())["endpoint"]
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.process.stdout.close()

    def send(self, method, path, document=None):
        body = None if document is None else json.dumps(document)
        self.connection.request(method, path, body, {"Authorization": AUTHORIZATION})
        response = self.connection.getresponse()
        text = response.read().decode()
        assert response.status < 300, (response.status, text)
        return text

    def create_flow(self, **more):
        return json.loads(self.send("POST", "/v1/flows", {**FLOW, **more}))["flow"]["flowArn"]


@contextlib.contextmanager
def nginx(folder, port, bodies):
    """An nginx with one worker that answers /0, /1, ... with the bodies, from memory."""
    locations = ""
    for number, body in enumerate(bodies):
        # A word of the configuration has 4095 bytes at most.
        parts = [body[i:i + 3000] for i in range(0, len(body), 3000)] or [""]
        words = "".join(
            f"set $part{number}_{i} '{part}'; " for i, part in enumerate(parts)
        )
        names = "".join(f"$part{number}_{i}" for i in range(len(parts)))
        locations += f"location = /{number} {{ {words} return 200 {names}; }}\n"
    (folder / "nginx.conf").write_text(f"""
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000000000; default_type application/json;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; {locations} }}
}}""")
    process = subprocess.Popen(
        ["nginx", "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            with contextlib.suppress(OSError):
                connection = http.client.HTTPConnection("127.0.0.1", port)
                connection.request("GET", "/0")
                connection.getresponse().read()
                break
            time.sleep(0.05)
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        yield f"http://127.0.0.1:{port}", children.read_text().split()[0]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def cpu_seconds(pid):
    """What a process has used of a processor."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(url, pid, method, body, seconds):
    """Requests a second; the 50th and 99th percentile of their time, and the server's processor
    time for one, in microseconds."""
    begin = cpu_seconds(pid)
    printed = subprocess.check_output(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", LOAD, url, "--", method,
         body or "-"], text=True,
    )
    words = next(line for line in printed.splitlines() if line.startswith("RESULT")).split()
    requests, microseconds, p50, p99, failed = map(int, words[1:])
    assert failed == 0, f"{failed} of {requests} requests to {url} failed:\n{printed}"
    return requests * 1e6 / microseconds, p50, p99, (cpu_seconds(pid) - begin) * 1e6 / requests


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def first_answer_ms():
    """From exec to the end of the first answer, of one start."""
    begin = time.perf_counter()
    with Server() as server:
        server.send("GET", "/v1/flows")
        return (time.perf_counter() - begin) * 1000


def resident_mb(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


class Workload:
    """A request that is sent again and again, and the process that answers it."""

    def __init__(self, name, url, pid, method, body=None):
        self.name, self.url, self.pid, self.method, self.body = name, url, pid, method, body

    def run(self, seconds):
        return load(self.url, self.pid, self.method, self.body, seconds)


@contextlib.contextmanager
def workloads_of(binary, only):
    with tempfile.TemporaryDirectory() as folder, Server(binary=binary) as memory, \
            Server("--data", f"{folder}/model.db", binary=binary) as file, \
            Server(binary=binary) as full:
        show = memory.create_flow(outputs=outputs(3))
        print(f"{binary}: idle: {resident_mb(file):.1f} MB resident", flush=True)
        for number in range(10_000):
            full.create_flow(name=f"flow-{number}")
        print(f"with 10,000 flows: {resident_mb(full):.1f} MB resident", flush=True)
        page = "/v1/flows?maxResults=10"
        tags = {"tags": {"stage": "test", "owner": "bench"}}
        workloads = [
            ("DescribeFlow (3 outputs)", memory, "GET", f"/v1/flows/{show}", None),
            ("ListFlows (10 of 10,000)", full, "GET", page, None),
            ("TagResource", memory, "POST", f"/tags/{show}", tags),
            ("CreateFlow (memory)", memory, "POST", "/v1/flows", FLOW),
            ("CreateFlow (3 outputs)", memory, "POST", "/v1/flows", {**FLOW, "outputs": outputs(3)}),
            ("CreateFlow (data file)", file, "POST", "/v1/flows", FLOW),
        ]
        yield [
            (Workload(name, server.url + path, server.process.pid, method,
                      document and json.dumps(document)),
             server.send(method, path, document))
            for name, server, method, path, document in workloads if only.lower() in name.lower()
        ]


@contextlib.contextmanager
def nginx_for(answers):
    """The same workloads, answered by an nginx with the same bodies."""
    with tempfile.TemporaryDirectory() as folder, \
            nginx(pathlib.Path(folder), free_port(), [body for _, body in answers]) as (url, pid):
        yield [
            Workload(one.name, f"{url}/{number}", pid, one.method, one.body)
            for number, (one, _) in enumerate(answers)
        ]


def compare(ours, theirs, peer, rounds, seconds):
    """Prints a row for each workload: both sides' medians of all rounds, and that of the ratios."""
    print(f"\n| {'':26} | req/s | p50 us | p99 us | cpu us | {peer} req/s | p50 us | p99 us "
          "| cpu us | ratio |")
    print("|---" * 10 + "|", flush=True)
    for one, other in zip(ours, theirs):
        sides = [], []
        for _ in range(rounds):
            for side, workload in zip(sides, (one, other)):
                side.append(workload.run(seconds))
        ratio = statistics.median(a[0] / b[0] for a, b in zip(*sides))
        columns = [statistics.median(column) for side in sides for column in zip(*side)]
        print(f"| {one.name:26} | " + " | ".join(f"{column:.0f}" for column in columns)
              + f" | {ratio:.2f} |", flush=True)


def measure(rounds, seconds, only, against):
    with workloads_of(BINARY, only) as answers:
        ours = [workload for workload, _ in answers]
        if against is None:
            with nginx_for(answers) as theirs:
                compare(ours, theirs, "nginx", rounds, seconds)
        else:
            with workloads_of(against, only) as others:
                compare(ours, [workload for workload, _ in others], "other", rounds, seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2, help="of each round and side")
    parser.add_argument("--only", default="", help="part of a workload's name")
    parser.add_argument("--against", type=pathlib.Path, metavar="BINARY",
                        help="another build of the server, in place of nginx")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # ends the servers too
    starts = sorted(first_answer_ms() for _ in range(21))
    print(f"exec to the first answer: {starts[10]:.1f} ms (median of 21; {starts[0]:.1f} to "
          f"{starts[-1]:.1f})")
    print(f"binary: {os.path.getsize(BINARY) / 1e6:.1f} MB")
    measure(arguments.rounds, arguments.seconds, arguments.only, arguments.against)


if __name__ == "__main__":
    main()
