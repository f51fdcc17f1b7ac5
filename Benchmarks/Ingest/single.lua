-- For wrk: single calls of the tracking API, each an event with an id of its own, by one of 10,000 people.
local thread_number = 0

function setup(thread)
  thread:set("number", thread_number)
  thread_number = thread_number + 1
end

function init(arguments)
  count = 0
  wrk.method = "POST"
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("STRATA_KEY")
  wrk.headers["Content-Type"] = "application/json"
  run = os.time()
end

function request()
  count = count + 1
  return wrk.format(nil, "/v1/track", nil, string.format(
    '{"messageId":"s-%d-%d-%d","userId":"user-%d","event":"%s","properties":{"price":%d,"view":"80%%","plan":"pro"}}',
    run, number, count, (count * 7919) % 10000, count % 3 == 0 and "purchase" or "page_view", count % 500))
end

local bad = 0
function response(status)
  if status ~= 200 then bad = bad + 1 end
end
