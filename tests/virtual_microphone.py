"""A sound server for tests alone: a virtual loudspeaker that can be heard, and a virtual microphone that can be spoken
into. Needs `pulseaudio`, `paplay`, `parec` and `pactl`; no sound card, no session bus, no rights.

    server = SoundServer(folder)        # server.environment is what the program under test needs
    with server.hear() as heard: ...    # what the program plays, 16 kHz mono; heard.samples() afterwards
    server.say(wav).wait()              # a file is spoken into the microphone
    server.close()
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

RATE = 16_000
_NEEDED = ("pulseaudio", "paplay", "parec", "pactl")
# norewinds: a null sink otherwise renders two seconds ahead, which no sound card does.
_MODULES = (
    "module-null-sink sink_name=speakers norewinds=1 sink_properties=device.description=VirtualSpeakers",
    "module-null-sink sink_name=micfeed norewinds=1 sink_properties=device.description=MicrophoneFeed",
)
_MICROPHONE = (
    "module-remap-source master=micfeed.monitor source_name=virtmic remix=no"
    " source_properties=device.description=VirtualMicrophone"
)
_ORPHANED_SECONDS = 600
"""A server whose tests were killed ends by itself, so long after its last client."""


def missing() -> str:
    """Why there can be no virtual microphone here; empty when there can."""
    lacking = [name for name in _NEEDED if shutil.which(name) is None]
    return f"no virtual microphone: {', '.join(lacking)} not installed" if lacking else ""


class Heard:
    """What comes out of the loudspeaker, recorded while the `with` block runs."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = ["parec", "-d", "speakers.monitor", f"--rate={RATE}", "--channels=1", "--format=s16le", "--raw"]
        self._process = subprocess.Popen([*command, "--latency-msec=10"], env=environment, stdout=subprocess.PIPE)
        self._chunks: list[tuple[float, bytes]] = []
        self._bytes = 0
        self._came = threading.Condition()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        self._wait_for_more(1)
        return self

    def __exit__(self, *_: object) -> None:
        self._wait_for_more(RATE // 5 * 2)  # what was played last is still on its way
        self._process.terminate()
        self._process.wait()
        self._thread.join()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def samples(self) -> npt.NDArray[np.float32]:
        """What was heard so far, 16 kHz mono, -1 to 1."""
        data = b"".join(chunk for _, chunk in self._chunks)
        whole = np.frombuffer(data[: len(data) // 2 * 2], "<i2")
        return np.asarray(whole / 32768, np.float32)

    def last_sound(self, threshold: float = 0.01) -> float:
        """When the last sample louder than that was heard, on the clock of `time.monotonic`."""
        for came, chunk in reversed(self._chunks):
            loud = np.flatnonzero(np.abs(np.frombuffer(chunk, "<i2")) > threshold * 32768)
            if len(loud):
                return came - (len(chunk) // 2 - int(loud[-1])) / RATE
        raise AssertionError("nothing was heard")

    def _read(self) -> None:
        assert self._process.stdout is not None
        while chunk := os.read(self._process.stdout.fileno(), 1 << 16):
            with self._came:
                self._chunks.append((time.monotonic(), chunk))
                self._bytes += len(chunk)
                self._came.notify_all()

    def _wait_for_more(self, count: int) -> None:
        with self._came:
            enough = self._bytes + count
            assert self._came.wait_for(lambda: self._bytes >= enough, 10), "the loudspeaker's recorder stands still"


class SoundServer:
    """A private PulseAudio, its files in `folder` (whose path must be short enough for a socket: 100 bytes)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pid: int | None = None
        socket = folder / "native"
        hidden = ("PULSE_SERVER", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "XDG_RUNTIME_DIR")
        self._server_environment = {key: value for key, value in os.environ.items() if key not in hidden} | {
            "HOME": str(folder),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_STATE_PATH": str(folder),
        }
        self.variables = {"PULSE_SERVER": f"unix:{socket}", "PULSE_COOKIE": str(folder / "cookie")}
        """What the program under test needs in its environment."""
        self.start()

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | self.variables

    def start(self, rate: int = 44_100) -> None:
        """Starts the server, with a microphone of that rate; it takes connections when this returns."""
        modules = [
            *_MODULES,
            f"{_MICROPHONE} rate={rate}",
            f"module-native-protocol-unix auth-anonymous=1 socket={self.folder / 'native'}",
        ]
        command = ["pulseaudio", "-n", "--daemonize=yes", "--use-pid-file=yes", "--realtime=yes", "--high-priority=yes"]
        command += [f"--exit-idle-time={_ORPHANED_SECONDS}", f"--log-target=file:{self.folder / 'log'}"]
        command += [word for module in modules for word in ("-L", module)]
        subprocess.run(command, env=self._server_environment, check=True, timeout=30)
        self._pid = int((self.folder / "pid").read_text())
        self.control("set-default-sink", "speakers")
        self.control("set-default-source", "virtmic")

    def kill(self) -> None:
        """Takes all sound away, as if every device had been unplugged."""
        if self._pid is not None:
            os.kill(self._pid, signal.SIGKILL)
            self._pid = None
            for left in ("native", "pid"):
                (self.folder / left).unlink(missing_ok=True)

    close = kill

    def say(self, sound: Path) -> subprocess.Popen[Any]:
        """Speaks a file into the microphone; `wait()` for its end."""
        return subprocess.Popen(["paplay", "-d", "micfeed", str(sound)], env=self.environment)

    def hear(self) -> Heard:
        return Heard(self.environment)

    def control(self, *words: str) -> str:
        """Runs `pactl`; gives what it prints."""
        command = ["pactl", *words]
        return subprocess.run(
            command, env=self.environment, check=True, timeout=30, stdout=subprocess.PIPE
        ).stdout.decode()
