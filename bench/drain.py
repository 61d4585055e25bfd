"""`python -m bench.drain`: a phone sends two weeks of entries over a bad line.

The line is the loopback of a network of its own, which `unshare` makes and the kernel shapes: 256 kbit/s
for both directions together and every tenth packet lost. Linux with `unshare`, `tc` and `iptables` only.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile

from bench.goals import Goal, goal_table

OPERATIONS, PATIENTS, ROUNDS = 200, 1, 15
MOST_S = 2.0  # goal of issue 4, never loosened to fit a measurement
TOOLS = ("unshare", "ip", "tc", "iptables")
INSIDE = "EVERYREP_BENCH_LINE"
# Packets of the size that a radio link carries, one at a time, as no large one is lost whole.
BAD_LINE = """
ip link set dev lo mtu 1500 gso_max_segs 1
tc qdisc add dev lo root tbf rate 256kbit burst 3000 latency 2s
iptables -A INPUT -i lo -m statistic --mode random --probability 0.1 -j DROP
"""


def main() -> int:
    """Returns 1 where the goal is not met, 2 where the line cannot be made."""
    if INSIDE in os.environ:
        return measured()
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        print(f"This needs {', '.join(missing)}.", file=sys.stderr)
        return 2
    command = ["unshare", "--map-root-user", "--net", sys.executable, "-m", "bench.drain"]
    return subprocess.run(command, env={**os.environ, INSIDE: "1"}, check=False).returncode


def measured() -> int:
    with tempfile.TemporaryDirectory(prefix="everyrep-drain-") as data:
        os.environ.update(
            EVERYREP_DATA=data,
            EVERYREP_DEMO="1",
            DJANGO_SETTINGS_MODULE="bench.settings",
        )
        good, bad = drained()
    print(f"{OPERATIONS} operations on a good line: {good:.2f} s")
    print(f"On the bad line: {', '.join(f'{taken:.2f}' for taken in sorted(bad))} s\n")
    goal = Goal(
        name=f"{OPERATIONS} operations over 256 kbit/s with 10 % loss",
        measured=statistics.median(bad),
        most=MOST_S,
        unit="s",
    )
    print(goal_table([goal]))
    return 0 if goal.met else 1


def drained() -> tuple[float, list[float]]:
    """Seconds for a push on a good line, and for each of ROUNDS on the bad one."""
    import django

    django.setup()
    from bench import server, work, world

    subprocess.run(["ip", "link", "set", "dev", "lo", "up"], check=True)
    made = world.make_world(patients=PATIENTS)
    with server.running() as served:
        good = work.push(served, made.short, made.now, OPERATIONS)
        for command in BAD_LINE.strip().splitlines():
            subprocess.run(command.split(), check=True)
        bad = [work.push(served, made.short, made.now, OPERATIONS) for _ in range(ROUNDS)]
    return good, bad


if __name__ == "__main__":
    sys.exit(main())
