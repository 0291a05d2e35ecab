"""A few calls to Azurite, signed with the account's key, without any library.

blob.py ENDPOINT KEY create CONTAINER
blob.py ENDPOINT KEY put CONTAINER NAME     standard input; prints the ETag
blob.py ENDPOINT KEY list CONTAINER
blob.py ENDPOINT KEY get CONTAINER NAME
"""

import base64
import datetime
import hashlib
import hmac
import re
import sys
import urllib.parse
import urllib.request


class Account:
    def __init__(self, endpoint, key):
        self.endpoint = endpoint
        self.name = endpoint.rsplit("/", 1)[1]
        self.key = base64.b64decode(key)

    def call(self, method, path, query=None, body=b"", headers=None):
        query = query or {}
        now = datetime.datetime.now(datetime.timezone.utc)
        headers = {
            "x-ms-date": now.strftime("%a, %d %b %Y %H:%M:%S GMT"),
            "x-ms-version": "2021-12-02",
            **(headers or {}),
        }
        quoted = urllib.parse.quote(path)
        length, kind = (str(len(body)), "application/octet-stream") if body else ("", "")
        lines = [method, "", "", length, "", kind, "", "", "", "", "", ""]
        lines += [f"{name}:{headers[name]}" for name in sorted(headers)]
        lines += [f"/{self.name}/{self.name}{quoted}"]
        lines += [f"{name}:{query[name]}" for name in sorted(query)]
        digest = hmac.new(self.key, "\n".join(lines).encode(), hashlib.sha256).digest()
        headers["Authorization"] = f"SharedKey {self.name}:{base64.b64encode(digest).decode()}"
        if body:
            headers["Content-Type"] = kind
        elif method == "PUT":
            headers["Content-Length"] = "0"
        url = self.endpoint + quoted + ("?" + urllib.parse.urlencode(query) if query else "")
        request = urllib.request.Request(url, data=body or None, method=method, headers=headers)
        with urllib.request.urlopen(request) as answer:
            return answer.headers, answer.read()


def main(endpoint, key, command, container, name=""):
    account = Account(endpoint, key)
    if command == "create":
        account.call("PUT", f"/{container}", {"restype": "container"})
    elif command == "put":
        body = sys.stdin.buffer.read()
        kind = {"x-ms-blob-type": "BlockBlob"}
        headers, _ = account.call("PUT", f"/{container}/{name}", body=body, headers=kind)
        print(headers["ETag"].strip('"'))
    elif command == "list":
        query = {"restype": "container", "comp": "list"}
        _, page = account.call("GET", f"/{container}", query)
        print("\n".join(re.findall("<Name>(.*?)</Name>", page.decode())))
    elif command == "get":
        sys.stdout.buffer.write(account.call("GET", f"/{container}/{name}")[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
