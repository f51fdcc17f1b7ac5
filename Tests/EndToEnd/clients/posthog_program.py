"""Sends what PostHog's library can send: posthog_program.py ADDRESS KEY PREFIX"""
import logging
import sys

from posthog import Posthog

address, key, prefix = sys.argv[1:]
logging.basicConfig(level=logging.ERROR)
errors = []
client = Posthog(
    key, host=address, on_error=lambda error, items: errors.append(repr(error)), flush_interval=0.3, gzip=True
)
users = [f"{prefix}-{number}" for number in range(5)]
company = {"company": f"{prefix}-acme"}

for user in users:
    client.set(distinct_id=user, properties={"email": f"{user}@example.com", f"{prefix} plan": "pro"})
    client.set_once(distinct_id=user, properties={f"{prefix} first": "one", f"{prefix} plan": "never"})
client.flush()
for user in users:
    client.set_once(distinct_id=user, properties={f"{prefix} first": "two"})
for _ in range(3):
    for user in users:
        client.capture(f"{prefix} bought", distinct_id=user, properties={"price": 10}, groups=company)
    client.flush()
for user in users:
    client.capture("$pageview", distinct_id=user, properties={"name": f"{prefix} home"})
    client.capture("$screen", distinct_id=user, properties={"name": f"{prefix} start"})
client.flush()
client.group_identify("company", company["company"], {"name": f"{prefix} Acme", "employees": 7})
client.flush()
client.capture(f"{prefix} looked", distinct_id=f"{prefix}-visitor")
client.flush()
client.alias(f"{prefix}-visitor", users[0])
client.flush()
client.shutdown()
if errors:
    sys.exit("\n".join(errors))
