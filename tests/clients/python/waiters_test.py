"""Each waiter of the contract sees every state on its way, by boto3's own waiters with our models."""

import unittest

from botocore import xform_name

from flows import SOURCE
from inputs import FACTS
from routers import create_parameters, flow_configuration
from server import Calls, ServerTest


class WaitersTest(Calls, ServerTest):
    """The clock is frozen: each look at a resource takes a quarter of a second, each transition half of
    one."""

    account = "000000000055"
    options = ("--transition-delay", "500ms")

    def setUp(self):
        super().setUp()
        self.clock("PUT", mode="frozen")
        self.addCleanup(self.control, "POST", "reset")
        self.waited = set()

    def make_end(self, kind):
        """Of the router: an input or an output. Returns its ARN."""
        created = self.call(f"CreateRouter{kind}", **create_parameters(kind, "end", flow_configuration(kind)))
        return created[f"Router{kind}"]["Arn"]

    def wait(self, name, **which):
        """Returns the states that the waiter has seen."""
        self.waited.add(name)
        waiter = FACTS["waiters"][name]
        path = next(one["argument"] for one in waiter["acceptors"] if one["matcher"] == "path")
        resource, member = path.split(".")
        seen = []

        def look(parsed, **_):
            seen.append(parsed[resource][member] if resource in parsed else parsed["Error"]["Code"])
            self.clock("POST", "/advance", by="250ms")

        event = f"after-call.mediaconnect.{waiter['operation']}"
        self.client.meta.events.register(event, look)
        try:
            waits = self.client.get_waiter(xform_name(name))
            waits.wait(**which, WaiterConfig={"Delay": 0, "MaxAttempts": 9})
        finally:
            self.client.meta.events.unregister(event, look)
        return seen

    def assert_waits(self, name, passing, reached, **which):
        self.assertEqual(self.wait(name, **which), [passing, passing, reached], name)

    def test_every_waiter_sees_each_state_before_the_next(self):
        self.wait_for_a_flow()
        for kind in "Input", "Output":
            self.wait_for_an_end(kind, self.make_end(kind))
        self.wait_for_a_route()
        self.assertEqual(self.waited, set(FACTS["waiters"]))
        self.assertEqual(len(self.client.waiter_names), len(self.waited))

    def wait_for_a_flow(self):
        flow = {"FlowArn": self.call("CreateFlow", Name="flow", Source=SOURCE)["Flow"]["FlowArn"]}
        self.call("StartFlow", **flow)
        self.assert_waits("FlowActive", "STARTING", "ACTIVE", **flow)
        self.call("UpdateFlow", **flow, FlowSize="MEDIUM", Maintenance={"MaintenanceDay": "Monday"})
        self.assert_waits("FlowActive", "UPDATING", "ACTIVE", **flow)
        self.call("StopFlow", **flow)
        self.assert_waits("FlowStandby", "STOPPING", "STANDBY", **flow)
        self.call("DeleteFlow", **flow)
        self.assert_waits("FlowDeleted", "DELETING", "NotFoundException", **flow)

    def wait_for_an_end(self, kind, arn):
        self.assert_waits(f"{kind}Standby", "CREATING", "STANDBY", Arn=arn)
        self.call(f"StartRouter{kind}", Arn=arn)
        self.assert_waits(f"{kind}Active", "STARTING", "ACTIVE", Arn=arn)
        self.call(f"UpdateRouter{kind}", Arn=arn, Name="other")
        self.assert_waits(f"{kind}Active", "UPDATING", "ACTIVE", Arn=arn)
        self.call(f"RestartRouter{kind}", Arn=arn)
        self.assert_waits(f"{kind}Active", "MIGRATING", "ACTIVE", Arn=arn)
        self.call(f"StopRouter{kind}", Arn=arn)
        self.assert_waits(f"{kind}Standby", "STOPPING", "STANDBY", Arn=arn)
        self.call(f"DeleteRouter{kind}", Arn=arn)
        self.assert_waits(f"{kind}Deleted", "DELETING", "NotFoundException", Arn=arn)

    def wait_for_a_route(self):
        taken, output = self.make_end("Input"), self.make_end("Output")
        self.clock("POST", "/advance", by="1s")
        self.call("TakeRouterInput", RouterOutputArn=output, RouterInputArn=taken)
        self.assert_waits("OutputRouted", "ROUTING", "ROUTED", Arn=output)
        self.call("TakeRouterInput", RouterOutputArn=output)
        self.assert_waits("OutputUnrouted", "ROUTING", "UNROUTED", Arn=output)


if __name__ == "__main__":
    unittest.main()
