"""Runs what the README shows, as it stands there, against the binary, and what users make of it.

A snippet's endpoint, http://127.0.0.1:4580, is replaced by the server's that the test starts.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.request

import yaml

TREE = pathlib.Path(__file__).resolve().parents[2]
README = (TREE / "README.md").read_text()
ENDPOINT = "http://127.0.0.1:4580"
GO_SDK = pathlib.Path("/usr/share/gocode/src/github.com/aws/aws-sdk-go-v2")

sys.path.insert(0, str(TREE / "tests" / "clients" / "python"))
from server import Server  # noqa: E402


def snippets(language):
    """The README's code blocks of a language."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert found, f"the README has no {language} snippet"
    return found


def section(title):
    """What stands below a heading of the README, up to the next one."""
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)[1]


class ClientTest(unittest.TestCase):
    """A server, and a folder for its clients."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.server = Server()

    def tearDown(self):
        self.assertEqual(self.server.stop(), 0)

    def save(self, name, snippet):
        self.assertIn(ENDPOINT, snippet)
        (self.folder / name).write_text(snippet.replace(ENDPOINT, self.server.endpoint))

    def run_command(self, *command, **variables):
        """Returns what the command printed; fails where it failed."""
        done = subprocess.run(
            command, cwd=self.folder, env={**os.environ, **variables}, timeout=200,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def flows(self, account):
        credential = f"{account}/20260101/us-east-1/mediaconnect/aws4_request"
        request = urllib.request.Request(
            self.server.endpoint + "/v1/flows",
            headers={"Authorization": f"AWS4-HMAC-SHA256 Credential={credential}"},
        )
        with urllib.request.urlopen(request) as response:
            return [(flow["name"], flow["status"]) for flow in json.load(response)["flows"]]


class SnippetTest(ClientTest):
    def test_python(self):
        [snippet] = snippets("python")
        self.save("test_show.py", snippet)
        printed = self.run_command(sys.executable, "-m", "unittest", "test_show")
        self.assertIn("Ran 1 test", printed)
        self.assertEqual(self.flows("111122223333"), [])

    def test_javascript(self):
        [snippet] = snippets("js")
        self.save("show.test.mjs", snippet)
        modules = TREE / "tests" / "clients" / "js" / "node_modules"
        (self.folder / "node_modules").symlink_to(modules)
        printed = self.run_command("node", "--test")
        self.assertRegex(printed, "pass 1\n")
        self.assertEqual(self.flows("444455556666"), [])

    def test_shell(self):
        cli, control = snippets("sh")
        self.save("cli.sh", cli)
        printed = self.run_command(
            "bash", "-euo", "pipefail", "cli.sh", PATH="/usr/bin:" + os.environ["PATH"]
        )
        self.assertTrue(printed.startswith("AwardsShow\tSTANDBY\n"), printed)
        self.assertEqual(self.flows("111122223333"), [])
        self.save("control.sh", control)
        printed = self.run_command("bash", "-euo", "pipefail", "control.sh")
        self.assertIn('"status":"ok"', printed)
        self.assertIn('"total":82', printed)
        self.assertEqual(self.flows("111122223333"), [])


class SdkSnippetTest(ClientTest):
    """Snippets of SDKs that are not packaged everywhere; each is a test of its own for ctest."""

    def test_go(self):
        [snippet] = snippets("go")
        if not GO_SDK.is_dir() and not shutil.which("dpkg"):  # ./dev test installs Debian's
            self.skipTest("SKIPPED: the AWS SDK for Go is not packaged here, so its snippet is not run")
        self.save("main.go", snippet)
        # Debian's SDK is a package's source, not a module.
        printed = self.run_command(
            "go", "run", "main.go", GO111MODULE="off", GOPATH="/usr/share/gocode",
            GOCACHE=str(self.folder / "cache"),
        )
        self.assertEqual(printed, "AwardsShow STANDBY\n")
        self.assertEqual(self.flows("111122223333"), [])

    @unittest.skip("SKIPPED: the AWS SDK for Java is no Debian package, so its snippet is not run")
    def test_java(self):
        pass


class SuiteTest(ClientTest):
    """A user's own suites, in suite/: each with what its language's snippet needs."""

    def run_suite(self, *command, **variables):
        endpoint = self.server.endpoint
        return self.run_command(*command, AWS_ENDPOINT_URL_MEDIACONNECT=endpoint, **variables)

    def test_python(self):
        suite = TREE / "tests" / "readme" / "suite" / "test_shows.py"
        self.assertIn("Ran 4 tests", self.run_suite(sys.executable, str(suite)))

    def test_javascript(self):
        suite = TREE / "tests" / "readme" / "suite" / "partners.test.mjs"
        (self.folder / suite.name).write_text(suite.read_text())
        modules = TREE / "tests" / "clients" / "js" / "node_modules"
        (self.folder / "node_modules").symlink_to(modules)
        self.assertRegex(self.run_suite("node", "--test"), "pass 3\n")

    def test_shell(self):
        suite = TREE / "tests" / "readme" / "suite" / "shows.sh"
        printed = self.run_suite(str(suite), PATH="/usr/bin:" + os.environ["PATH"])
        self.assertEqual(printed.count("ok: "), 7, printed)


class ComposeTest(unittest.TestCase):
    """There is no Docker engine here; what can be held against the tree is."""

    def test_the_stack_waits_until_the_server_is_healthy(self):
        [snippet] = snippets("yaml")
        shown = yaml.safe_load(snippet)["services"]
        ours = yaml.safe_load((TREE / "docker" / "compose.yaml").read_text())["services"]
        for services, client in ((shown, "tests"), (ours, "example")):
            self.assertEqual(services["mediaconnect"]["ports"], ["127.0.0.1:4580:4580"])
            self.assertEqual(services["mediaconnect"]["image"], "mediaconnect-mock")
            condition = services[client]["depends_on"]["mediaconnect"]["condition"]
            self.assertEqual(condition, "service_healthy")
            self.assertEqual(
                services[client]["environment"]["AWS_ENDPOINT_URL_MEDIACONNECT"],
                "http://mediaconnect:4580",
            )
        reset = "http://mediaconnect:4580/_mediaconnect/reset"
        self.assertIn(reset, snippet)
        self.assertIn(reset, " ".join(ours["example"]["command"]))


class TablesTest(unittest.TestCase):
    def test_the_options_are_those_of_help(self):
        text = subprocess.check_output([os.environ["SERVER_BINARY"], "--help"], text=True)
        # "--port N" and what follows it, up to the next flag.
        entries = re.findall(r"^ +(--[a-z-]+)( [A-Z]+)? (.*?)(?=^ +-|^$)", text, re.M | re.S)
        shown = {
            flag: (value.strip(), self.default_in(what))
            for flag, value, what in entries if flag not in ("--version", "--licenses")
        }
        rows = re.findall(r"^\| `(--[a-z-]+)` \| (\w*) ?\| (.*) \|$", section("Options"), re.M)
        listed = {flag: (value, self.default_in(what)) for flag, value, what in rows}
        self.assertEqual(listed, shown)
        self.assertEqual(listed["--port"], ("N", "4580"))

    @staticmethod
    def default_in(what):
        found = re.search(r"\(default: ((?:[^):]|:\S)*)", " ".join(what.split()))
        return found and found[1]

    def test_all_operations_are_implemented_as_it_says(self):
        server = Server()
        with urllib.request.urlopen(server.endpoint + "/_mediaconnect/operations") as response:
            operations = json.load(response)["operations"]
        self.assertEqual(server.stop(), 0)
        [number] = re.findall(r"^All (\d+) operations:", section("What is implemented"), re.M)
        self.assertEqual(len(operations), int(number))
        self.assertEqual([one["name"] for one in operations if not one["implemented"]], [])


def load_tests(loader, tests, pattern):
    """All but the SDKs that are tests of their own."""
    cases = (SnippetTest, SuiteTest, ComposeTest, TablesTest)
    return unittest.TestSuite(loader.loadTestsFromTestCase(case) for case in cases)


if __name__ == "__main__":
    unittest.main(verbosity=2)
