"""The client of these tests accepts no answer that breaks the contract."""

import unittest

from http_client import Request, from_wire

TAKEN = {"routedState": "ROUTED", "routerOutputArn": "arn", "routerOutputName": "out"}


class AnswersTest(unittest.TestCase):
    def read(self, shape="TakeRouterInputResponse", **members):
        return from_wire(shape, members, "answer")

    def assert_breaks(self, message, shape="TakeRouterInputResponse", **members):
        with self.assertRaisesRegex(AssertionError, message):
            self.read(shape, **members)

    def test_what_the_shape_has_is_read(self):
        self.assertEqual(self.read(**TAKEN)["RoutedState"], "ROUTED")

    def test_what_breaks_the_shape_is_refused(self):
        self.assert_breaks(r"answer lacks .*routedState")
        self.assert_breaks(r"answer has .*'routed'", **TAKEN, routed=1)
        self.assert_breaks(r"answer\.routedState: 'LOST' is none of", **{**TAKEN, "routedState": "LOST"})
        self.assert_breaks(r"answer\.routerInputArn: None is no string", **TAKEN, routerInputArn=None)
        self.assert_breaks(r"is a union and has", "RouterInputConfiguration", standard={}, merge={})
        self.assert_breaks(r"answer\.bridges: \{\} is no list", "ListBridgesResponse", bridges={})
        self.assert_breaks(r"answer\.tags: \[\] is no map", "ListTagsForResourceResponse", tags=[])
        day = {"start": "2026-01-30T08:30:00Z", "end": "2026-01-30", "scheduledTime": "2026-01-30T08:30:00Z"}
        self.assert_breaks(r"answer\.end: '2026-01-30' is no time", "WindowMaintenanceSchedule", **day)
        network = {"cidrBlock": "10.0.0.0/8", "name": 7}
        self.assert_breaks(r"answer\.name: 7 is no string", "GatewayNetwork", **network)

    def test_requests_are_the_contracts(self):
        request = Request("DeregisterGatewayInstance", {"GatewayInstanceArn": "a:b", "Force": True})
        self.assertEqual((request.method, request.path, request.body),
                         ("DELETE", "/v1/gateway-instances/a%3Ab?force=true", None))
        with self.assertRaises(ValueError):
            Request("CreateFlow", {"name": "flow"})


if __name__ == "__main__":
    unittest.main()
