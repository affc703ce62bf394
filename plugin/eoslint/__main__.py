# SPDX-License-Identifier: MIT
"""`python -m eoslint`."""
import sys

from eoslint.cli import main

sys.exit(main())
