"""What a test can put mediaconnect-mock through. None of these sleeps."""

import threading
import unittest

from botocore.exceptions import ClientError

from mock import SOURCE, Mock, MockTest


class WaitingTest(MockTest):
    def test_wait_without_sleeping(self):
        # The waiter looks once, and the flow is there: it would sleep between two looks.
        flow = self.mock.create_flow()
        self.client.start_flow(FlowArn=flow)
        self.client.get_waiter("flow_active").wait(FlowArn=flow, WaiterConfig={"MaxAttempts": 1})

    def test_a_program_that_polls_sees_each_state(self):
        self.mock("POST", "transitions", {"operation": "StartFlow", "mode": "polls", "count": 3})
        flow = self.mock.create_flow()
        self.client.start_flow(FlowArn=flow)
        seen = [self.mock.status(flow) for _ in range(4)]
        self.assertEqual(seen, ["STARTING", "STARTING", "ACTIVE", "ACTIVE"])


class ClockTest(MockTest):
    def test_freeze_and_advance_time(self):
        self.mock("PUT", "clock", {"mode": "frozen", "now": "2030-01-30T08:30:00Z"})
        self.mock("POST", "transitions", {"operation": "StartFlow", "mode": "after", "delay": "2m"})
        flow = self.mock.create_flow()
        self.client.start_flow(FlowArn=flow)
        self.mock("POST", "clock/advance", {"by": "119s"})
        self.assertEqual(self.mock.status(flow), "STARTING")
        happened = self.mock("POST", "clock/advance", {"by": "1s"})["transitions"]
        self.assertEqual(
            happened,
            [{"arn": flow, "from": "STARTING", "to": "ACTIVE", "at": "2030-01-30T08:32:00.000Z"}],
        )
        self.assertEqual(self.mock.status(flow), "ACTIVE")


class StartTest(MockTest):
    def test_a_flow_never_leaves_starting(self):
        self.mock("PUT", "clock", {"mode": "frozen"})
        self.mock("POST", "transitions", {"operation": "StartFlow", "mode": "manual"})
        flow = self.mock.create_flow()
        self.client.start_flow(FlowArn=flow)
        self.mock("POST", "clock/advance", {"by": "30d"})
        self.assertEqual(self.mock.status(flow), "STARTING")
        with self.assertRaises(self.client.exceptions.BadRequestException):
            self.client.stop_flow(FlowArn=flow)

    def test_a_start_ends_in_error(self):
        rule = {"operation": "StartFlow", "mode": "fail", "message": "No capacity is left in the zone."}
        self.mock("POST", "transitions", rule)
        flow = self.mock.create_flow()
        self.client.start_flow(FlowArn=flow)
        described = self.client.describe_flow(FlowArn=flow)
        self.assertEqual(described["Flow"]["Status"], "ERROR")
        self.assertEqual(described["Messages"]["Errors"], ["No capacity is left in the zone."])
        self.client.stop_flow(FlowArn=flow)
        self.client.delete_flow(FlowArn=flow)


class FaultTest(MockTest):
    def test_fail_the_third_call(self):
        refusal = {"code": "CreateFlow420Exception", "message": "That is too many."}
        self.mock("POST", "faults", {"operation": "CreateFlow", "skip": 2, "times": 1, "error": refusal})
        self.mock.create_flow()
        self.mock.create_flow()
        with self.assertRaises(self.client.exceptions.CreateFlow420Exception):
            self.mock.create_flow()
        self.mock.create_flow()
        self.assertEqual(len(self.client.list_flows()["Flows"]), 3)

    def test_throttle_once(self):
        self.mock("POST", "faults", {"times": 1, "error": {"code": "TooManyRequestsException"}})
        answer = self.client.list_flows()  # boto3 tries again by itself
        self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 1)

    def test_lose_an_answer_after_the_work_is_done(self):
        flow = self.mock.create_flow()
        rule = {"operation": "StartFlow", "apply": "after", "times": 1, "connection": "close"}
        self.mock("POST", "faults", rule)
        # boto3 has no answer and tries again; the flow has started all the same.
        with self.assertRaises(ClientError) as refused:
            self.client.start_flow(FlowArn=flow)
        self.assertEqual(refused.exception.response["Error"]["Code"], "BadRequestException")
        self.assertEqual(self.mock.status(flow), "ACTIVE")


class ParallelTest(unittest.TestCase):
    """Two tests on one server, at the same time."""

    def test_two_tests_do_not_see_each_other(self):
        both_are_there = threading.Barrier(2, timeout=30)
        results = {}

        def run(name, faults, now):
            mock = Mock()
            try:
                mock("PUT", "clock", {"mode": "frozen", "now": now})
                mock("PUT", "faults", {"faults": faults})
                both_are_there.wait()
                answers = []
                for _ in range(20):
                    try:
                        mock.client.create_flow(Name=name, Source=SOURCE)
                        answers.append("created")
                    except ClientError as error:
                        answers.append(error.response["Error"]["Code"])
                names = {flow["Name"] for flow in mock.client.list_flows(MaxResults=100)["Flows"]}
                results[name] = answers, names, mock("GET", "clock")["now"]
                both_are_there.wait()
            finally:
                mock.forget()

        fault = {"operation": "CreateFlow", "every": 2, "error": {"code": "CreateFlow420Exception"}}
        threads = [
            threading.Thread(target=run, args=("one", [fault], "2030-01-01T00:00:00Z")),
            threading.Thread(target=run, args=("two", [], "2040-01-01T00:00:00Z")),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(
            results["one"],
            (["created", "CreateFlow420Exception"] * 10, {"one"}, "2030-01-01T00:00:00.000Z"),
        )
        self.assertEqual(results["two"], (["created"] * 20, {"two"}, "2040-01-01T00:00:00.000Z"))


if __name__ == "__main__":
    unittest.main()
