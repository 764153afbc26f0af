-- Asks for the lines of a file in turn; with BENCH_POST, each line is a session that replies there.
local lines, at = {}, 0
local post = os.getenv("BENCH_POST") or ""
for line in io.lines(os.getenv("BENCH_LINES")) do lines[#lines + 1] = line end
local token = string.rep("a", 32)

function request()
  at = at % #lines + 1
  if post == "" then return wrk.format("GET", lines[at]) end
  local headers = {
    ["Cookie"] = "sessionid=" .. lines[at] .. "; csrftoken=" .. token,
    ["Content-Type"] = "application/x-www-form-urlencoded",
  }
  local said = string.format("Words said at %d by %d, and a few more so that it reads like a reply.", os.time(), at)
  return wrk.format("POST", post, headers, "csrfmiddlewaretoken=" .. token .. "&text=" .. said:gsub(" ", "+"))
end

wrong = 0
function response(status)
  -- A reply that was taken in is answered with the way to it.
  if post ~= "" and status ~= 302 or post == "" and status ~= 200 then wrong = wrong + 1 end
end

function setup(thread) threads = threads or {}; table.insert(threads, thread) end

function done(summary, latency)
  local failed = 0
  for _, thread in ipairs(threads) do failed = failed + (thread:get("wrong") or 0) end
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests": %d, "seconds": %.3f, "median": %.3f, "slow": %.3f, "wrong": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    failed + errors.connect + errors.read + errors.write + errors.timeout))
end
