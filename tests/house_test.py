"""The order of the house: a room includes only itself and the rooms that it comes after."""

import pathlib
import re
import unittest

TREE = pathlib.Path(__file__).resolve().parents[1]
CMAKE = (TREE / "api" / "CMakeLists.txt").read_text()


def rooms():
    """The rooms of api/ and the two floors: name -> those that it may include."""
    may = {"state": {"state"}}
    for name, after in re.findall(r"^room\((\w+) AFTER (\w+)", CMAKE, re.M):
        may[name] = {name} | may[after]
    may["server"] = {"server"} | may["api"]
    return may


def room_of(path):
    """Of a file of this tree: "api/rules/tags.h" is of rules."""
    floor, *rest = path.split("/")
    if floor != "api":
        return floor
    # The registry is the floor's own.
    return rest[0] if len(rest) > 1 else {"body_stream.h": "call", "call.h": "call", "registry.h": "api"}[rest[0]]


def includes():
    for floor in ("state", "api", "server"):
        for path in sorted((TREE / floor).rglob("*.[ch]*")):
            name = str(path.relative_to(TREE))
            for included in re.findall(r'^#include "([^"]+)"', path.read_text(), re.M):
                if included == "handlers.h":
                    included = "api/call.h"  # generated: what it declares takes a Call
                if included.split("/")[0] in ("state", "api", "server"):
                    yield name, included


class HouseTest(unittest.TestCase):
    def test_each_room_includes_only_what_it_comes_after(self):
        may = rooms()
        self.assertEqual(list(may), ["state", "contract", "limits", "steering", "call", "rules", "protocols", "media",
                                     "operations", "world", "api", "server"])
        count = 0
        for path, included in includes():
            count += 1
            self.assertIn(room_of(included), may[room_of(path)], f"{path} includes {included}")
        self.assertGreater(count, 300)

    def test_families_know_only_each_others_front(self):
        for path, included in includes():
            family = re.match(r"api/operations/(\w+)/", included)
            if not family or path.startswith(family[0]):
                continue
            self.assertEqual(included, f"{family[0]}{family[1]}.h", f"{path} includes {included}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
