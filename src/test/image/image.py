"""What the last stages of a Dockerfile say, and images of folders, where no Docker is.

  image.py commands DOCKERFILE STAGE             the RUN lines of a stage in their exec form, a JSON line each
  image.py config DOCKERFILE                     what the last stage says of the image, as an OCI configuration
  image.py owned DOCKERFILE                      USER:GROUP PLACE of each empty folder that the last stage gives to a user
  image.py context DOCKERFILE FOLDER OUT         what a build in FOLDER has to do with: what Dockerfile.dockerignore lets in,
                                                 and of that what is copied. Needs Docker's library for Python
  image.py archive DOCKERFILE ROOT APP TAG OUT   an archive for `docker load` and `ctr images import`: a layer of ROOT
                                                 without APP, one of APP, and the Dockerfile's configuration
"""

import gzip
import hashlib
import json
import os
import platform
import re
import shutil
import sys
import tarfile
import tempfile

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def instructions(path):
    """(stage, keyword, rest) of each instruction; lines that are continued are one."""
    with open(path, encoding="utf-8") as file:
        lines = [line for line in file.read().split("\n") if not line.lstrip().startswith("#")]
    stage = None
    for text in re.sub(r"\\\n", " ", "\n".join(lines)).split("\n"):
        if not text.strip():
            continue
        keyword, _, rest = text.strip().partition(" ")
        keyword, rest = keyword.upper(), rest.strip()
        if keyword == "FROM":
            stage = rest.split()[-1]
        yield stage, keyword, rest


def words(rest):
    """name=value pairs as LABEL and ENV write them."""
    return re.findall(r'([^\s=]+)=(?:"([^"]*)"|(\S*))', rest)


def config(path):
    """The configuration of the last stage, with the defaults of its arguments."""
    stages = list(instructions(path))
    last = stages[-1][0]
    arguments, found = {}, {"Env": ["PATH=/usr/bin:/bin"], "Labels": {}}
    for stage, keyword, rest in stages:
        if stage != last:
            continue
        if keyword == "ARG":
            name, _, default = rest.partition("=")
            arguments[name] = os.environ.get(name, default)
        rest = re.sub(r"\$\{(\w+)\}", lambda match: arguments.get(match[1], ""), rest)
        if keyword == "LABEL":
            for name, quoted, plain in words(rest):
                found["Labels"][name] = quoted or plain
        elif keyword == "ENV":
            for name, quoted, plain in words(rest):
                found["Env"].append(f"{name}={quoted or plain}")
        elif keyword in ("ENTRYPOINT", "CMD"):
            found[keyword.capitalize()] = json.loads(rest)
        elif keyword == "USER":
            found["User"] = rest
        elif keyword == "WORKDIR":
            found["WorkingDir"] = rest
    return found


def commands(path, wanted):
    """The exec-form commands of a stage, each with the user that it runs as."""
    user = "0:0"
    for stage, keyword, rest in instructions(path):
        if stage != wanted:
            continue
        if keyword == "USER":
            user = rest
        elif keyword == "RUN":
            if not rest.startswith("["):
                sys.exit(f"{path}: {wanted}: expected RUN in its exec form, for there is no shell, but found {rest}")
            yield {"user": user, "command": json.loads(rest)}


def owned(path):
    """(user and group, place) of each folder that the last stage copies as a user's."""
    stages = list(instructions(path))
    for stage, keyword, rest in stages:
        owner = re.search(r"--chown=(\d+:\d+)", rest)
        if stage == stages[-1][0] and keyword == "COPY" and owner:
            yield owner[1], rest.split()[-1]


def context(path, folder, out):
    """Copies what a build has in its hands: no more than this can end in a layer."""
    from docker.utils.build import exclude_paths

    with open(path + ".dockerignore", encoding="utf-8") as file:
        patterns = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    sent = sorted(exclude_paths(folder, patterns))
    for _, keyword, rest in instructions(path):
        if keyword not in ("ADD", "COPY") or "--from=" in rest:
            continue
        *sources, _ = [word for word in rest.split() if not word.startswith("--")]
        for source in map(os.path.normpath, sources):
            found = [name for name in sent if source in (".", name) or name.startswith(source + "/")]
            if not found:
                sys.exit(f"{path}: expected files that may be copied from {source} but found none")
            for name in found:
                if os.path.isfile(os.path.join(folder, name)):
                    os.makedirs(os.path.dirname(os.path.join(out, name)), exist_ok=True)
                    shutil.copy2(os.path.join(folder, name), os.path.join(out, name))


