import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Browser"))

from chromium import chromium, context, launch, playwright_driver  # noqa: E402, F401
from programs import strata  # noqa: E402, F401
