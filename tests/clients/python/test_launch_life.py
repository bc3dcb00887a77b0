"""What the operations of the launch do together, through boto3: outputs and the source, a partner's
entitlement, tags, limits, waiters over slow transitions, and a restart."""

import os
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

from flows import SOURCE, rtp_outputs
from server import ClientErrors, Server, ServerTest


class LaunchLifeTest(ClientErrors, ServerTest):
    def create_flow(self, client, **members):
        return client.create_flow(**{"Name": "show", "Source": SOURCE, **members})["Flow"]

    def test_outputs_are_added_updated_and_removed(self):
        client = self.server.client("000000000101")
        arn = self.create_flow(client, Outputs=rtp_outputs(1))["FlowArn"]
        added = client.add_flow_outputs(
            FlowArn=arn,
            Outputs=[
                {
                    "Name": "listener",
                    "Protocol": "srt-listener",
                    "Port": 7000,
                    "CidrAllowList": ["10.0.0.0/8"],
                    "Description": "first",
                }
            ],
        )
        self.assertEqual(added["ResponseMetadata"]["HTTPStatusCode"], 201)
        self.assertEqual([output["Name"] for output in added["Outputs"]], ["listener"])
        output = added["Outputs"][0]["OutputArn"]
        updated = client.update_flow_output(FlowArn=arn, OutputArn=output, Port=7001)
        self.assertEqual(updated["ResponseMetadata"]["HTTPStatusCode"], 202)
        self.assertEqual(updated["Output"], {**added["Outputs"][0], "Port": 7001})
        self.assert_refused(
            "BadRequestException",
            400,
            r"outputs\[0\]\.port: 70000.*65535.*rtp",
            client.add_flow_outputs,
            FlowArn=arn,
            Outputs=[{"Protocol": "rtp", "Destination": "192.0.2.1", "Port": 70000}],
        )
        flow = client.describe_flow(FlowArn=arn)["Flow"]
        self.assertEqual([output["Name"] for output in flow["Outputs"]], ["output-1", "listener"])
        removed = client.remove_flow_output(FlowArn=arn, OutputArn=output)
        self.assertEqual(removed["OutputArn"], output)
        self.assertEqual(len(client.describe_flow(FlowArn=arn)["Flow"]["Outputs"]), 1)

    def test_the_source_is_updated(self):
        client = self.server.client("000000000102")
        flow = self.create_flow(client)
        updated = client.update_flow_source(
            FlowArn=flow["FlowArn"],
            SourceArn=flow["Source"]["SourceArn"],
            Protocol="srt-listener",
            MinLatency=100,
        )
        self.assertEqual(updated["ResponseMetadata"]["HTTPStatusCode"], 202)
        self.assertEqual(
            updated["Source"]["Transport"], {"Protocol": "srt-listener", "MinLatency": 100}
        )
        self.assertEqual(updated["Source"]["WhitelistCidr"], SOURCE["WhitelistCidr"])
        described = client.describe_flow(FlowArn=flow["FlowArn"])["Flow"]
        self.assertEqual(described["Source"], updated["Source"])

    def test_an_answer_has_what_the_service_shows(self):
        client = self.server.client("000000000120")
        source = {"Protocol": "srt-listener", "WhitelistCidr": "10.0.0.0/16"}
        flow = client.create_flow(
            Name="show",
            Sources=[
                {**source, "IngestPort": 5000, "MaxBitrate": 50000000},
                {**source, "IngestPort": 5001},
            ],
            SourceFailoverConfig={"State": "ENABLED"},
        )["Flow"]
        self.assertNotIn("VpcInterfaces", flow)
        self.assertEqual(flow["MediaStreams"], [])
        self.assertEqual([one["IngestIp"] for one in flow["Sources"]], [flow["EgressIp"]] * 2)
        first, second = (one["Transport"] for one in flow["Sources"])
        self.assertEqual(first["MaxBitrate"], 50000000)
        self.assertNotIn("MaxBitrate", second)
        (listener,) = client.add_flow_outputs(
            FlowArn=flow["FlowArn"], Outputs=[{"Protocol": "srt-listener", "Port": 7000}]
        )["Outputs"]
        self.assertEqual(listener["ListenerAddress"], flow["EgressIp"])

    def test_a_flow_cannot_be_its_own_source(self):
        client = self.server.client("000000000121")
        flow = self.create_flow(client)
        (entitlement,) = client.grant_flow_entitlements(
            FlowArn=flow["FlowArn"], Entitlements=[{"Subscribers": ["000000000121"]}]
        )["Entitlements"]
        self.assert_refused(
            "BadRequestException",
            400,
            "entitlementArn: ",
            client.update_flow_source,
            FlowArn=flow["FlowArn"],
            SourceArn=flow["Source"]["SourceArn"],
            EntitlementArn=entitlement["EntitlementArn"],
        )

    def test_a_partner_uses_an_entitlement_until_it_is_revoked(self):
        client = self.server.client("000000000103")
        partner = self.server.client("000000000104")
        arn = self.create_flow(client)["FlowArn"]
        (entitlement,) = client.grant_flow_entitlements(
            FlowArn=arn,
            Entitlements=[
                {
                    "Name": "partner",
                    "Subscribers": ["000000000104"],
                    "DataTransferSubscriberFeePercent": 10,
                }
            ],
        )["Entitlements"]
        entitlement_arn = entitlement["EntitlementArn"]
        self.assertEqual(
            partner.list_entitlements()["Entitlements"],
            [
                {
                    "EntitlementArn": entitlement_arn,
                    "EntitlementName": "partner",
                    "DataTransferSubscriberFeePercent": 10,
                }
            ],
        )
        source = {"Name": "in", "EntitlementArn": entitlement_arn}
        subscribed = self.create_flow(partner, Source=source)
        self.assertEqual(subscribed["Source"]["EntitlementArn"], entitlement_arn)
        self.assertEqual(partner.list_flows()["Flows"][0]["SourceType"], "ENTITLED")
        self.assertEqual(client.list_flows()["Flows"][0]["SourceType"], "OWNED")

        (output,) = client.describe_flow(FlowArn=arn)["Flow"]["Outputs"]
        self.assertEqual((output["Name"], output["EntitlementArn"]), ("partner", entitlement_arn))
        self.assert_refused(
            "BadRequestException",
            400,
            ":entitlement:",
            client.remove_flow_output,
            FlowArn=arn,
            OutputArn=output["OutputArn"],
        )
        self.assert_refused(
            "BadRequestException",
            400,
            "entitlementArn: ",
            self.create_flow,
            client=partner,
            Source=source,
        )
        updated = client.update_flow_entitlement(
            FlowArn=arn, EntitlementArn=entitlement_arn, EntitlementStatus="DISABLED"
        )["Entitlement"]
        self.assertEqual(updated, {**entitlement, "EntitlementStatus": "DISABLED"})

        client.revoke_flow_entitlement(FlowArn=arn, EntitlementArn=entitlement_arn)
        flow = client.describe_flow(FlowArn=arn)["Flow"]
        self.assertEqual((flow["Outputs"], flow["Entitlements"]), ([], []))
        self.assertEqual(partner.list_entitlements()["Entitlements"], [])
        self.assert_refused(
            "ForbiddenException",
            403,
            "000000000104",
            self.create_flow,
            client=partner,
            Source=source,
        )

    def test_every_part_of_a_flow_has_tags(self):
        client = self.server.client("000000000105")
        flow = self.create_flow(
            client,
            Outputs=rtp_outputs(1),
            Entitlements=[{"Subscribers": ["000000000106"]}],
        )
        for arn in (
            flow["FlowArn"],
            flow["Source"]["SourceArn"],
            flow["Outputs"][0]["OutputArn"],
            flow["Entitlements"][0]["EntitlementArn"],
        ):
            client.tag_resource(ResourceArn=arn, Tags={"show": "awards", "Größe": "1 + 1"})
            client.untag_resource(ResourceArn=arn, TagKeys=["show", "absent"])
            self.assertEqual(
                client.list_tags_for_resource(ResourceArn=arn)["Tags"], {"Größe": "1 + 1"}
            )
        self.assert_refused(
            "BadRequestException",
            400,
            "reserved",
            client.tag_resource,
            ResourceArn=flow["FlowArn"],
            Tags={"aws:x": "y"},
        )

    def test_20_outputs_and_50_entitlements_are_the_most(self):
        client = self.server.client("000000000107")
        arn = self.create_flow(client, Outputs=rtp_outputs(19))["FlowArn"]
        self.assert_refused(
            "AddFlowOutputs420Exception",
            420,
            "20 outputs a flow",
            client.add_flow_outputs,
            FlowArn=arn,
            Outputs=rtp_outputs(2, 100),
        )
        grants = [{"Subscribers": ["000000000108"]}] * 51
        self.assert_refused(
            "GrantFlowEntitlements420Exception",
            420,
            "50 entitlements a flow",
            client.grant_flow_entitlements,
            FlowArn=arn,
            Entitlements=grants,
        )
        client.grant_flow_entitlements(FlowArn=arn, Entitlements=grants[:50])
        flow = client.describe_flow(FlowArn=arn)["Flow"]
        self.assertEqual((len(flow["Outputs"]), len(flow["Entitlements"])), (19, 50))

    def test_8_clients_at_once_never_pass_20_outputs(self):
        arn = self.create_flow(self.server.client("000000000109"))["FlowArn"]

        def hammer(number):
            client = self.server.client("000000000109")
            added = 0
            for port in range(5):
                try:
                    client.add_flow_outputs(
                        FlowArn=arn, Outputs=rtp_outputs(1, 100 * number + port)
                    )
                    added += 1
                except client.exceptions.AddFlowOutputs420Exception:
                    pass
            return added

        with ThreadPoolExecutor(8) as pool:
            self.assertEqual(sum(pool.map(hammer, range(8))), 20)
        flow = self.server.client("000000000109").describe_flow(FlowArn=arn)["Flow"]
        self.assertEqual(len(flow["Outputs"]), 20)