def layer(root, members, users, out):
    """A layer's tar, gzipped, in which all but some folders is root's; gives the digest of the plain tar and of the blob."""
    plain, blob = hashlib.sha256(), hashlib.sha256()
    with tempfile.TemporaryFile() as scratch:
        with tarfile.open(fileobj=scratch, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for name in members:
                info = tar.gettarinfo(os.path.join(root, name), arcname=name)
                info.uid = info.gid = 65532 if name.startswith(users) else 0
                info.uname = info.gname = ""
                info.mtime = int(info.mtime)
                info.pax_headers = {}
                if info.isreg():
                    with open(os.path.join(root, name), "rb") as content:
                        tar.addfile(info, content)
                else:
                    tar.addfile(info)
        scratch.seek(0)
        for chunk in iter(lambda: scratch.read(1 << 20), b""):
            plain.update(chunk)
        scratch.seek(0)
        with open(out, "wb") as target, gzip.GzipFile(filename="", fileobj=target, mode="wb", compresslevel=1, mtime=0) as packed:
            for chunk in iter(lambda: scratch.read(1 << 20), b""):
                packed.write(chunk)
    with open(out, "rb") as target:
        for chunk in iter(lambda: target.read(1 << 20), b""):
            blob.update(chunk)
    return plain.hexdigest(), blob.hexdigest()


def members(root, below=None, without=None):
    """Paths below a folder, in a fixed order, parents first."""
    for folder, folders, files in os.walk(os.path.join(root, below) if below else root):
        folders.sort()
        name = os.path.relpath(folder, root)
        if without and (name == without or name.startswith(without + "/")):
            folders.clear()
            continue
        if name != ".":
            yield name
        for entry in sorted(files + [f for f in folders if os.path.islink(os.path.join(folder, f))]):
            yield os.path.normpath(os.path.join(name, entry))
        folders[:] = [f for f in folders if not os.path.islink(os.path.join(folder, f))]


def archive(dockerfile, root, app, tag, out):
    """An OCI layout in a tar, with the manifest that `docker load` wants beside it."""
    app = app.strip("/")
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(out))) as work:
        blobs = os.path.join(work, "blobs", "sha256")
        os.makedirs(blobs)

        def put(content):
            digest = hashlib.sha256(content).hexdigest()
            with open(os.path.join(blobs, digest), "wb") as blob:
                blob.write(content)
            return {"digest": f"sha256:{digest}", "size": len(content)}

        users = ("home/nonroot", *(place.strip("/") for _, place in owned(dockerfile)))
        layers, plain = [], []
        for index, names in enumerate([members(root, without=app), members(root, below=app)]):
            made = os.path.join(work, f"layer{index}")
            diff, digest = layer(root, names, users, made)
            os.rename(made, os.path.join(blobs, digest))
            size = os.path.getsize(os.path.join(blobs, digest))
            layers.append({"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": f"sha256:{digest}", "size": size})
            plain.append(f"sha256:{diff}")
        image = {
            "architecture": ARCHITECTURES.get(platform.machine(), platform.machine()),
            "os": "linux",
            "config": config(dockerfile),
            "rootfs": {"type": "layers", "diff_ids": plain},
            "history": [{"created_by": "the base"}, {"created_by": "COPY /opt/snowgauge"}],
        }
        described = put(json.dumps(image).encode())
        manifest = put(
            json.dumps(
                {
                    "schemaVersion": 2,
                    "mediaType": "application/vnd.oci.image.manifest.v1+json",
                    "config": {"mediaType": "application/vnd.oci.image.config.v1+json", **described},
                    "layers": layers,
                }
            ).encode()
        )
        index = {
            "schemaVersion": 2,
            "manifests": [
                {
                    "mediaType": "application/vnd.oci.image.manifest.v1+json",
                    **manifest,
                    "annotations": {"io.containerd.image.name": tag, "org.opencontainers.image.ref.name": tag.rpartition(":")[2]},
                }
            ],
        }
        docker = [
            {
                "Config": "blobs/sha256/" + described["digest"][7:],
                "RepoTags": [tag],
                "Layers": ["blobs/sha256/" + each["digest"][7:] for each in layers],
            }
        ]
        for name, content in (("oci-layout", {"imageLayoutVersion": "1.0.0"}), ("index.json", index), ("manifest.json", docker)):
            with open(os.path.join(work, name), "w", encoding="utf-8") as file:
                json.dump(content, file)
        with tarfile.open(out, "w") as tar:
            for name in ("oci-layout", "index.json", "manifest.json", "blobs"):
                tar.add(os.path.join(work, name), arcname=name)
    print(f"{out}: {tag}, {os.path.getsize(out):,} bytes")


if __name__ == "__main__":
    if sys.argv[1:2] == ["commands"] and len(sys.argv) == 4:
        for command in commands(*sys.argv[2:]):
            print(json.dumps(command))
    elif sys.argv[1:2] == ["config"] and len(sys.argv) == 3:
        print(json.dumps(config(sys.argv[2]), indent=2))
    elif sys.argv[1:2] == ["owned"] and len(sys.argv) == 3:
        for owner, place in owned(sys.argv[2]):
            print(owner, place)
    elif sys.argv[1:2] == ["context"] and len(sys.argv) == 5:
        context(*sys.argv[2:])
    elif sys.argv[1:2] == ["archive"] and len(sys.argv) == 7:
        archive(*sys.argv[2:])
    else:
        sys.exit(__doc__)
