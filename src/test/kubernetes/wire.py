"""A way to the API server that breaks: TCP is passed on, and cut after so many bytes."""

import socket
import threading
import time


class Wire:
    """Listens on a port of its own.

    Connections that bring more than cut_after bytes are cut, as often as times says; once gone_after bytes have come over
    all of them, nothing comes any more. A bit is flipped once, after flip_after bytes.
    """

    def __init__(self, upstream_port, cut_after=None, times=0, gone_after=None, bytes_per_second=None, flip_after=None):
        self.upstream_port, self.cut_after, self.left = upstream_port, cut_after, times
        self.gone_after = gone_after
        self.bytes_per_second = bytes_per_second
        self.flip_after = flip_after
        self.cuts = self.flips = self.brought = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.server = f"https://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            upstream = socket.create_connection(("127.0.0.1", self.upstream_port))
            threading.Thread(target=self.up, args=(client, upstream), daemon=True).start()
            threading.Thread(target=self.down, args=(upstream, client), daemon=True).start()

    def up(self, client, upstream):
        try:
            while chunk := client.recv(1 << 16):
                upstream.sendall(chunk)
        except OSError:
            pass
        self.end(client, upstream)

    def down(self, upstream, client):
        brought = 0
        try:
            while chunk := upstream.recv(1 << 16):
                brought += len(chunk)
                self.brought += len(chunk)
                if self.cut_after and brought > self.cut_after and self.left > 0:
                    self.left -= 1
                    self.cuts += 1
                    break
                if self.gone_after and self.brought > self.gone_after:
                    break
                if self.flip_after and brought > self.flip_after and not self.flips:
                    self.flips += 1
                    chunk = chunk[:-1] + bytes([chunk[-1] ^ 1])
                client.sendall(chunk)
                if self.bytes_per_second:
                    time.sleep(len(chunk) / self.bytes_per_second)
        except OSError:
            pass
        self.end(client, upstream)

    @staticmethod
    def end(*sockets):
        for one in sockets:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            one.close()

    def close(self):
        self.listener.close()
