-- What wrk sends, and what it says at the end: one line of numbers for bench.py.
-- Arguments: METHOD BODY ("-" for none).

function init(arguments)
  wrk.method = arguments[1]
  wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-east-1/"
      .. "mediaconnect/aws4_request, SignedHeaders=host;x-amz-date, Signature="
      .. string.rep("0", 64)
  wrk.headers["X-Amz-Date"] = "20260101T000000Z"
  if arguments[2] ~= "-" then
    wrk.body = arguments[2]
    wrk.headers["Content-Type"] = "application/json"
  end
end

function done(summary, latency)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write
      + summary.errors.status + summary.errors.timeout
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), failed))
end
