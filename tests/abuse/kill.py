"""Kills a server that writes to a data file, again and again, and looks for what was acknowledged.

Usage: kill.py BINARY [ROUNDS]. There are three kinds of kills, each ROUNDS times (100 by default):

- at any time, while four writers create, tag and delete flows;
- during a checkpoint, with the same writers and pages of 512 bytes, so that checkpoints are frequent;
- during the migration of a file of version 2.

Each kill is a SIGKILL, and the next server on the same file must show all that was acknowledged, and
nothing that was acknowledged as gone. The file must pass SQLite's own check each time. All on
127.0.0.1; a hundred rounds of all three take about two minutes.
"""
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

FLOW = json.dumps({"name": "kept", "source": {"protocol": "rtp", "whitelistCidr": "10.0.0.0/8"}})
KEPT = 100  # flows that a writer leaves before it begins to delete
APPLICATION_ID = 0x4D436D6B
VERSION_2 = pathlib.Path(__file__).parent.parent / "state" / "version2" / "data.db"
MIGRATED_FLOWS = 10_000


class Server:
    def __init__(self, binary, data):
        self.process = subprocess.Popen(
            ["timeout", "-s", "KILL", "60", binary, "--port", "0", "--data", data,
             "--log-level", "error"],
            stdout=subprocess.PIPE, start_new_session=True)
        self.port = None

    def wait_until_ready(self):
        self.port = int(json.loads(self.process.stdout.readline())["endpoint"].rsplit(":", 1)[1])
        return self

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)  # timeout, and with it the server
        self.process.wait()
        self.process.stdout.read()  # ends when the server has ended
        self.process.stdout.close()


class Writer(threading.Thread):
    """Knows of each of its flows what was acknowledged: the tag's value, or that it is gone. What
    was asked for last and not acknowledged may have happened or not."""

    def __init__(self, account, known):
        super().__init__()
        self.account = account
        self.known = known  # ARN -> tag's value
        self.unsure = None  # ARN of the change under way
        self.port = None

    def ask(self, connection, method, path, body=None):
        connection.request(method, path, body, {
            "Authorization": f"AWS4-HMAC-SHA256 Credential={self.account}/20260101/us-east-1/"
                             "mediaconnect/aws4_request, SignedHeaders=host, Signature=0"})
        reply = connection.getresponse()
        text = reply.read()
        assert reply.status < 300, (method, path, reply.status, text)
        return json.loads(text) if text else {}

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        number = 0
        try:
            while True:
                number += 1
                self.unsure = "a new flow"
                arn = self.ask(connection, "POST", "/v1/flows", FLOW)["flow"]["flowArn"]
                self.known[arn] = None
                self.unsure = arn
                path = urllib.parse.quote(arn, safe="")
                value = str(number)
                self.ask(connection, "POST", "/tags/" + path, json.dumps({"tags": {"n": value}}))
                self.known[arn] = value
                if len(self.known) > KEPT:
                    arn = next(iter(self.known))
                    self.unsure = arn
                    self.ask(connection, "DELETE", "/v1/flows/" + urllib.parse.quote(arn, safe=""))
                    del self.known[arn]
        except (ConnectionError, http.client.HTTPException):
            pass  # killed

    def list_flows(self, connection):
        found = set()
        token = ""
        while token is not None:
            page = self.ask(connection, "GET", "/v1/flows?maxResults=1000" + token)
            found.update(flow["flowArn"] for flow in page["flows"])
            token = "&nextToken=" + page["nextToken"] if "nextToken" in page else None
        return found

    def check(self, port):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        found = self.list_flows(connection)
        lost = set(self.known) - found - {self.unsure}
        assert not lost, f"acknowledged and lost: {lost}"
        surplus = found - set(self.known)
        assert len(surplus) <= 1, f"acknowledged as deleted, or never created: {surplus}"
        for arn, value in list(self.known.items()):
            if arn not in found:
                del self.known[arn]
            elif arn != self.unsure and value is not None:
                tags = self.ask(connection, "GET", "/tags/" + urllib.parse.quote(arn, safe=""))
                assert tags["tags"] == {"n": value}, (arn, tags, value)
        for arn in surplus:
            self.known[arn] = None
        return len(self.known)


def check_file(data):
    database = sqlite3.connect(data)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


