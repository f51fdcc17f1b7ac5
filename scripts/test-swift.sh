#!/usr/bin/env bash
# Runs the Swift tests, which are built: half of them in one process, half in another, each one test after the other, so
# that two cores are busy and no test waits for its turn against its time limit. The program of the tests is run itself,
# for two `swift test` at once lock each other out of the folder of builds.
# Usage: scripts/test-swift.sh [OPTION OF SWIFT TESTING…]
set -u
cd "$(dirname "$0")/.."

tests=$(swift build --show-bin-path)/strataPackageTests.xctest
if [ ! -x "$tests" ]; then
  echo "No tests are built at $tests: run 'swift build --build-tests' first." >&2
  exit 1
fi

# About half of the time.
half='^(SegmentIndex|SQLiteBackend|TestSupport)Tests\.'
output=$(mktemp)
trap 'rm -f "$output"' EXIT
"$tests" --testing-library swift-testing --no-parallel --filter "$half" "$@" > "$output" 2>&1 &
first=$!
"$tests" --testing-library swift-testing --no-parallel --skip "$half" "$@"
second_ended=$?
wait "$first"
first_ended=$?
cat "$output"
grep -hE '^✘' "$output"
exit $((first_ended || second_ended))
