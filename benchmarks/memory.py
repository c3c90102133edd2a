"""What a process of this computer holds and has used (Linux and macOS)."""

from __future__ import annotations

import subprocess


def resident(pid: int) -> float:
    """Resident memory of process ``pid`` in MiB."""
    return int(_ps("rss", pid)) / 1024.0


def processor_seconds(pid: int) -> float:
    """Processor time that ``pid`` has used, which other programs on the computer do not change."""
    days, _, clock = _ps("cputime", pid).rpartition("-")
    seconds = 0.0
    for part in clock.split(":"):
        seconds = 60.0 * seconds + float(part)
    return 86400.0 * int(days or 0) + seconds


def _ps(field: str, pid: int) -> str:
    command = ["ps", "-o", f"{field}=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
