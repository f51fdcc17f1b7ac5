"""What the tests in Browser and EndToEnd share: a browser, and the programs as they are built."""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "Browser"), str(HERE / "EndToEnd")]

from chromium import chromium, context, launch, playwright_driver  # noqa: E402, F401
from client_environments import client_pythons  # noqa: E402, F401
from programs import strata  # noqa: E402, F401
