"""The binary as a process of its own, and boto3 clients that talk to it."""

import atexit
import json
import os
import signal
import subprocess
import unittest
import urllib.request

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

# Nothing of the person who runs the tests: no profile, no instance role, no retries that hide.
os.environ.update(
    AWS_EC2_METADATA_DISABLED="true",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
)


class Server:
    """Started on a port that it picks, ready when the constructor returns."""

    def __init__(self, *options):
        binary = os.environ.get("SERVER_BINARY")
        if not binary:
            raise RuntimeError("SERVER_BINARY must name the server; ./dev test sets it")
        self._process = subprocess.Popen(
            [binary, "--port", "0", "--log-level", "error", *options],
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self._process.kill)  # a test that fails leaves none behind
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the server ended with {self._process.wait()} before it was ready")
        self.endpoint = json.loads(line)["endpoint"]

    def client(self, account, region="us-east-1"):
        """A client of an account; the 12-digit access key is the account."""
        return boto3.client(
            "mediaconnect",
            endpoint_url=self.endpoint,
            region_name=region,
            aws_access_key_id=account,
            aws_secret_access_key="unused",
            config=Config(retries={"total_max_attempts": 1}),
        )

    def stop(self):
        """Returns the exit status."""
        self._process.send_signal(signal.SIGTERM)
        status = self._process.wait(timeout=20)
        self._process.stdout.close()
        return status


class ServerTest(unittest.TestCase):
    """Tests that share one server, which must end well."""

    options = ()

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.options)

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0

    def control(self, method, path, **body):
        """A control operation: control("PUT", "clock", mode="frozen")."""
        request = urllib.request.Request(
            f"{self.server.endpoint}/_mediaconnect/{path}",
            method=method,
            data=json.dumps(body).encode() if body else None,
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or "null")

    def clock(self, method, what="", **body):
        """The same about the clock of `account`: clock("POST", "/advance", by="1s")."""
        return self.control(method, f"accounts/{self.account}/clock{what}", **body)


class Calls:
    """For a TestCase that is the same for every client: here, boto3 as `account`.

    call(operation, **parameters)   returns the answer's members
    assert_fails(code, message, operation, **parameters)
    """

    statuses = {
        "BadRequestException": 400,
        "NotFoundException": 404,
        "ConflictException": 409,
    }

    def setUp(self):
        self.client = self.server.client(self.account)

    def call(self, operation, **parameters):
        answer = getattr(self.client, xform_name(operation))(**parameters)
        answer.pop("ResponseMetadata")
        return answer

    def assert_fails(self, code, message, operation, **parameters):
        with self.assertRaises(ClientError) as refusal:
            self.call(operation, **parameters)
        response = refusal.exception.response
        self.assertEqual(response["Error"]["Code"], code)
        self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], self.statuses[code])
        self.assertRegex(response["Error"]["Message"], message)


class ClientErrors:
    """For a TestCase: what boto3 makes of a refusal."""

    def assert_refused(self, code, status, message, call, **arguments):
        with self.assertRaises(ClientError) as refusal:
            call(**arguments)
        response = refusal.exception.response
        self.assertEqual(response["Error"]["Code"], code)
        self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], status)
        self.assertRegex(response["Error"]["Message"], message)
        self.assertRegex(response["ResponseMetadata"]["RequestId"], "^[0-9a-f-]{36}$")
