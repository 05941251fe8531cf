"""What all tests share."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
os.environ["KITH_CACHE"] = ""  # commands remember nothing, unless a test says where
