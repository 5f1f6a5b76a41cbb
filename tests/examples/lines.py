"""What a program prints, while it runs."""

import sys
import threading
import time

PATIENCE = 60


class Lines:
    """What a program prints, as it comes."""

    def __init__(self, stream):
        self.all = []
        threading.Thread(target=self.read, args=(stream,), daemon=True).start()

    def read(self, stream):
        for line in stream:
            self.all.append(line.rstrip("\n"))

    def wait(self, what, until):
        end = time.monotonic() + PATIENCE
        while not until(self.all):
            if time.monotonic() > end:
                sys.exit(f"{what} didn't happen; the last lines: {self.all[-5:]}")
            time.sleep(0.02)
