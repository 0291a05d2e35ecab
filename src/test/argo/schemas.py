"""Writes the schemas of some kinds for kubeconform, each with the definitions that it refers to.

schemas.py VERSION FOLDER   those of Kubernetes VERSION that the package kubernetes-validate has
"""

import json
import pathlib
import sys

import kubernetes_validate

KINDS = [
    "configmap-v1",
    "cronjob-batch-v1",
    "deployment-apps-v1",
    "namespace-v1",
    "networkpolicy-networking-v1",
    "poddisruptionbudget-policy-v1",
    "role-rbac-v1",
    "rolebinding-rbac-v1",
    "secret-v1",
    "serviceaccount-v1",
]


def main(version, folder):
    package = pathlib.Path(kubernetes_validate.__file__).parent
    source = package / "kubernetes-json-schema" / f"v{version}-local-strict"
    definitions = json.loads((source / "_definitions.json").read_text())["$defs"]
    for kind in KINDS:
        schema = json.loads((source / f"{kind}.json").read_text())
        schema.pop("$id", None)
        schema["$defs"] = definitions
        text = json.dumps(schema).replace('"/api/_definitions.json#/', '"#/')
        (pathlib.Path(folder) / f"{kind}.json").write_text(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