def is_in_a_checkpoint(data):
    """Whether a checkpoint was under way, by the WAL's index (sqlite.org/walformat.html, 2.2): it
    says how much of the WAL was to be copied into the file, and how much of that was done."""
    index = pathlib.Path(data + "-shm").read_bytes()
    done, = struct.unpack("=I", index[96:100])
    attempted, = struct.unpack("=I", index[128:132])
    return attempted > done


def kill_while_writing(binary, folder, rounds, in_checkpoints):
    data = os.path.join(folder, "checkpoints.db" if in_checkpoints else "model.db")
    if in_checkpoints:
        database = sqlite3.connect(data)
        database.execute("PRAGMA page_size = 512")
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.close()
    dice = random.Random(1)
    known = [{} for _ in range(4)]
    checked = hits = 0
    for _ in range(rounds):
        server = Server(binary, data).wait_until_ready()
        writers = [Writer(str(111111111111 * (i + 1)), known[i]) for i in range(4)]
        try:
            for writer in writers:
                writer.port = server.port
                writer.start()
            time.sleep(dice.uniform(0.01, 0.3))
            if in_checkpoints:
                # The file changes in checkpoints only.
                begin = os.stat(data).st_mtime_ns
                deadline = time.monotonic() + 10
                while os.stat(data).st_mtime_ns == begin and time.monotonic() < deadline:
                    pass
        finally:
            server.kill()
        for writer in writers:
            writer.join()
        hits += is_in_a_checkpoint(data)
        after = Server(binary, data).wait_until_ready()
        try:
            checked += sum(writer.check(after.port) for writer in writers)
        finally:
            after.kill()
        check_file(data)
    return f"{checked} flows looked for, none lost; {hits} kills were in the middle of a checkpoint"


def file_of_version_2(path):
    """The fixture of version 2 with many more flows, so that its migration takes a while."""
    shutil.copy(VERSION_2, path)
    database = sqlite3.connect(path)
    account, region, doc = database.execute("SELECT account, region, doc FROM flows").fetchone()
    flow = "arn:aws:mediaconnect:us-east-1:111122223333:flow:1-killed%015d-killed:killed"
    for number in range(MIGRATED_FLOWS):
        cursor = database.execute(
            "INSERT INTO flows (account, region, arn, name, status, doc)"
            " VALUES (?, ?, ?, 'killed', 'STANDBY', ?)", (account, region, flow % number, doc))
        database.execute(
            "INSERT INTO flow_sources (flow_id, account, region, arn, name, doc)"
            " VALUES (?, ?, ?, ?, 'source', '{}')",
            (cursor.lastrowid, account, region, (flow % number).replace(":flow:", ":source:")))
    database.commit()
    count = database.execute("SELECT count(*) FROM flows").fetchone()[0]
    database.close()
    return count


def kill_while_migrating(binary, folder, rounds):
    original = os.path.join(folder, "version2.db")
    flows = file_of_version_2(original)
    data = os.path.join(folder, "migrated.db")
    shutil.copy(original, data)
    begin = time.monotonic()
    Server(binary, data).wait_until_ready().kill()
    duration = time.monotonic() - begin
    dice = random.Random(1)
    hits = 0
    for _ in range(rounds):
        for path in (data, data + "-wal", data + "-shm"):
            if os.path.exists(path):
                os.remove(path)
        shutil.copy(original, data)
        server = Server(binary, data)
        time.sleep(dice.uniform(0, duration))
        hits += os.path.exists(data + "-wal") and os.path.getsize(data) == os.path.getsize(original)
        server.kill()
        Server(binary, data).wait_until_ready().kill()
        check_file(data)
        database = sqlite3.connect(data)
        assert database.execute("SELECT count(*) FROM flows").fetchone() == (flows,)
        assert database.execute("PRAGMA user_version").fetchone()[0] > 2
        database.close()
    return f"{flows} flows each time; {hits} kills were in the middle of a migration"


def main():
    binary = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    with tempfile.TemporaryDirectory() as folder:
        for what, result in (
                ("at any time", lambda: kill_while_writing(binary, folder, rounds, False)),
                ("in checkpoints", lambda: kill_while_writing(binary, folder, rounds, True)),
                ("in migrations", lambda: kill_while_migrating(binary, folder, rounds))):
            print(f"{rounds} kills {what}: {result()}", flush=True)


main()
