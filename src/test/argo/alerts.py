"""Takes alerts as a webhook does, and keeps each as a line: alerts.py HOST PORT FILE"""

import http.server
import sys


def main(host, port, file):
    class Webhook(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with open(file, "ab") as alerts:
                alerts.write(body + b"\n")
            self.send_response(200)
            self.end_headers()

    http.server.HTTPServer((host, int(port)), Webhook).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
