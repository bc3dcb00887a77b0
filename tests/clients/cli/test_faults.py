"""Faults, as the AWS CLI meets them."""

import json
import unittest
import urllib.request

from cli import Cli, Refusal
from server import ServerTest

ACCOUNT = "000000000350"


class CliFaultsTest(ServerTest):
    def set_faults(self, *faults):
        request = urllib.request.Request(
            f"{self.server.endpoint}/_mediaconnect/accounts/{ACCOUNT}/faults",
            method="PUT",
            data=json.dumps({"faults": faults}).encode(),
        )
        urllib.request.urlopen(request).close()

    def test_it_tries_again_if_it_may(self):
        fault = {"error": {"code": "TooManyRequestsException"}, "times": 1}
        self.set_faults(fault)
        with self.assertRaisesRegex(Refusal, r"\(TooManyRequestsException\).*ListFlows"):
            Cli(self.server, ACCOUNT)("list-flows")
        self.set_faults(fault)
        self.assertEqual(Cli(self.server, ACCOUNT, attempts=2)("list-flows")["Flows"], [])

    def test_it_tells_what_has_gone_wrong(self):
        self.set_faults({"error": {"code": "ServiceUnavailableException", "message": "Not today."}})
        with self.assertRaisesRegex(Refusal, r"\(ServiceUnavailableException\).*Not today\."):
            Cli(self.server, ACCOUNT)("list-flows")
        self.set_faults({"connection": "close"})
        with self.assertRaisesRegex(Refusal, "Connection was closed"):
            Cli(self.server, ACCOUNT)("list-flows")


if __name__ == "__main__":
    unittest.main()
