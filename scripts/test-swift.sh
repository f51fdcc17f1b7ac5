#!/usr/bin/env bash
# Runs the Swift tests, which are built: half of them in one process, half in another, each one test after the other, so
# that two cores are busy and no test waits for its turn against its time limit.
# Usage: scripts/test-swift.sh [OPTION OF SWIFT TEST…]
set -u
cd "$(dirname "$0")/.."

# About half of the time.
half='^(SegmentIndex|SQLiteBackend|TestSupport)Tests\.'
output=$(mktemp)
trap 'rm -f "$output"' EXIT
swift test --skip-build --ignore-lock --no-parallel --filter "$half" "$@" > "$output" 2>&1 &
first=$!
swift test --skip-build --ignore-lock --no-parallel --skip "$half" "$@"
second_ended=$?
wait "$first"
first_ended=$?
cat "$output"
grep -hE '^✘' "$output"
exit $((first_ended || second_ended))
