"""`python -m everyrep` is the same command as `everyrep`."""

import sys

from everyrep.cli import main

sys.exit(main())
