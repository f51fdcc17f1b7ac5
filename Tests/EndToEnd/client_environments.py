"""Client libraries as their users install them: each in an environment of its own, kept from one run to the next."""
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import venv

import pytest

# Every library that is tested, at one version.
LIBRARIES = {
    "segment-analytics-python": "2.4.0",
    "analytics-python": "1.4.post1",
    "rudder-sdk-python": "2.1.9",
    "customerio-cdp-analytics": "1.1.0",
    "events-sdk-python": "0.0.4",
    "june-analytics-python": "2.3.0",
    "posthog": "7.91.1",
    "mixpanel": "5.4.1",
}
# Beside the environment that runs the tests, which `make clean` removes.
HOME = pathlib.Path(os.environ.get("STRATA_CLIENTS", pathlib.Path(sys.prefix) / "clients"))


@pytest.fixture(scope="session")
def client_pythons():
    """The interpreter of each library's environment, by the library's name."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return dict(zip(LIBRARIES, pool.map(_python, LIBRARIES, LIBRARIES.values())))


def _python(library, version):
    home = HOME / f"{library}-{version}"
    python = home / "bin" / "python"
    done = home / "installed"
    if done.exists():
        return python
    shutil.rmtree(home, ignore_errors=True)
    venv.create(home, symlinks=True, with_pip=False)
    # The pip of the tests' own environment installs into it: a pip in each takes longer than the libraries.
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    command += ["--disable-pip-version-check", f"{library}=={version}"]
    pip = subprocess.run(command, capture_output=True, text=True)
    if pip.returncode != 0:
        pytest.fail(
            f"pip cannot install {library} {version}; these tests need a package index within reach, or {HOME} from an"
            f" earlier run:\n{pip.stderr}",
            pytrace=False,
        )
    done.touch()
    return python
