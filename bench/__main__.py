"""`python -m bench`: make a clinic, serve it, measure, print the tables with goals met or not."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROUNDS = 40
PATIENTS = 40


def main() -> int:
    """Returns 1 where a goal is not met."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"turns for each page (default: {ROUNDS})")
    parser.add_argument("--patients", type=int, default=PATIENTS, help=f"in the clinic (default: {PATIENTS})")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="everyrep-bench-") as data:
        os.environ.update(
            OPENBLAS_NUM_THREADS="1",
            EVERYREP_DATA=data,
            EVERYREP_DEMO="1",
            DJANGO_SETTINGS_MODULE="bench.settings",
        )
        return run(Path(data), rounds=asked.rounds, patients=asked.patients)


def run(data: Path, *, rounds: int, patients: int) -> int:
    import django

    django.setup()
    from bench import measures, world

    print(f"Making {patients} patients and two to measure on …", flush=True)
    made = world.make_world(patients=patients)
    print(f"Measuring, {rounds} turns each, on {data} …\n", flush=True)
    return 0 if measures.measure_all(made, rounds) else 1


sys.exit(main())
