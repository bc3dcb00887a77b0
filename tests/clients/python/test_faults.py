"""Faults, as boto3 meets them: its own retries, and what they do to the model."""

import json
import os
import unittest
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from flows import SOURCE
from server import ServerTest


class FaultsTest(ServerTest):
    options = ("--threads", "2")
    accounts = iter(range(300, 400))

    def setUp(self):
        self.account = f"{next(self.accounts):012}"

    def client(self, mode="standard", attempts=3, **config):
        return boto3.client(
            "mediaconnect",
            endpoint_url=self.server.endpoint,
            region_name="us-east-1",
            aws_access_key_id=self.account,
            aws_secret_access_key="unused",
            config=Config(retries={"mode": mode, "total_max_attempts": attempts}, **config),
        )

    def control(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.server.endpoint}/_mediaconnect/accounts/{self.account}/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
        )
        with urllib.request.urlopen(request) as response:
            return json.loads(response.read() or "null")

    def set_faults(self, *faults):
        self.control("PUT", "faults", {"faults": faults})

    def fired(self):
        return [fault["fired"] for fault in self.control("GET", "faults")["faults"]]

    def test_what_it_tries_again(self):
        for mode in "legacy", "standard", "adaptive":
            for fault in (
                {"error": {"code": "TooManyRequestsException"}},
                {"error": {"code": "ServiceUnavailableException"}},
                {"error": {"code": "InternalServerErrorException"}},
                {"connection": "reset"},
                {"connection": "close"},
            ):
                with self.subTest(mode=mode, fault=fault):
                    self.set_faults({**fault, "times": 1})
                    answer = self.client(mode).list_flows()
                    self.assertEqual(answer["Flows"], [])
                    self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 1)
                    self.assertEqual(self.fired(), [1])

    def test_what_it_gives_up(self):
        self.set_faults({"error": {"code": "TooManyRequestsException", "message": "Slower."}})
        with self.assertRaises(ClientError) as refusal:
            self.client(attempts=2).list_flows()
        self.assertEqual(refusal.exception.response["Error"], {"Code": "TooManyRequestsException", "Message": "Slower."})
        self.assertEqual(refusal.exception.response["ResponseMetadata"]["HTTPStatusCode"], 429)
        self.assertEqual(self.fired(), [2])
        self.set_faults({"connection": "close"})
        with self.assertRaises(ConnectionClosedError):
            self.client(attempts=1).list_flows()

    def test_a_lost_answer_has_a_flow_created_twice(self):
        for fault in (
            {"error": {"code": "InternalServerErrorException"}},
            {"connection": "reset"},
            {"connection": "close"},
        ):
            with self.subTest(fault=fault):
                self.control("POST", "reset")
                client = self.client()
                self.set_faults({**fault, "operation": "CreateFlow", "apply": "after", "times": 1})
                created = client.create_flow(Name="f", Source=SOURCE)
                self.assertEqual(created["ResponseMetadata"]["RetryAttempts"], 1)
                flows = client.list_flows()["Flows"]
                self.assertEqual(len(flows), 2)
                self.assertEqual(flows[1]["FlowArn"], created["Flow"]["FlowArn"])

    def test_a_lost_answer_to_a_start(self):
        client = self.client()
        arn = client.create_flow(Name="f", Source=SOURCE)["Flow"]["FlowArn"]
        self.set_faults({"operation": "StartFlow", "connection": "close", "apply": "after", "times": 1})
        with self.assertRaisesRegex(ClientError, "must be STANDBY to be started"):
            client.start_flow(FlowArn=arn)
        self.assertEqual(client.describe_flow(FlowArn=arn)["Flow"]["Status"], "ACTIVE")

    @unittest.skipUnless("AWS_DATA_PATH" in os.environ, "Debian's boto3 knows no operation with a client token")
    def test_a_lost_answer_has_nothing_created_twice_with_a_client_token(self):
        configuration = {"Public": {"AllowRules": [{"Cidr": "10.0.0.0/8"}]}}
        for fault in {"error": {"code": "ServiceUnavailableException"}}, {"connection": "close"}:
            with self.subTest(fault=fault):
                self.control("POST", "reset")
                client = self.client()
                tokens = []
                client.meta.events.register(
                    "before-send.mediaconnect.CreateRouterNetworkInterface",
                    lambda request, **_: tokens.append(json.loads(request.body)["clientToken"]),
                )
                self.set_faults({**fault, "apply": "after", "times": 1})
                created = client.create_router_network_interface(Name="n", Configuration=configuration)
                self.assertEqual(created["ResponseMetadata"]["RetryAttempts"], 1)
                self.assertEqual(len(tokens), 2)
                self.assertEqual(tokens[0], tokens[1])
                listed = client.list_router_network_interfaces()["RouterNetworkInterfaces"]
                self.assertEqual([one["Arn"] for one in listed], [created["RouterNetworkInterface"]["Arn"]])

    def test_what_takes_too_long(self):
        for fault in {"latency": {"fixed": "1h"}}, {"connection": "hang"}:
            with self.subTest(fault=fault):
                self.set_faults({**fault, "operation": "CreateFlow"})
                client = self.client(attempts=1, read_timeout=0.3)
                with self.assertRaises(ReadTimeoutError):
                    client.create_flow(Name="f", Source=SOURCE)
                self.assertEqual(client.list_flows()["Flows"], [])


if __name__ == "__main__":
    unittest.main()
