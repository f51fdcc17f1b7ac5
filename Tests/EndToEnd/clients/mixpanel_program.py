"""Sends what Mixpanel's library can send: mixpanel_program.py ADDRESS KEY PREFIX"""
import sys
import time
import urllib.parse
import warnings

from mixpanel import BufferedConsumer, Mixpanel, MixpanelException

address, key, prefix = sys.argv[1:]
warnings.simplefilter("ignore")  # of certificates that nobody has signed
parts = urllib.parse.urlsplit(address)
if parts.scheme == "https":
    consumer = BufferedConsumer(api_host=parts.netloc, verify_cert=False)
else:
    consumer = BufferedConsumer(
        events_url=address + "/track",
        people_url=address + "/engage",
        groups_url=address + "/groups",
        import_url=address + "/import",
    )
client = Mixpanel(key, consumer=consumer)
users = [f"{prefix}-{number}" for number in range(5)]


def flush():
    """What was not taken stays in the consumer until the next time, as its documentation says."""
    for _ in range(10):
        try:
            return consumer.flush()
        except MixpanelException as error:
            last = error
            time.sleep(0.2)
    sys.exit(f"not taken in the end: {last}")


for user in users:
    client.people_set(user, {"$email": f"{user}@example.com", f"{prefix} plan": "pro"})
    client.people_set_once(user, {f"{prefix} first": "one", f"{prefix} plan": "never"})
flush()
for number in range(3):
    for user in users:
        client.track(user, f"{prefix} bought", {"price": 10})
        client.people_increment(user, {f"{prefix} points": 2})
        client.people_append(user, {f"{prefix} steps": f"s{number}"})
        client.people_union(user, {f"{prefix} kinds": ["a", f"k{number}"]})
    flush()
for user in users:
    client.people_set_once(user, {f"{prefix} first": "two"})
    client.people_remove(user, {f"{prefix} kinds": "k1"})
    client.people_set(user, {f"{prefix} gone": "soon"})
    client.people_unset(user, [f"{prefix} gone"])
    client.track(user, "$mp_web_page_view", {"name": f"{prefix} home"})
flush()
for user in users:
    client.import_data(key, user, f"{prefix} imported", int(time.time()) - 86_400)
client.group_set("company", f"{prefix}-acme", {"$name": f"{prefix} Acme", "employees": 7})
flush()
client.track(f"{prefix}-visitor", f"{prefix} looked")
flush()
# Its `alias` knows one address only, whatever the consumer; this is the same event.
client.track(f"{prefix}-visitor", "$create_alias", {"alias": users[0]})
flush()
