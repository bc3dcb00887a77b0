"""The life of an ingress and of an egress bridge, for every client: with failover, flows at
the other end, and an instance that is lost and comes back.
"""

from flows import SOURCE

NETWORK_SOURCE = {
    "MulticastIp": "239.1.1.1",
    "Port": 5000,
    "Protocol": "rtp",
    "NetworkName": "studio",
}
NETWORK_OUTPUT = {
    "IpAddress": "192.0.2.9",
    "Port": 5000,
    "Protocol": "udp",
    "Ttl": 64,
    "NetworkName": "studio",
}


def network_source(name, **more):
    return {"NetworkSource": {"Name": name, **NETWORK_SOURCE, **more}}


def network_output(name):
    return {"NetworkOutput": {"Name": name, **NETWORK_OUTPUT}}


class BridgeLife:
    """For a TestCase with Calls."""

    def machine(self, method, arn="", **body):
        """What happens to the machine of a gateway instance."""
        return self.control(method, f"gateway-instances{arn and '/' + arn}", **body)

    def make_gateway(self):
        created = self.call(
            "CreateGateway",
            Name="gateway",
            EgressCidrBlocks=["10.0.0.0/8"],
            Networks=[{"Name": "studio", "CidrBlock": "10.1.0.0/16"}],
        )["Gateway"]
        self.assertEqual(created["GatewayState"], "CREATING")
        arn = created["GatewayArn"]
        gateway = self.call("DescribeGateway", GatewayArn=arn)["Gateway"]
        self.assertEqual(gateway, {**created, "GatewayState": "ACTIVE"})
        self.assertIn(arn, [one["GatewayArn"] for one in self.call("ListGateways")["Gateways"]])
        return arn

    def register(self, gateway, instance_id):
        return self.machine("POST", gatewayArn=gateway, instanceId=instance_id)["gatewayInstanceArn"]

    def make_flow(self, **source):
        return self.call("CreateFlow", Name="flow", Source=source)["Flow"]["FlowArn"]

    def flow(self, arn):
        return self.call("DescribeFlow", FlowArn=arn)["Flow"]

    def bridge(self, arn):
        return self.call("DescribeBridge", BridgeArn=arn)["Bridge"]

    def set_state(self, arn, desired):
        answer = self.call("UpdateBridgeState", BridgeArn=arn, DesiredState=desired)
        self.assertEqual((answer["BridgeArn"], answer["DesiredState"]), (arn, desired))

    def assert_runs_on(self, arn, instance_id):
        bridge = self.bridge(arn)
        self.assertEqual((bridge["BridgeState"], bridge["BridgeMessages"]), ("ACTIVE", []))
        settings = bridge.get("IngressGatewayBridge") or bridge["EgressGatewayBridge"]
        self.assertEqual(settings["InstanceId"], instance_id)

    def assert_waits(self, arn):
        bridge = self.bridge(arn)
        self.assertEqual(bridge["BridgeState"], "START_PENDING")
        (message,) = bridge["BridgeMessages"]
        self.assertIn("CONNECTED", message["Message"])

    def test_an_ingress_bridge(self):
        gateway = self.make_gateway()
        created = self.call(
            "CreateBridge",
            Name="ingress",
            PlacementArn=gateway,
            IngressGatewayBridge={"MaxBitrate": 10000000, "MaxOutputs": 2},
            Sources=[network_source("one")],
            SourceFailoverConfig={"State": "ENABLED"},
        )["Bridge"]
        self.assertEqual((created["BridgeState"], created["BridgeMessages"]), ("STANDBY", []))
        self.assertEqual(created["SourceFailoverConfig"]["FailoverMode"], "FAILOVER")
        arn = created["BridgeArn"]
        self.assertEqual(self.bridge(arn), created)
        self.change_sources(arn)
        self.move_between_instances(gateway, arn)
        self.feed_a_flow(arn)
        self.set_state(arn, "STANDBY")
        self.call("DeleteBridge", BridgeArn=arn)
        self.assert_fails("NotFoundException", arn, "DescribeBridge", BridgeArn=arn)
        self.call(
            "DeregisterGatewayInstance", GatewayInstanceArn=f"{gateway}:instance:mi-01"
        )
        self.assertEqual(self.call("DeleteGateway", GatewayArn=gateway)["GatewayArn"], gateway)

    def change_sources(self, arn):
        added = self.call("AddBridgeSources", BridgeArn=arn, Sources=[network_source("two")])
        self.assertEqual(added["Sources"], [network_source("two")])
        self.assert_fails(
            "ConflictException", r"\"two\"", "AddBridgeSources",
            BridgeArn=arn, Sources=[network_source("two")],
        )
        priority = {"SourcePriority": {"PrimarySource": "two"}}
        updated = self.call("UpdateBridge", BridgeArn=arn, SourceFailoverConfig=priority)["Bridge"]
        self.assertEqual(updated["SourceFailoverConfig"]["SourcePriority"], priority["SourcePriority"])
        multicast = {"MulticastSourceSettings": {"MulticastSourceIp": "10.1.2.3"}}
        source = {"BridgeArn": arn, "SourceName": "two"}
        updated = self.call("UpdateBridgeSource", **source, NetworkSource=multicast)["Source"]
        self.assertEqual(updated, network_source("two", **multicast))
        self.assert_fails(
            "BadRequestException", r"networkSource\.networkName.*\"studio\"", "UpdateBridgeSource",
            **source, NetworkSource={"NetworkName": "attic"},
        )
        self.assertEqual(self.call("RemoveBridgeSource", **source), source)
        self.assert_fails("NotFoundException", r"\"two\"", "RemoveBridgeSource", **source)

    def move_between_instances(self, gateway, arn):
        self.set_state(arn, "ACTIVE")
        self.assert_waits(arn)
        one = self.register(gateway, "mi-01")
        self.assert_runs_on(arn, "mi-01")
        two = self.register(gateway, "mi-02")
        self.machine("PUT", one, connectionStatus="DISCONNECTED")
        self.assert_runs_on(arn, "mi-02")
        self.assert_fails(
            "ConflictException", r"bridges \(1\)", "DeregisterGatewayInstance",
            GatewayInstanceArn=two,
        )
        forced = self.call("DeregisterGatewayInstance", GatewayInstanceArn=two, Force=True)
        self.assertEqual(forced["InstanceState"], "DEREGISTERING")
        self.assert_waits(arn)
        locked = {"GatewayInstanceArn": one, "BridgePlacement": "LOCKED"}
        self.assertEqual(self.call("UpdateGatewayInstance", **locked), locked)
        self.machine("PUT", one, connectionStatus="CONNECTED")
        self.assert_waits(arn)
        self.call("UpdateGatewayInstance", **{**locked, "BridgePlacement": "AVAILABLE"})
        self.assert_runs_on(arn, "mi-01")
        instance = self.call("DescribeGatewayInstance", GatewayInstanceArn=one)["GatewayInstance"]
        self.assertEqual(instance["RunningBridgeCount"], 1)
        listed = self.call("ListGatewayInstances", FilterArn=gateway)["Instances"]
        self.assertEqual(
            [(each["InstanceId"], each["InstanceState"]) for each in listed],
            [("mi-01", "ACTIVE"), ("mi-02", "DEREGISTERED")],
        )
        (listed,) = self.call("ListBridges", FilterArn=one)["Bridges"]
        self.assertEqual((listed["BridgeArn"], listed["BridgeType"]), (arn, "INGRESS"))

    def feed_a_flow(self, arn):
        self.assert_fails(
            "BadRequestException", r"gatewayBridgeSource\.bridgeArn", "CreateFlow",
            Name="flow", Source={"GatewayBridgeSource": {"BridgeArn": arn + "x"}},
        )
        flow = self.make_flow(GatewayBridgeSource={"BridgeArn": arn})
        self.assertEqual(self.bridge(arn)["Outputs"], [])
        self.call("StartFlow", FlowArn=flow)
        (output,) = self.bridge(arn)["Outputs"]
        self.assertEqual(output["FlowOutput"]["FlowArn"], flow)
        self.assertEqual(
            output["FlowOutput"]["FlowSourceArn"], self.flow(flow)["Source"]["SourceArn"]
        )
        self.assert_fails("ConflictException", "ACTIVE", "DeleteBridge", BridgeArn=arn)
        self.set_state(arn, "STANDBY")
        self.assert_fails("ConflictException", flow, "DeleteBridge", BridgeArn=arn)
        self.set_state(arn, "ACTIVE")
        self.call("StopFlow", FlowArn=flow)
        self.call("DeleteFlow", FlowArn=flow)
        self.assertEqual(self.bridge(arn)["Outputs"], [])

    def test_an_egress_bridge(self):
        gateway = self.make_gateway()
        self.register(gateway, "mi-01")
        flow = self.make_flow(**SOURCE)
        created = self.call(
            "CreateBridge",
            Name="egress",
            PlacementArn=gateway,
            EgressGatewayBridge={"MaxBitrate": 10000000},
            Sources=[{"FlowSource": {"Name": "one", "FlowArn": flow}}],
            Outputs=[network_output("one")],
            SourceFailoverConfig={"State": "ENABLED", "FailoverMode": "FAILOVER"},
        )["Bridge"]
        arn = created["BridgeArn"]
        (output,) = self.flow(flow)["Outputs"]
        self.assertEqual((output["BridgeArn"], len(output["BridgePorts"])), (arn, 1))
        self.assertEqual(created["Sources"][0]["FlowSource"]["OutputArn"], output["OutputArn"])
        self.assertEqual(created["Outputs"], [network_output("one")])
        self.change_both_sides(arn, flow)
        self.set_state(arn, "ACTIVE")
        self.assert_runs_on(arn, "mi-01")
        self.call("TagResource", ResourceArn=arn, Tags={"team": "news"})
        tags = self.call("ListTagsForResource", ResourceArn=arn)["Tags"]
        self.assertEqual(tags, {"team": "news"})
        self.assert_fails("ConflictException", r"bridges \(1\)", "DeregisterGatewayInstance",
                          GatewayInstanceArn=f"{gateway}:instance:mi-01")
        self.assert_fails("BadRequestException", arn, "DeleteFlow", FlowArn=flow)
        self.set_state(arn, "STANDBY")
        self.call("DeregisterGatewayInstance", GatewayInstanceArn=f"{gateway}:instance:mi-01")
        self.assert_fails("ConflictException", r"bridges \(1\)", "DeleteGateway", GatewayArn=gateway)
        self.assertEqual(self.call("DeleteBridge", BridgeArn=arn)["BridgeArn"], arn)
        self.assertEqual(self.flow(flow)["Outputs"], [])
        self.call("DeleteFlow", FlowArn=flow)
        self.call("DeleteGateway", GatewayArn=gateway)

    def change_both_sides(self, arn, flow):
        backup = self.make_flow(**SOURCE)
        source = {"FlowSource": {"Name": "two", "FlowArn": backup}}
        (added,) = self.call("AddBridgeSources", BridgeArn=arn, Sources=[source])["Sources"]
        (output,) = self.flow(backup)["Outputs"]
        self.assertEqual(added["FlowSource"]["OutputArn"], output["OutputArn"])
        self.assert_fails(
            "BadRequestException", arn, "RemoveFlowOutput",
            FlowArn=backup, OutputArn=output["OutputArn"],
        )
        source = {"BridgeArn": arn, "SourceName": "two"}
        moved = self.call("UpdateBridgeSource", **source, FlowSource={"FlowArn": flow})["Source"]
        self.assertEqual(moved["FlowSource"]["FlowArn"], flow)
        self.assertEqual(self.flow(backup)["Outputs"], [])
        self.call("RemoveBridgeSource", **source)
        self.assertEqual(len(self.flow(flow)["Outputs"]), 1)
        self.call("DeleteFlow", FlowArn=backup)

        self.call("AddBridgeOutputs", BridgeArn=arn, Outputs=[network_output("two")])
        self.assert_fails(
            "BadRequestException", "at most 2", "AddBridgeOutputs",
            BridgeArn=arn, Outputs=[network_output("three")],
        )
        output = {"BridgeArn": arn, "OutputName": "two"}
        updated = self.call("UpdateBridgeOutput", **output, NetworkOutput={"Port": 6000})["Output"]
        self.assertEqual(updated["NetworkOutput"], {"Name": "two", **NETWORK_OUTPUT, "Port": 6000})
        self.assertEqual(self.call("RemoveBridgeOutput", **output), output)