class SlowServerTest(ClientErrors, ServerTest):
    options = ("--transition-delay", "3s")

    def test_waiters_see_the_transient_states_through(self):
        client = self.server.client("000000000110")
        arn = client.create_flow(Name="slow", Source=SOURCE)["Flow"]["FlowArn"]

        def status():
            return client.describe_flow(FlowArn=arn)["Flow"]["Status"]

        client.start_flow(FlowArn=arn)
        self.assertEqual(status(), "STARTING")
        self.assert_refused("BadRequestException", 400, "STARTING", client.stop_flow, FlowArn=arn)
        client.get_waiter("flow_active").wait(FlowArn=arn)
        self.assertEqual(status(), "ACTIVE")
        client.stop_flow(FlowArn=arn)
        self.assertEqual(status(), "STOPPING")
        client.get_waiter("flow_standby").wait(FlowArn=arn)
        client.delete_flow(FlowArn=arn)
        self.assertEqual(status(), "DELETING")
        self.assert_refused("BadRequestException", 400, "DELETING", client.start_flow, FlowArn=arn)
        client.get_waiter("flow_deleted").wait(FlowArn=arn)
        self.assertEqual(client.list_flows()["Flows"], [])


class RestartTest(unittest.TestCase):
    def test_a_restart_on_a_data_file_finds_everything(self):
        with tempfile.TemporaryDirectory() as folder:
            options = ("--data", os.path.join(folder, "model.db"))
            first = Server(*options)
            client, partner = first.client("000000000111"), first.client("000000000112")
            flow = client.create_flow(
                Name="kept",
                Source=SOURCE,
                Outputs=rtp_outputs(3),
                Entitlements=[{"Name": "partner", "Subscribers": ["000000000112"]}],
            )["Flow"]
            arn = flow["FlowArn"]
            entitlement = flow["Entitlements"][0]["EntitlementArn"]
            subscribed = partner.create_flow(
                Name="in", Source={"Name": "in", "EntitlementArn": entitlement}
            )["Flow"]
            client.tag_resource(ResourceArn=arn, Tags={"a": "b"})
            client.start_flow(FlowArn=arn)
            before = client.describe_flow(FlowArn=arn)["Flow"]
            self.assertEqual(first.stop(), 0)

            second = Server(*options)
            client, partner = second.client("000000000111"), second.client("000000000112")
            self.assertEqual(client.describe_flow(FlowArn=arn)["Flow"], before)
            self.assertEqual(before["Status"], "ACTIVE")
            self.assertEqual(len(before["Outputs"]), 4)
            self.assertEqual(client.list_tags_for_resource(ResourceArn=arn)["Tags"], {"a": "b"})
            self.assertEqual(
                partner.describe_flow(FlowArn=subscribed["FlowArn"])["Flow"], subscribed
            )
            partner.delete_flow(FlowArn=subscribed["FlowArn"])
            self.assertEqual(len(client.describe_flow(FlowArn=arn)["Flow"]["Outputs"]), 3)
            self.assertEqual(second.stop(), 0)
