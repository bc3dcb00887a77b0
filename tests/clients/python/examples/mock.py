"""What a test needs of mediaconnect-mock: an account of its own, a client, and control operations.

AWS_ENDPOINT_URL_MEDIACONNECT says where the server is. Copy this file into your suite.
"""

import json
import os
import unittest
import urllib.request

import boto3

SERVER = os.environ.get("AWS_ENDPOINT_URL_MEDIACONNECT", "http://127.0.0.1:4580")
SOURCE = {"Name": "main", "Protocol": "rtp", "WhitelistCidr": "10.24.34.0/23"}


def call(method, url, body=None):
    """Sends a body as JSON, and returns what the answer has as JSON."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, method=method, data=data)) as response:
        return json.loads(response.read() or "null")


class Mock:
    """An account that nobody has used. No other account meets what it does."""

    def __init__(self):
        given = call("POST", f"{SERVER}/_mediaconnect/accounts")
        self.account = given["accountId"]
        self.control = f"{SERVER}/_mediaconnect/accounts/{self.account}"
        self.client = boto3.client(
            "mediaconnect",
            endpoint_url=given["endpoint"],
            region_name="us-east-1",
            aws_access_key_id=given["accessKeyId"],
            aws_secret_access_key=given["secretAccessKey"],
        )

    def __call__(self, method, path, body=None):
        """A control operation of the account: mock("PUT", "clock", {"mode": "frozen"})."""
        return call(method, f"{self.control}/{path}", body)

    def forget(self):
        """Everything that the account has, its rules and its clock included."""
        call("DELETE", self.control)

    def create_flow(self, **more):
        return self.client.create_flow(Name="AwardsShow", Source=SOURCE, **more)["Flow"]["FlowArn"]

    def status(self, flow):
        return self.client.describe_flow(FlowArn=flow)["Flow"]["Status"]


class MockTest(unittest.TestCase):
    """A test with a mock of its own."""

    def setUp(self):
        self.mock = Mock()
        self.addCleanup(self.mock.forget)
        self.client = self.mock.client
