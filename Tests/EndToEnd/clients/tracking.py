"""Sends what a library of the tracking API can send, as a program that has it installed would.

    tracking.py MODULE ADDRESS KEY PREFIX

Ends with 1 and says why where the library reports an error."""
import importlib
import json
import logging
import sys

module, address, key, prefix, options = sys.argv[1:]
logging.basicConfig(level=logging.ERROR)
errors = []
client = importlib.import_module(module).Client(
    key, host=address, on_error=lambda error, items: errors.append(repr(error)), **json.loads(options)
)
users = [f"{prefix}-{number}" for number in range(5)]

for user in users:
    client.identify(user, {"email": f"{user}@example.com", f"{prefix} plan": "pro"})
client.flush()
for _ in range(3):
    for user in users:
        client.track(user, f"{prefix} bought", {"price": 10})
    client.flush()
for user in users:
    client.page(user, name=f"{prefix} home", properties={"url": "https://example.com/"})
    client.screen(user, name=f"{prefix} start")
client.flush()
for user in users:
    client.group(user, f"{prefix}-acme", {"name": f"{prefix} Acme", "employees": 7})
client.flush()
client.track(anonymous_id=f"{prefix}-visitor", event=f"{prefix} looked")
client.flush()
client.alias(f"{prefix}-visitor", users[0])
client.flush()
client.join()
if errors:
    sys.exit("\n".join(errors))
