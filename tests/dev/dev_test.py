"""./dev and CMake on systems that this one is not: their package tools are stand-ins.

A stand-in prints what the system would, and notes how it was called in the file `calls`.
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

TREE = pathlib.Path(__file__).resolve().parents[2]

DEBIAN_12 = """g++ cmake ninja-build ccache libboost1.74-dev libboost-url1.74-dev libboost1.81-dev
    libboost-url1.81-dev clang-13 clang-14 clang-16 clang-19 clang-22 libclang-rt-14-dev
    libclang-rt-16-dev libclang-rt-19-dev libclang-rt-22-dev"""
DEBIAN_13 = """g++ cmake ninja-build ccache libboost1.83-dev libboost-url1.83-dev libboost1.88-dev
    libboost-url1.88-dev clang-17 clang-18 clang-19 clang-22 libclang-rt-17-dev
    libclang-rt-18-dev libclang-rt-19-dev libclang-rt-22-dev"""
# Of the two families alone; the rest has one name everywhere.
OTHERS = """rapidjson-dev libsqlite3-dev libsqlitecpp-dev libssl-dev zlib1g-dev libzstd-dev libcli11-dev
    libspdlog-dev libfmt-dev libutf8proc-dev libstb-dev libgtest-dev libgmock-dev python3
    python3-boto3 python3-yaml awscli curl golang-go golang-github-aws-aws-sdk-go-v2-dev"""


class StandInTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "bin").mkdir()
        self.calls = self.folder / "calls"
        self.calls.touch()

    def stand_in(self, name, script):
        path = self.folder / "bin" / name
        path.write_text(f'#!/bin/bash\necho "{name} $*" >>{self.calls}\n{script}\n')
        path.chmod(0o755)

    def debian(self, offered, installed="", user=0, sudo=None, clang=19):
        """`clang` is the version that the package clang stands for."""
        (self.folder / "offered").write_text("\n".join(f"{n} - text" for n in offered.split()) + "\n")
        (self.folder / "installed").write_text(
            "".join(f"installed {name}\n" for name in installed.split())
        )
        self.stand_in("dpkg-query", f"cat {self.folder}/installed")
        depends = f'if [ "$*" = "depends clang" ]; then printf "clang\\n  Depends: clang-{clang}\\n"; exit; fi\n'
        self.stand_in("apt-cache", depends + f'grep -E "${{@: -1}}" <(sed "s/ - .*//" {self.folder}/offered)')
        self.stand_in("apt-get", "")
        self.stand_in("id", f"echo {user}")
        if sudo is not None:
            self.stand_in("sudo", sudo)

    def run_bash(self, script, path=None):
        """Runs a script that begins like ./dev; returns its status and what it printed."""
        bin_folder = self.folder / "bin"
        done = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c",
             'say() { echo "==> $*"; }; fail() { echo "dev: $*"; exit 1; }\n'
             f". {TREE}/tools/packages.sh\n{script}"],
            env={"PATH": path or f"{bin_folder}:/usr/bin:/bin", "HOME": os.devnull},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=60,
        )
        return done.returncode, done.stdout

    def installs(self):
        """The packages that apt-get was told to install."""
        found = re.findall(r"^apt-get install (.*)$", self.calls.read_text(), re.M)
        return [word for line in found for word in line.split() if not word.startswith("-")]


class PackagesTest(StandInTest):
    def chosen(self, offered, installed="", clang=19):
        self.debian(offered + " " + OTHERS, installed, clang=clang)
        status, printed = self.run_bash('need build test; echo "boost $boost clang $clang"')
        self.assertEqual(status, 0, printed)
        return printed.splitlines()[-1]

    def test_debian_12_and_13_each_get_the_newest_boost_and_their_own_clang(self):
        self.assertEqual(self.chosen(DEBIAN_12, clang=14), "boost 1.81 clang 14")
        self.assertIn("libboost-url1.81-dev", self.installs())
        self.assertIn("libclang-rt-14-dev", self.installs())
        self.assertFalse([name for name in self.installs() if "1.74" in name or "%" in name])
        self.calls.write_text("")
        self.assertEqual(self.chosen(DEBIAN_13), "boost 1.88 clang 19")
        self.assertIn("libboost1.88-dev", self.installs())

    def test_later_systems_get_the_oldest_that_is_newer(self):
        later = "g++ cmake ninja-build ccache libboost1.90-dev libboost-url1.90-dev libboost1.100-dev"
        later += " libboost-url1.100-dev clang-23 libclang-rt-23-dev clang-24 libclang-rt-24-dev"
        self.assertEqual(self.chosen(later, clang=21), "boost 1.90 clang 23")

    def test_a_version_that_lacks_one_of_its_packages_is_not_chosen(self):
        lacking = DEBIAN_13.replace("libclang-rt-19-dev", "").replace("libboost-url1.88-dev", "")
        self.assertEqual(self.chosen(lacking), "boost 1.83 clang 18")

    def test_what_is_installed_is_used_and_the_network_is_not(self):
        installed = "g++ cmake ninja-build ccache libboost1.81-dev libboost-url1.81-dev clang-14"
        installed += " libclang-rt-14-dev " + OTHERS
        self.assertEqual(self.chosen(DEBIAN_12, installed, clang=16), "boost 1.81 clang 14")
        self.assertNotIn("apt-get", self.calls.read_text())

    def test_only_what_is_missing_is_installed_and_nothing_removed(self):
        self.chosen(DEBIAN_12, "g++ cmake ninja-build ccache " + OTHERS.replace("awscli", ""))
        self.assertEqual(
            sorted(self.installs()),
            ["awscli", "clang-19", "libboost-url1.81-dev", "libboost1.81-dev", "libclang-rt-19-dev"],
        )
        self.assertIn("--no-remove", self.calls.read_text())

    def test_without_root_and_sudo_the_administrator_gets_a_line(self):
        self.debian(DEBIAN_12 + " " + OTHERS, "g++ cmake ninja-build " + OTHERS, user=1000)
        # A folder for the few commands that are needed, as sudo may be in /usr/bin here.
        for name in ("sed", "grep", "cut", "sort", "head", "cat"):
            (self.folder / "bin" / name).symlink_to(shutil.which(name))
        status, printed = self.run_bash("need build", path=str(self.folder / "bin"))
        self.assertEqual(status, 1, printed)
        line = "apt-get install --no-install-recommends ccache libboost1.81-dev libboost-url1.81-dev\n"
        self.assertIn(line, printed)
        self.assertNotIn("apt-get", self.calls.read_text())

    def test_a_sudo_that_refuses_gets_the_same_line(self):
        self.debian(DEBIAN_13 + " " + OTHERS, OTHERS, user=1000, sudo="exit 1")
        status, printed = self.run_bash("need build")
        self.assertEqual(status, 1, printed)
        self.assertIn("apt-get install --no-install-recommends g++ cmake ninja-build", printed)

    def test_sudo_installs_for_an_ordinary_user(self):
        self.debian(DEBIAN_13 + " " + OTHERS, OTHERS, user=1000, sudo='exec "$@"')
        status, printed = self.run_bash("need build")
        self.assertEqual(status, 0, printed)
        self.assertIn("libboost1.88-dev", self.installs())

    def test_a_package_that_the_system_lacks_is_named_and_the_rest_installed(self):
        self.debian(DEBIAN_13 + " " + OTHERS.replace("awscli", ""))
        status, printed = self.run_bash("need build test")
        self.assertEqual(status, 0, printed)
        self.assertIn("this system has no package awscli; what needs it will fail", printed)
        self.assertIn("python3-boto3", self.installs())
        self.assertNotIn("awscli", self.installs())

    def test_a_system_that_is_too_old_says_so(self):
        self.debian(DEBIAN_12.replace("1.81", "1.67") + " " + OTHERS)
        status, printed = self.run_bash("need build")
        self.assertEqual(status, 1, printed)
        self.assertIn("no Boost of 1.81 or later", printed)
        self.assertEqual(self.installs(), [])

    def test_an_apt_without_lists_is_updated_first(self):
        self.debian("", user=1000, sudo="exit 1")
        status, printed = self.run_bash("need build")
        self.assertEqual(status, 1, printed)
        self.assertIn("an administrator runs apt-get update", printed)


class OtherSystemsTest(StandInTest):
    """Neither dpkg nor apt."""

    def need(self, manager, *present):
        for name in ("sed", "grep", "cut", "sort", "head", "cat"):
            (self.folder / "bin" / name).symlink_to(shutil.which(name))
        for name in (*manager, *present):
            self.stand_in(name, "")
        return self.run_bash("need build; echo goes on", path=str(self.folder / "bin"))

    def test_fedora_names_its_packages(self):
        status, printed = self.need(["dnf"])
        self.assertEqual(status, 1)
        self.assertIn("missing here: g++ cmake ninja\n", printed)
        self.assertIn("dnf install gcc-c++ cmake ninja-build\n", printed)

    def test_alpine_names_its_packages(self):
        _, printed = self.need(["apk"], "cmake")
        self.assertIn("missing here: g++ ninja\n", printed)
        self.assertIn("apk add g++ ninja\n", printed)

    def test_a_system_of_another_kind_names_the_commands(self):
        _, printed = self.need([], "g++")
        self.assertIn("missing here: cmake ninja\n", printed)

    def test_it_goes_on_where_everything_is_there(self):
        status, printed = self.need([], "g++", "cmake", "ninja")
        self.assertEqual((status, printed), (0, "goes on\n"))


class HelpTest(StandInTest):
    def run_dev(self, *arguments):
        """In a tree that has ./dev and the README alone, so that nothing can be built."""
        tree = self.folder / "tree"
        if not tree.exists():
            (tree / "tools").mkdir(parents=True)
            for name in ("dev", "README.md", "tools/packages.sh"):
                shutil.copy(TREE / name, tree / name)
        done = subprocess.run(
            [tree / "dev", *arguments], stdout=subprocess.PIPE, text=True, check=False, timeout=60,
        )
        self.assertFalse((tree / "build").exists())
        self.assertEqual(done.returncode, 0)
        return done.stdout

    def test_help_in_each_spelling_lists_the_commands(self):
        expected = self.run_dev("help")
        commands = re.findall(r"^cmd_(\w+)\(\)", (TREE / "dev").read_text(), re.M)
        self.assertGreater(len(commands), 7)
        for command in commands:
            if command != "help":
                self.assertIn(f"\n./dev {command} ", "\n" + expected)
        for spelling in (["--help"], ["-h"], [], ["test", "--help"], ["build", "-h"]):
            self.assertEqual(self.run_dev(*spelling), expected, spelling)

    def test_models_asks_for_a_folder_before_anything_is_built(self):
        done = subprocess.run(
            [TREE / "dev", "models"], stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
        self.assertEqual(done.returncode, 1)
        self.assertIn("./dev models DIR", done.stderr)

    def test_run_help_lists_every_option_without_a_build(self):
        printed = self.run_dev("run", "--help")
        known = subprocess.check_output([os.environ["SERVER_BINARY"], "--help"], text=True)
        flags = set(re.findall(r"^ +(--[a-z-]+)", known, re.M))
        self.assertGreater(len(flags), 20)
        self.assertEqual(set(re.findall(r"^  (--[a-z-]+) ", printed, re.M)), flags)
        self.assertIn("  --port N                   Port to listen on", printed)
        self.assertEqual(self.run_dev("run", "--port", "1", "-h"), printed)


class CompilerCacheTest(StandInTest):
    def launcher(self, **variables):
        script = re.search(r"^launcher\(\) \{.*?^\}", (TREE / "dev").read_text(), re.M | re.S)[0]
        self.stand_in("ccache", 'echo "$HOME/.cache/ccache"')
        exports = "".join(f"export {name}={value}; " for name, value in variables.items())
        _, printed = self.run_bash(f"{script}\n{exports} launcher")
        return printed.strip()

    def test_it_is_left_out_with_a_word_where_home_cannot_be_written(self):
        self.assertEqual(
            self.launcher(HOME=os.devnull),
            "==> building without ccache: /dev/null/.cache/ccache cannot be written",
        )

    def test_it_is_used_where_it_can_keep_something(self):
        self.assertEqual(self.launcher(HOME=self.folder), "ccache")
        self.assertEqual(self.launcher(HOME=os.devnull, CCACHE_DIR=self.folder / "kept"), "ccache")


class LibrariesTest(StandInTest):
    """CMake, in a system that has no library, or one that is too old."""

    def configure(self, *arguments):
        done = subprocess.run(
            ["cmake", "-G", "Ninja", "-S", TREE, "-B", self.folder / "build",
             f"-DCMAKE_FIND_ROOT_PATH={self.folder}/root", "-DCMAKE_FIND_ROOT_PATH_MODE_PROGRAM=NEVER",
             *(f"-DCMAKE_FIND_ROOT_PATH_MODE_{kind}=ONLY" for kind in ("INCLUDE", "LIBRARY", "PACKAGE")),
             *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120,
        )
        self.assertEqual(done.returncode, 1, done.stdout)
        return done.stdout

    def test_every_missing_library_is_named_with_its_package_everywhere(self):
        printed = self.configure()
        for title in ("Boost 1.81", "RapidJSON", "SQLite 3.37", "SQLiteCpp", "OpenSSL 3.0", "CLI11",
                      "spdlog", "fmt", "utf8proc", "stb", "GoogleTest"):
            self.assertRegex(printed, rf"(?m)^ +{re.escape(title)}.*: .*(there is no|need)", title)
        commands = dict(re.findall(r"^ +([A-Z]\w+(?: [0-9.]+)?): +((?:apt|dnf|apk|brew) .*)$", printed, re.M))
        self.assertEqual(
            set(commands),
            {"Debian 12", "Debian 13", "Ubuntu 24.04", "Fedora", "Alpine", "Homebrew"},
        )
        self.assertIn("libboost1.81-dev", commands["Debian 12"])
        self.assertIn(" libboost-dev", commands["Debian 13"])
        self.assertEqual(commands["Ubuntu 24.04"], commands["Debian 13"])
        for library in ("boost", "rapidjson", "sqlite", "sqlitecpp", "openssl|ssl", "cli11", "spdlog",
                        "fmt", "utf8proc", "stb", "gtest|googletest"):
            for system, command in commands.items():
                if (library, system) not in (("sqlitecpp", "Alpine"), ("stb", "Homebrew")):
                    self.assertRegex(command, rf" (lib)?({library})", system)
        self.assertIn("from its source: SQLiteCpp (https://", printed)
        self.assertIn("from its source: stb (https://", printed)

    def test_a_library_that_is_too_old_is_named_with_its_version(self):
        header = self.folder / "root" / "usr" / "include" / "boost" / "version.hpp"
        header.parent.mkdir(parents=True)
        header.write_text("#define BOOST_VERSION 107400\n")
        printed = self.configure("-DBUILD_TESTING=OFF")
        self.assertRegex(printed, "Boost 1.81 or later: .* BOOST_VERSION is 107400, which is too old")
        self.assertNotIn("GoogleTest", printed)


class StaticTest(StandInTest):
    def test_one_build_folder_can_be_static_and_not_in_turn(self):
        for static, crypto in (("ON", "libcrypto.a"), ("OFF", "libcrypto.so"), ("ON", "libcrypto.a")):
            subprocess.run(
                ["cmake", "-G", "Ninja", "-S", TREE, "-B", self.folder / "build",
                 f"-DMEDIACONNECT_STATIC={static}", "-DBUILD_TESTING=OFF"],
                stdout=subprocess.DEVNULL, check=True, timeout=120,
            )
            links = (self.folder / "build" / "build.ninja").read_text()
            self.assertEqual(set(re.findall(r"libcrypto\.\w+", links)), {crypto})


class ImageTest(unittest.TestCase):
    def test_what_is_not_compiled_is_not_in_the_layer_that_compiles(self):
        dockerfile = (TREE / "Dockerfile").read_text()
        before = dockerfile[: dockerfile.rindex("RUN ./dev build")]
        copied = [source for line in re.findall(r"^COPY (.*) \S+$", before, re.M) for source in line.split()]
        self.assertIn("api", copied)
        for source in copied:
            self.assertTrue((TREE / source).exists(), source)
            self.assertNotIn(source.strip("./"), ("", "README.md", "CHANGELOG.md", "docs", "tests", "docker"))
        # The commit changes with every change, so it comes after the compilation.
        self.assertLess(dockerfile.index("RUN ./dev build"), dockerfile.index("ARG COMMIT"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
