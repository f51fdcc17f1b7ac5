"""A thousand segments: the shapes of `../Index/segments.json` with other constants, and segments of segments."""
import itertools
import json
import pathlib

QUERIES = json.loads((pathlib.Path(__file__).parent.parent / "Index" / "segments.json").read_text())
COUNTRIES = ["DE", "US", "FR", "ES", "IT", "GB", "SE", "PL", "NL", "BR", "IN", "JP", "AU", "CA", "SA"]
PLANS = ["free", "pro", "team", "enterprise"]
EVENTS = ["page_view", "login", "search", "purchase", "get-start", "upgrade", "downgrade", "invite"] + [
    f"feature {number}" for number in range(32)]


def shapes(n):
    """Sixteen filters with the n-th constants."""
    country, plan, event, other = (
        names[n % len(names)] for names in (COUNTRIES, PLANS, EVENTS, EVENTS[3:]))
    days = 1 + n % 60
    return [
        {"property": "country", "operator": "equals", "value": country},
        {"all": [
            {"property": "country", "operator": "in", "value": [country, COUNTRIES[(n + 4) % 15]]},
            {"property": "plan", "operator": "equals", "value": plan},
            {"property": "mrr", "operator": "greaterThan", "value": 10 * days}]},
        {"all": [
            {"property": "primaryEmail", "operator": "isSet"},
            {"property": "createdAt", "operator": "dateRelativeGreaterThan", "value": f"now-{days * 3}d/d"}]},
        {"property": "lastSeenAt", "operator": "before", "value": f"now-{days}d/d"},
        {"property": "expires_at", "operator": "on", "value": f"now+{days}d/d"},
        {"property": "name", "operator": "contains", "value": ["berg", "anna", "sch", "ros", "ivan"][n % 5]},
        {"tracked": "tier", "operator": "equals", "value": ["bronze", "silver", "gold", "platinum"][n % 4]},
        {"all": [
            {"tracked": "score", "operator": "between", "value": [days, days + 30]},
            {"property": "tags", "operator": "equals", "value": f"tag-{n % 60}"}]},
        {"event": event, "within": {"last": f"{days}d"}, "count": {"atLeast": 1 + n % 4}},
        {"event": "get-start", "where": {"all": [
            {"attribute": "price", "operator": "greaterOrEqual", "value": 5 * days},
            {"attribute": "view", "operator": "equals", "value": "80%"}]}},
        {"all": [
            {"event": other, "within": {"last": f"{days}d"}}, {"not": {"event": event, "within": {"last": f"{days}d"}}}]},
        {"event": "purchase", "within": {"last": "90d"}, "aggregate": {
            "function": "sum", "attribute": "price", "operator": "greaterThan", "value": 20 * days}},
        {"all": [
            {"property": "plan", "operator": "equals", "value": plan},
            {"event": "purchase", "within": {"last": "30d"}, "count": {"atLeast": 1 + n % 3}}]},
        {"any": [
            {"all": [
                {"property": "kind", "operator": "equals", "value": "customer"},
                {"property": "mrr", "operator": "greaterOrEqual", "value": 5 * days}]},
            {"all": [
                {"property": "country", "operator": "equals", "value": country},
                {"not": {"property": "age", "operator": "greaterOrEqual", "value": 20 + days}}]}]},
        {"sequence": [{"event": "get-start"}, {"event": other}], "within": f"{days}d"},
        {"event": event, "occurrence": "last", "within": {"to": f"now-{days}d"}},
    ]


def definitions(count, ids_by_name):
    """`(name, filter)`; `ids_by_name` are those that are there, to which some refer."""
    made = 0
    for n in itertools.count():
        for shape, filter in enumerate(shapes(n)):
            if made == count:
                return
            name = f"bench {n}.{shape}"
            # Each eighth is a segment of another, each sixteenth of one that is.
            parent = ids_by_name.get(f"bench {n - 1}.{10 if shape == 7 else 7}")
            if made % 8 == 7 and parent:
                filter = {"all": [{"segment": parent}, filter]}
            yield name, filter
            made += 1


def make(stack, count):
    """Makes those of the first `count` that are not there, and waits until all are counted."""
    query = stack.query()
    known = {}
    cursor = ""
    while cursor is not None:
        page = query.expect("GET", f"/api/v1/segments?limit=500{cursor and '&cursor=' + cursor}")
        known |= {segment["name"]: segment["id"] for segment in page["data"]}
        cursor = page["nextCursor"]
    ids = []
    for name, filter in definitions(count, known):
        if name not in known:
            body = {"name": name, "contentType": "contact", "filter": filter}
            known[name] = query.expect("POST", "/api/v1/segments", body)["id"]
        ids.append(known[name])
    for id in ids:
        while query.expect("GET", f"/api/v1/segments/{id}/count")["state"] != "ready":
            pass
    return ids
