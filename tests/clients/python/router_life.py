"""The life of what a router has, for every client: network interfaces, inputs with failover, outputs,
takes that change, flows on either side, maintenance, tags, and deletions in the wrong and in the right
order.
"""

from flows import SOURCE
from routers import INTEGRATED, create_parameters, flow_configuration


def rtp(port):
    return {"Rtp": {"Port": port}}


class RouterLife:
    """For a TestCase with Calls."""

    def make_interface(self, name, configuration):
        created = self.call("CreateRouterNetworkInterface", Name=name, Configuration=configuration)
        created = created["RouterNetworkInterface"]
        self.assertEqual(created["State"], "CREATING")
        shown = self.call("GetRouterNetworkInterface", Arn=created["Arn"])["RouterNetworkInterface"]
        self.assertEqual(shown, {**created, "State": "ACTIVE"})
        return created["Arn"]

    def make_end(self, kind, name, configuration, **more):
        """Makes an input or an output: `kind` is "Input" or "Output"."""
        created = self.call(f"CreateRouter{kind}", **create_parameters(kind, name, configuration), **more)
        created = created[f"Router{kind}"]
        self.assertEqual(created["State"], "CREATING")
        shown = self.call(f"GetRouter{kind}", Arn=created["Arn"])[f"Router{kind}"]
        self.assertEqual(shown, {**created, "State": "STANDBY"})
        return created["Arn"]

    def input(self, arn):
        return self.call("GetRouterInput", Arn=arn)["RouterInput"]

    def output(self, arn):
        return self.call("GetRouterOutput", Arn=arn)["RouterOutput"]

    def take(self, output, router_input):
        answer = self.call("TakeRouterInput", RouterOutputArn=output, RouterInputArn=router_input)
        self.assertEqual((answer["RoutedState"], answer["RouterInputArn"]), ("ROUTING", router_input))
        shown = self.output(output)
        self.assertEqual((shown["RoutedState"], shown["RoutedInputArn"]), ("ROUTED", router_input))

    def take_none(self, output):
        self.call("TakeRouterInput", RouterOutputArn=output)
        shown = self.output(output)
        self.assertEqual((shown["RoutedState"], shown.get("RoutedInputArn")), ("UNROUTED", None))

    def assert_routed(self, **counts):
        self.assertEqual({name: self.input(getattr(self, name))["RoutedOutputs"] for name in counts}, counts)

    def test_the_life_of_a_router(self):
        self.clock("PUT", mode="frozen")
        self.public = self.make_interface("public", {"Public": {"AllowRules": [{"Cidr": "10.0.0.0/8"}]}})
        self.vpc = self.make_interface(
            "vpc", {"Vpc": {"SecurityGroupIds": ["sg-1"], "SubnetId": "subnet-1"}}
        )
        self.plain = self.make_end(
            "Input",
            "plain",
            {"Standard": {"NetworkInterfaceArn": self.public, "ProtocolConfiguration": rtp(5000)}},
            Tags={"team": "news"},
        )
        self.double = self.make_end(
            "Input",
            "double",
            {
                "Failover": {
                    "NetworkInterfaceArn": self.public,
                    "ProtocolConfigurations": [rtp(5000), rtp(5001)],
                    "SourcePriorityMode": "PRIMARY_SECONDARY",
                    "PrimarySourceIndex": 0,
                }
            },
            MaintenanceConfiguration={"PreferredDayTime": {"Day": "SUNDAY", "Time": "03:00"}},
        )
        to = {"DestinationAddress": "192.0.2.9", "DestinationPort": 5000}
        standard = {"NetworkInterfaceArn": self.vpc, "ProtocolConfiguration": {"Rtp": to}}
        self.outputs = [
            self.make_end("Output", "one", {"Standard": standard}),
            self.make_end("Output", "two", {"Standard": standard}),
            self.make_end("Output", "flow", flow_configuration("Output")),
        ]
        self.start_and_route()
        self.maintain()
        self.meet_flows()
        self.change_tags()
        self.delete_in_the_wrong_order()
        self.delete_in_the_right_order()

    def start_and_route(self):
        started = self.call("StartRouterInput", Arn=self.double)
        self.assertEqual(started["MaintenanceScheduleType"], "WINDOW")
        self.assertIn("T03:00:00", str(started["MaintenanceSchedule"]["Window"]["Start"]).replace(" ", "T"))
        self.assertEqual(self.input(self.double)["State"], "ACTIVE")
        self.call("StartRouterOutput", Arn=self.outputs[0])
        for output in self.outputs:
            self.take(output, self.double)
        self.assert_routed(plain=0, double=3)
        self.take(self.outputs[1], self.plain)
        self.take_none(self.outputs[2])
        self.assert_routed(plain=1, double=1)
        details = self.call("GetRouterInputSourceMetadata", Arn=self.double)["SourceMetadataDetails"]
        programs = details["RouterInputMetadata"]["TransportStreamMediaInfo"]["Programs"]
        self.assertEqual(len(programs), 1)
        thumbnail = self.call("GetRouterInputThumbnail", Arn=self.double)["ThumbnailDetails"]
        self.assertTrue(thumbnail["Thumbnail"])
        listed = self.call("ListRouterInputs", Filters=[{"InputTypes": ["FAILOVER"]}])["RouterInputs"]
        self.assertEqual([one["Name"] for one in listed], ["double"])
        nobodys = self.outputs[0][:-12] + "0" * 12
        batch = self.call("BatchGetRouterOutput", Arns=[self.outputs[0], nobodys])
        self.assertEqual([one["Name"] for one in batch["RouterOutputs"]], ["one"])
        self.assertEqual([one["Code"] for one in batch["Errors"]], ["NotFoundException"])

    def maintain(self):
        def window():
            return str(self.input(self.double)["MaintenanceSchedule"]["Window"]["ScheduledTime"])

        before = window()
        happened = self.clock("POST", "/advance", by="67d")["transitions"]
        states = [one["to"] for one in happened if one["arn"] == self.double]
        self.assertEqual(states, ["MIGRATING", "ACTIVE"])
        self.assertGreater(window(), before)
        self.call("RestartRouterInput", Arn=self.double)
        self.assertEqual(self.input(self.double)["State"], "ACTIVE")

    def flow(self, arn):
        return self.call("DescribeFlow", FlowArn=arn)["Flow"]

    def meet_flows(self):
        self.sender = self.call("CreateFlow", Name="sender", Source=SOURCE)["Flow"]["FlowArn"]
        routed = {"Name": "routed", **INTEGRATED}
        added = self.call("AddFlowOutputs", FlowArn=self.sender, Outputs=[routed])["Outputs"]
        self.flow_output = {"FlowArn": self.sender, "FlowOutputArn": added[0]["OutputArn"]}
        self.from_flow = self.make_end("Input", "from-flow", flow_configuration("Input", **self.flow_output))
        sender = self.flow(self.sender)
        self.assertEqual(sender["Outputs"][0]["ConnectedRouterInputArn"], self.from_flow)
        self.assertEqual(self.input(self.from_flow)["AvailabilityZone"], sender["AvailabilityZone"])
        self.take(self.outputs[2], self.from_flow)

        zone = self.output(self.outputs[2])["AvailabilityZone"]
        receiver = self.call(
            "CreateFlow", Name="receiver", AvailabilityZone=zone, Source={"Name": "in", **INTEGRATED}
        )["Flow"]
        self.receiver = receiver["FlowArn"]
        flow_source = {"FlowArn": self.receiver, "FlowSourceArn": receiver["Source"]["SourceArn"]}
        self.connect("Output", self.outputs[2], **flow_source)
        shown = self.flow(self.receiver)["Source"]
        self.assertEqual(shown["ConnectedRouterOutputArn"], self.outputs[2])
        configuration = self.output(self.outputs[2])["Configuration"]["MediaConnectFlow"]
        self.assertEqual(configuration["FlowSourceArn"], shown["SourceArn"])

    def connect(self, kind, arn, **flow):
        """Without `flow`, it is disconnected."""
        self.call(f"UpdateRouter{kind}", Arn=arn, Configuration=flow_configuration(kind, **flow))

    def change_tags(self):
        arn = self.plain
        self.call("TagGlobalResource", ResourceArn=arn, Tags={"show": "awards"})
        self.call("UntagGlobalResource", ResourceArn=arn, TagKeys=["team"])
        self.assertEqual(self.call("ListTagsForGlobalResource", ResourceArn=arn)["Tags"], {"show": "awards"})
        self.assertEqual(self.input(arn)["Tags"], {"show": "awards"})
        self.assert_fails("BadRequestException", "/tags/global/", "TagResource", ResourceArn=arn, Tags={"a": "b"})

    def delete_in_the_wrong_order(self):
        conflict = "ConflictException"
        self.assert_fails(conflict, "is used by", "DeleteRouterNetworkInterface", Arn=self.public)
        self.assert_fails(conflict, "is ACTIVE", "DeleteRouterInput", Arn=self.double)
        self.assert_fails(conflict, "is taken by", "DeleteRouterInput", Arn=self.plain)
        self.assert_fails(conflict, "is ACTIVE", "DeleteRouterOutput", Arn=self.outputs[0])
        self.assert_fails(conflict, "is connected to", "DeleteRouterOutput", Arn=self.outputs[2])
        for flow in self.sender, self.receiver:
            self.assert_fails("BadRequestException", "connected to router", "DeleteFlow", FlowArn=flow)
        self.assert_fails(
            "BadRequestException", "connected to router input",
            "RemoveFlowOutput", FlowArn=self.sender, OutputArn=self.flow_output["FlowOutputArn"],
        )
        second = create_parameters("Input", "second", flow_configuration("Input", **self.flow_output))
        self.assert_fails(conflict, "is connected to router input", "CreateRouterInput", **second)

    def delete_in_the_right_order(self):
        self.connect("Output", self.outputs[2])
        self.connect("Input", self.from_flow)
        self.assertNotIn("ConnectedRouterInputArn", self.flow(self.sender)["Outputs"][0])
        self.assertNotIn("ConnectedRouterOutputArn", self.flow(self.receiver)["Source"])
        for flow in self.sender, self.receiver:
            self.call("DeleteFlow", FlowArn=flow)
        self.call("StopRouterOutput", Arn=self.outputs[0])
        self.call("StopRouterInput", Arn=self.double)
        for output in self.outputs:
            self.assertEqual(self.call("DeleteRouterOutput", Arn=output)["State"], "DELETING")
        self.assert_routed(plain=0, double=0)
        for router_input in self.plain, self.double, self.from_flow:
            self.call("DeleteRouterInput", Arn=router_input)
            self.assert_fails("NotFoundException", router_input, "GetRouterInput", Arn=router_input)
        for interface in self.public, self.vpc:
            self.call("DeleteRouterNetworkInterface", Arn=interface)
            self.assert_fails("NotFoundException", interface, "GetRouterNetworkInterface", Arn=interface)
