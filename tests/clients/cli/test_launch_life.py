"""The life of a flow and of a partner's flow through the AWS CLI."""

import os
import tempfile
import unittest

from cli import Cli, Refusal
from flows import SOURCE, rtp_outputs
from server import Server

class CliLifeTest(unittest.TestCase):
    def assert_refused(self, pattern, cli, *command, **options):
        with self.assertRaisesRegex(Refusal, pattern):
            cli(*command, **options)

    def test_the_life_of_a_flow_and_of_a_partners(self):
        with tempfile.TemporaryDirectory() as folder:
            options = ("--data", os.path.join(folder, "model.db"), "--transition-delay", "3s")
            server = Server(*options)
            cli, partner = Cli(server, "000000000001"), Cli(server, "000000000002")
            arn = self.make_flow(cli)
            entitlement = self.grant(cli, partner, arn)
            subscribed = self.subscribe(cli, partner, arn, entitlement)
            self.tag(cli, arn)
            before = cli("describe-flow", flow_arn=arn)
            self.assertEqual(server.stop(), 0)

            server = Server(*options)
            cli, partner = Cli(server, "000000000001"), Cli(server, "000000000002")
            self.assertEqual(cli("describe-flow", flow_arn=arn), before)
            self.reach_the_limits(cli, arn)
            self.revoke(cli, partner, arn, entitlement)
            self.run_and_end(cli, arn)
            flows = partner("list-flows")["Flows"]
            self.assertEqual([flow["FlowArn"] for flow in flows], [subscribed])
            self.assertEqual(server.stop(), 0)

    def make_flow(self, cli):
        created = cli("create-flow", name="show", source=SOURCE, outputs=rtp_outputs(1))["Flow"]
        arn = created["FlowArn"]
        self.assertEqual(created["Status"], "STANDBY")
        (listener,) = cli(
            "add-flow-outputs",
            flow_arn=arn,
            outputs=[
                {
                    "Name": "listener",
                    "Protocol": "srt-listener",
                    "Port": 7000,
                }
            ],
        )["Outputs"]
        output = {"flow_arn": arn, "output_arn": listener["OutputArn"]}
        updated = cli("update-flow-output", **output, port=7001)["Output"]
        self.assertEqual(updated, {**listener, "Port": 7001})
        self.assert_refused(
            r"\(BadRequestException\).*AddFlowOutputs.*outputs\[0\]\.port: 70000",
            cli,
            "add-flow-outputs",
            flow_arn=arn,
            outputs=[{**rtp_outputs(1)[0], "Port": 70000}],
        )
        self.assertEqual(len(cli("describe-flow", flow_arn=arn)["Flow"]["Outputs"]), 2)
        self.assertEqual(
            cli("remove-flow-output", **output),
            {"FlowArn": arn, "OutputArn": listener["OutputArn"]},
        )
        source = cli(
            "update-flow-source",
            flow_arn=arn,
            source_arn=created["Source"]["SourceArn"],
            protocol="rist",
        )["Source"]
        self.assertEqual(source["Transport"]["Protocol"], "rist")
        self.assertEqual(source["WhitelistCidr"], SOURCE["WhitelistCidr"])
        return arn

    def grant(self, cli, partner, arn):
        (granted,) = cli(
            "grant-flow-entitlements",
            flow_arn=arn,
            entitlements=[{"Name": "partner", "Subscribers": ["000000000002"]}],
        )["Entitlements"]
        entitlement = granted["EntitlementArn"]
        updated = cli(
            "update-flow-entitlement",
            flow_arn=arn,
            entitlement_arn=entitlement,
            description="for a partner",
        )["Entitlement"]
        self.assertEqual(updated, {**granted, "Description": "for a partner"})
        self.assertEqual(
            partner("list-entitlements")["Entitlements"],
            [{"EntitlementArn": entitlement, "EntitlementName": "partner"}],
        )
        return entitlement

    def subscribe(self, cli, partner, arn, entitlement):
        source = {"Name": "in", "EntitlementArn": entitlement}
        subscribed = partner("create-flow", name="in", source=source)["Flow"]["FlowArn"]
        self.assertEqual(partner("list-flows")["Flows"][0]["SourceType"], "ENTITLED")
        output = cli("describe-flow", flow_arn=arn)["Flow"]["Outputs"][-1]
        self.assertEqual(output["EntitlementArn"], entitlement)
        self.assert_refused(
            r"\(BadRequestException\).*:entitlement:",
            cli,
            "remove-flow-output",
            flow_arn=arn,
            output_arn=output["OutputArn"],
        )
        return subscribed

    def tag(self, cli, arn):
        cli("tag-resource", resource_arn=arn, tags={"show": "awards", "Größe": "1 + 1"})
        cli("untag-resource", resource_arn=arn, tag_keys=["show"])
        self.assertEqual(
            cli("list-tags-for-resource", resource_arn=arn), {"Tags": {"Größe": "1 + 1"}}
        )

    def reach_the_limits(self, cli, arn):
        self.assert_refused(
            r"\(AddFlowOutputs420Exception\).*20 outputs a flow",
            cli,
            "add-flow-outputs",
            flow_arn=arn,
            outputs=rtp_outputs(19, 100),
        )
        self.assert_refused(
            r"\(GrantFlowEntitlements420Exception\).*50 entitlements a flow",
            cli,
            "grant-flow-entitlements",
            flow_arn=arn,
            entitlements=[{"Subscribers": ["000000000002"]}] * 50,
        )

    def revoke(self, cli, partner, arn, entitlement):
        cli("revoke-flow-entitlement", flow_arn=arn, entitlement_arn=entitlement)
        flow = cli("describe-flow", flow_arn=arn)["Flow"]
        self.assertEqual([len(flow["Outputs"]), flow["Entitlements"]], [1, []])
        self.assertEqual(partner("list-entitlements")["Entitlements"], [])

    def run_and_end(self, cli, arn):
        self.assertEqual(cli("start-flow", flow_arn=arn)["Status"], "STARTING")
        cli("wait", "flow-active", flow_arn=arn)
        self.assert_refused(
            r"\(BadRequestException\).*is ACTIVE", cli, "delete-flow", flow_arn=arn
        )
        self.assertEqual(cli("stop-flow", flow_arn=arn)["Status"], "STOPPING")
        cli("wait", "flow-standby", flow_arn=arn)
        self.assertEqual(cli("delete-flow", flow_arn=arn)["Status"], "DELETING")
        cli("wait", "flow-deleted", flow_arn=arn)
        self.assert_refused(r"\(NotFoundException\)", cli, "describe-flow", flow_arn=arn)


if __name__ == "__main__":
    unittest.main()
