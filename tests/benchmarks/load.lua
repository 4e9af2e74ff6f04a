-- Asks the addresses of the file in TARGETS in turn, and prints what came of it as one line.
local targets = {}
for line in io.lines(os.getenv("TARGETS")) do targets[#targets + 1] = line end
local turn = 0
local headers = { ["Accept"] = os.getenv("ACCEPT") }
function request()
  turn = turn % #targets + 1
  return wrk.format("GET", targets[turn], headers)
end
function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), failed))
end
