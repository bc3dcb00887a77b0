"""Kills a server that writes to a data file, again and again, and looks for what was acknowledged.

Usage: kill.py BINARY [ROUNDS]. In each round four writers create, tag and delete flows on 127.0.0.1,
the server is ended by SIGKILL in the middle of it, and the next one on the same file must show all
that was acknowledged, and nothing that was acknowledged as gone. The file must pass SQLite's own
check each time. A round takes about a third of a second; 100 rounds unless ROUNDS says otherwise.
"""
import http.client
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

FLOW = json.dumps({"name": "kept", "source": {"protocol": "rtp", "whitelistCidr": "10.0.0.0/8"}})
KEPT = 100  # flows that a writer leaves before it begins to delete


class Server:
    def __init__(self, binary, data):
        self.process = subprocess.Popen(
            [binary, "--port", "0", "--data", data, "--log-level", "error"],
            stdout=subprocess.PIPE)
        self.port = int(json.loads(self.process.stdout.readline())["endpoint"].rsplit(":", 1)[1])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


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

    def check(self, port):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        found = set()
        token = ""
        while token is not None:
            page = self.ask(connection, "GET", "/v1/flows?maxResults=1000" + token)
            found.update(flow["flowArn"] for flow in page["flows"])
            token = "&nextToken=" + page["nextToken"] if "nextToken" in page else None
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


def main():
    binary = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    dice = random.Random(1)
    known = [{} for _ in range(4)]
    checked = 0
    with tempfile.TemporaryDirectory() as folder:
        data = folder + "/model.db"
        for _ in range(rounds):
            server = Server(binary, data)
            writers = [Writer(str(111111111111 * (i + 1)), known[i]) for i in range(4)]
            try:
                for writer in writers:
                    writer.port = server.port
                    writer.start()
                time.sleep(dice.uniform(0.01, 0.3))
            finally:
                server.kill()
            for writer in writers:
                writer.join()
            after = Server(binary, data)
            try:
                checked += sum(writer.check(after.port) for writer in writers)
            finally:
                after.kill()
            with sqlite3.connect(data) as database:
                assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            database.close()
    print(f"{rounds} kills, {checked} flows looked for, none lost")


main()
