"""Makes images as archives from programs of this machine, so that no registry is needed: images.py FOLDER

snowgauge.test/pause:1    what a pod's sandbox runs
snowgauge.test/busybox:1  sh, awk, sha256sum and the rest of a static busybox
snowgauge.test/curl:1     the same and curl
snowgauge.test/noawk:1    dash and a few programs of coreutils, but no awk
"""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile

BUSYBOX = os.path.realpath(shutil.which("busybox"))
COREUTILS = ["cat", "date", "dd", "env", "head", "ls", "od", "mkdir", "mv", "rm", "sha256sum", "sleep", "stat", "tail", "touch", "tr", "wc"]


class Layer:
    """The one layer of an image, as a tar archive."""

    def __init__(self):
        self.bytes = io.BytesIO()
        self.tar = tarfile.open(fileobj=self.bytes, mode="w")
        self.names = set()
        for folder in ("bin", "data", "dev", "etc", "proc", "root", "sys", "tmp"):
            self.folder(folder, 0o1777 if folder in ("data", "tmp") else 0o755)
        self.text("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n")
        self.text("etc/group", "root:x:0:\n")

    def folder(self, name, mode=0o755):
        if name and name not in self.names:
            self.folder(os.path.dirname(name))
            info = tarfile.TarInfo(name)
            info.type, info.mode = tarfile.DIRTYPE, mode
            self.add(info)

    def text(self, name, text):
        info = tarfile.TarInfo(name)
        info.size = len(text)
        self.add(info, io.BytesIO(text.encode()))

    def link(self, name, target):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = tarfile.SYMTYPE, target
        self.add(info)

    def program(self, path, name):
        """A program and the libraries that it is linked with, each where its path says."""
        self.file(path, name)
        libraries = subprocess.run(["ldd", path], capture_output=True, text=True).stdout
        for library in re.findall(r"(/\S+) \(0x", libraries):
            self.file(library, library.lstrip("/"))

    def file(self, path, name):
        if name not in self.names:
            self.folder(os.path.dirname(name))
            with open(path, "rb") as file:
                info = tarfile.TarInfo(name)
                info.size, info.mode = os.fstat(file.fileno()).st_size, 0o755
                self.add(info, file)

    def busybox(self):
        self.file(BUSYBOX, "bin/busybox")
        for applet in subprocess.check_output([BUSYBOX, "--list"], text=True).split():
            if applet != "busybox":
                self.link("bin/" + applet, "busybox")

    def add(self, info, file=None):
        self.names.add(info.name)
        self.tar.addfile(info, file)

    def save(self, archive, tag, command):
        """As `docker save` would."""
        self.tar.close()
        layer = self.bytes.getvalue()
        config = json.dumps(
            {
                "architecture": {"x86_64": "amd64", "aarch64": "arm64"}[os.uname().machine],
                "os": "linux",
                "config": {"Env": ["PATH=/bin:/usr/bin"], "Cmd": command},
                "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer).hexdigest()]},
            }
        ).encode()
        name = hashlib.sha256(config).hexdigest() + ".json"
        manifest = json.dumps([{"Config": name, "RepoTags": [tag], "Layers": ["layer.tar"]}]).encode()
        with tarfile.open(archive, "w") as out:
            for member, content in ((name, config), ("layer.tar", layer), ("manifest.json", manifest)):
                info = tarfile.TarInfo(member)
                info.size = len(content)
                out.addfile(info, io.BytesIO(content))


def main(folder):
    forever = ["/bin/sleep", "2147483647"]
    layers = {name: Layer() for name in ("pause", "busybox", "curl", "noawk")}
    for name in ("pause", "busybox", "curl"):
        layers[name].busybox()
    layers["curl"].program(shutil.which("curl"), "usr/bin/curl")
    noawk = layers["noawk"]
    noawk.program(os.path.realpath(shutil.which("dash")), "bin/sh")
    for name in COREUTILS:
        noawk.program(os.path.realpath(shutil.which(name)), "bin/" + name)
    for name, layer in layers.items():
        layer.save(os.path.join(folder, name + ".tar"), f"snowgauge.test/{name}:1", forever)


if __name__ == "__main__":
    main(sys.argv[1])
