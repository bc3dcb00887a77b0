"""Whatever is done to flows and to the router, in whatever order, each side shows the other: many random
calls, the same on every run, each answer held against the contract.
"""

import random
import unittest

from flows import SOURCE
from http_client import FACTS, Calls
from routers import AUTOMATIC, INTEGRATED, create_parameters, flow_configuration
from server import ServerTest

SECRET = {
    "EncryptionKeyConfiguration": {
        "SecretsManager": {
            "SecretArn": "arn:aws:secretsmanager:us-east-1:000000000058:secret:s",
            "RoleArn": "arn:aws:iam::000000000058:role/r",
        }
    }
}
STEPS = 600
PARTS = {"Input": "FlowOutputArn", "Output": "FlowSourceArn"}
NOBODYS = "arn:aws:mediaconnect:us-east-1:000000000058:output:1-none:none"


class ConnectionsTest(Calls, ServerTest):
    account = "000000000058"
    options = ("--transition-delay", "500ms", "--seed", "31")

    def setUp(self):
        self.random = random.Random(31)
        self.refused = 0
        self.clock("PUT", mode="frozen")

    def attempt(self, operation, **parameters):
        """What is refused is counted."""
        answer = self.send(operation, parameters)
        if answer[0] == FACTS["operations"][operation]["status"]:
            self.read(operation, *answer)
            return
        self.read_refusal(operation, *answer)
        self.assertLess(answer[0], 500, answer)
        self.refused += 1

    def pick(self, choices, default=None):
        return self.random.choice(choices) if choices else default

    def flows(self):
        listed = self.call("ListFlows", MaxResults=100)["Flows"]
        return [self.call("DescribeFlow", FlowArn=one["FlowArn"])["Flow"] for one in listed]

    def ends(self, kind):
        arns = [one["Arn"] for one in self.call(f"ListRouter{kind}s")[f"Router{kind}s"]]
        return self.call(f"BatchGetRouter{kind}", Arns=arns)[f"Router{kind}s"] if arns else []

    def configuration(self, kind):
        """Of an end: without a connection, or with one to any flow."""
        encryption = self.pick([AUTOMATIC, AUTOMATIC, AUTOMATIC, SECRET])
        flow = self.pick(self.flows())
        if flow is None or self.random.random() < 0.2:
            return flow_configuration(kind, encryption)
        outputs = [one["OutputArn"] for one in flow["Outputs"]]
        sources = [one["SourceArn"] for one in flow["Sources"]]
        part = self.pick(outputs if kind == "Input" else sources, NOBODYS)
        return flow_configuration(kind, encryption, FlowArn=flow["FlowArn"], **{PARTS[kind]: part})

    def create_flow(self):
        source = self.pick([{"Name": "in", **INTEGRATED}, SOURCE])
        zone = self.pick(["us-east-1a", "us-east-1b"])
        if len(self.flows()) < 4:
            self.attempt("CreateFlow", Name="flow", Source=source, AvailabilityZone=zone,
                         SourceFailoverConfig={"State": "ENABLED", "FailoverMode": "FAILOVER"})

    def change_flow(self):
        flow = self.pick(self.flows())
        if flow is None:
            return
        arn = {"FlowArn": flow["FlowArn"]}
        output = self.pick([one["OutputArn"] for one in flow["Outputs"]], NOBODYS)
        source = self.pick([one["SourceArn"] for one in flow["Sources"]])
        name = f"part-{self.random.randrange(4)}"
        state = self.pick(["ENABLED", "DISABLED"])
        operation, parameters = self.pick([
            ("AddFlowOutputs", {"Outputs": [{"Name": name, **INTEGRATED}]}),
            ("AddFlowSources", {"Sources": [{"Name": name, **INTEGRATED}]}),
            ("UpdateFlowOutput", {"OutputArn": output, "RouterIntegrationState": state}),
            ("UpdateFlowOutput", {"OutputArn": output, "RouterIntegrationTransitEncryption": SECRET}),
            ("UpdateFlowSource", {"SourceArn": source, "RouterIntegrationState": state}),
            ("UpdateFlowSource", {"SourceArn": source, "RouterIntegrationTransitDecryption": AUTOMATIC}),
            ("RemoveFlowOutput", {"OutputArn": output}),
            ("RemoveFlowSource", {"SourceArn": source}),
            ("StartFlow", {}), ("StopFlow", {}), ("DeleteFlow", {}),
        ])
        self.attempt(operation, **arn, **parameters)

    def change_end(self):
        kind = self.pick(["Input", "Output"])
        ends = self.ends(kind)
        if len(ends) < 4:
            self.attempt(f"CreateRouter{kind}", **create_parameters(kind, "end", self.configuration(kind)))
            return
        arn = self.pick([one["Arn"] for one in ends])
        what = self.pick(["Update", "Update", "Start", "Stop", "Restart", "Delete"])
        members = {"Configuration": self.configuration(kind)} if what == "Update" else {}
        self.attempt(f"{what}Router{kind}", Arn=arn, **members)

    def take(self):
        output = self.pick([one["Arn"] for one in self.ends("Output")])
        taken = self.pick([one["Arn"] for one in self.ends("Input")] + [None])
        if output:
            self.attempt("TakeRouterInput", RouterOutputArn=output, **({"RouterInputArn": taken} if taken else {}))

    def let_time_pass(self):
        self.clock("POST", "/advance", by=self.pick(["300ms", "2s", "40d"]))

    def assert_each_shows_the_other(self):
        """Returns how many are connected."""
        flows = {flow["FlowArn"]: flow for flow in self.flows()}
        by_flows, by_ends = set(), set()
        for arn, flow in flows.items():
            for part in flow["Outputs"] + flow["Sources"]:
                end = part.get("ConnectedRouterInputArn") or part.get("ConnectedRouterOutputArn")
                if end:
                    by_flows.add((arn, part.get("OutputArn") or part["SourceArn"], end))
        for kind, part in PARTS.items():
            for end in self.ends(kind):
                members = end["Configuration"]["MediaConnectFlow"]
                if "FlowArn" in members:
                    by_ends.add((members["FlowArn"], members[part], end["Arn"]))
                    self.assertEqual(end["AvailabilityZone"], flows[members["FlowArn"]]["AvailabilityZone"])
        self.assertEqual(by_flows, by_ends)
        return len(by_ends)

    def test_each_side_shows_the_other_whatever_is_done(self):
        steps = [self.create_flow, self.change_flow, self.change_end, self.change_end, self.take, self.let_time_pass]
        most = 0
        for _ in range(STEPS):
            self.random.choice(steps)()
            most = max(most, self.assert_each_shows_the_other())
        self.assertGreaterEqual(most, 3)
        self.assertGreater(self.refused, STEPS / 20)


if __name__ == "__main__":
    unittest.main()
