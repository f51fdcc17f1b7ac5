#!/usr/bin/env bash
# Runs Strata with a small demo on this machine: fills a data directory, starts both servers and the demo page, and
# stops all of them on Ctrl-C or SIGTERM.
#
#   STRATA_BIN          directory of the programs (needed; `make run` sets it)
#   STRATA_DATA         data directory (./demo-data)
#   STRATA_INGEST_PORT  3200
#   STRATA_QUERY_PORT   3300
#   STRATA_DEMO_PORT    3400; for each of the three, 0 takes a free one
set -euo pipefail

readonly bin=${STRATA_BIN:?names the directory of the programs; run "make run"}
readonly data=${STRATA_DATA:-./demo-data}
readonly ingest_port=${STRATA_INGEST_PORT:-3200}
readonly query_port=${STRATA_QUERY_PORT:-3300}
readonly demo_port=${STRATA_DEMO_PORT:-3400}
readonly patience=60 # seconds for a server to be ready
# These are this script's alone; the servers would wonder about them.
unset STRATA_BIN STRATA_DEMO_PORT

pids=()

# Asks all to end, waits for them, and leaves.
stop_all() {
  trap '' INT TERM
  for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  echo "$2"
  exit "$1"
}

fail() {
  echo "Error: $1" >&2
  stop_all 1 "Stopped."
}

trap 'stop_all 0 "Stopped."' INT TERM

# The address that a server has written to its file; nothing before.
address_of() { [ -s "$data/$1.address" ] && head -n 1 "$data/$1.address"; }

# Whether the server at http://HOST:PORT answers /readyz with 200.
is_ready() (
  authority=${1#http://}
  exec 3<>"/dev/tcp/${authority%:*}/${authority##*:}" || exit 1
  printf 'GET /readyz HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$authority" >&3
  read -r -t 5 _ status _ <&3
  [ "$status" = 200 ]
) 2>/dev/null

# start NAME COMMAND…: in the background, its standard output in the data directory.
start() {
  local name=$1
  shift
  # One that was killed leaves its address behind.
  rm -f "$data/$name.address"
  if [ "$name" = demo ]; then "$@" & else "$@" >"$data/$name.out" & fi
  pids+=($!)
}

# wait_for NAME PID: until it is ready; sets `address`.
wait_for() {
  local deadline=$((SECONDS + patience))
  while true; do
    kill -0 "$2" 2>/dev/null || fail "$1 ended at its start."
    if address=$(address_of "$1") && is_ready "$address"; then return; fi
    [ "$SECONDS" -lt "$deadline" ] || fail "$1 is not ready after $patience s."
    sleep 0.1
  done
}

"$bin/strata" demo --data "$data" --port "$demo_port"

start ingest "$bin/strata-ingest" --data "$data" --port "$ingest_port"
wait_for ingest "${pids[0]}"
ingest=$address
# Before the query server, so that its first messages find the receiver.
start demo "$bin/strata" demo --serve --data "$data" --port "$demo_port" --ingest-url "$ingest"
wait_for demo "${pids[1]}"
demo=$address
start query "$bin/strata-query" --data "$data" --port "$query_port" --allow-private-webhooks
wait_for query "${pids[2]}"
query=$address

echo
echo "Strata is running; its data is in $data."
echo "  demo page      $demo"
echo "  query server   $query"
echo "  ingest server  $ingest"
sign_in=$(grep -o 'http://[^ ]*code=[^ ]*' "$data/query.out" | head -n 1 || true)
[ -z "$sign_in" ] || echo "  sign in        $sign_in (once, within ten minutes)"
echo "What the webhook receiver has verified is printed below. Ctrl-C stops everything."
echo

# Comes back when any of them ends.
wait -n "${pids[@]}" || true
fail "one of the programs ended by itself."
