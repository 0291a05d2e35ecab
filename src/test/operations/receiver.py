"""Takes what alerts post and prints it, a line each: python receiver.py FILE

Listens on a free port of 127.0.0.1 and prints it; FILE gets the text of each alert.
"""

import http.server
import json
import sys


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with open(sys.argv[1], "a") as out:
            print(event["data"]["action"], event["data"]["summary"], file=out)
        self.send_response(202)
        self.end_headers()

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_address[1], flush=True)
server.serve_forever()
