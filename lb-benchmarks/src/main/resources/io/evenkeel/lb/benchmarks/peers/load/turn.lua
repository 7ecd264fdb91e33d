-- One line for the caller at the end. Without request() and response() wrk stays on its fast path: it sends the same
-- bytes again, and does not keep what it reads.
local size = tonumber(os.getenv("PEERS_BODY_BYTES") or "0")
if size > 0 then
  wrk.method = "POST"
  wrk.body = string.rep("x", size)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    "peers-turn requests=%d micros=%d bytes=%d connect=%d read=%d write=%d status=%d timeout=%d"
      .. " p50=%d p90=%d p99=%d p999=%d max=%d\n",
    summary.requests, summary.duration, summary.bytes,
    errors.connect, errors.read, errors.write, errors.status, errors.timeout,
    latency:percentile(50), latency:percentile(90), latency:percentile(99), latency:percentile(99.9), latency.max))
end
