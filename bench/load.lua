-- Asks for the lines of a file in turn, each a session (or none) and a path; with BENCH_REPLY, replies there. Each
-- request comes from an address of its own, as a web server in front would say: what is limited by address is not met.
local lines, at, asked = {}, 0, 0
local reply = os.getenv("BENCH_REPLY") == "1"
for line in io.lines(os.getenv("BENCH_LINES")) do
  local session, path = line:match("^([^\t]*)\t(.*)$")
  lines[#lines + 1] = { session = session, path = path }
end
local token = string.rep("a", 32)

local function address(number)
  return string.format("10.%d.%d.%d", math.floor(number / 65536) % 256, math.floor(number / 256) % 256, number % 256)
end

function request()
  at, asked = at % #lines + 1, asked + 1
  local line = lines[at]
  local headers = { ["X-Forwarded-For"] = address(asked) }
  -- wrk takes these instead of its own, which name the host and what its arguments say.
  for name, value in pairs(wrk.headers) do headers[name] = value end
  if line.session ~= "" then headers["Cookie"] = "sessionid=" .. line.session .. "; csrftoken=" .. token end
  if not reply then return wrk.format("GET", line.path, headers) end
  headers["Content-Type"] = "application/x-www-form-urlencoded"
  local said = string.format("Words said at %d by %d, and a few more so that it reads like a reply.", os.time(), asked)
  return wrk.format("POST", line.path, headers, "csrfmiddlewaretoken=" .. token .. "&text=" .. said:gsub(" ", "+"))
end

wrong = 0
function response(status)
  -- A reply that was taken in is answered with the way to it.
  if reply and status ~= 302 or not reply and status ~= 200 then wrong = wrong + 1 end
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
