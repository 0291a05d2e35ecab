"""Compares a bill of materials (CycloneDX, JSON) with the libraries that it is of.

  materials.py BOM APP      APP has lib/ and cloud/; exit code 1 with what is missing
"""

import json
import os
import re
import sys


def jar(component):
    """The name of the file that Maven makes of a component."""
    classifier = re.search(r"classifier=([^&]*)", component["purl"])
    return f'{component["name"]}-{component["version"]}{"-" + classifier[1] if classifier else ""}.jar'


bom, app = sys.argv[1:]
with open(bom, encoding="utf-8") as file:
    materials = json.load(file)
listed = {jar(component) for component in materials["components"]}
there = {name for folder in ("lib", "cloud") for name in os.listdir(os.path.join(app, folder)) if not name.startswith("snowgauge-pipelines")}
missing = sorted(there - listed)
unhashed = sorted(component["name"] for component in materials["components"] if not component.get("hashes"))
if materials["bomFormat"] != "CycloneDX" or missing or unhashed:
    sys.exit(f"{bom}: expected each of {len(there)} libraries, with a hash, but found none of {missing} and no hash of {unhashed}")
print(f"{len(there)} libraries, all of them among {len(listed)} materials")
